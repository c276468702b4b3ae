#include "index.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_MIN = 16 };

uint64_t index_steps = 0;

static char gone; /* &gone: something was here, and a search goes on behind it */

uint64_t index_hash_number(uint64_t number)
{
    /* Multiplied by 2^64 divided by the golden ratio, and the high bits, which are the mixed ones, into the low ones. */
    number *= 0x9e3779b97f4a7c15;
    return number ^ number >> 32;
}

uint64_t index_hash_text(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    return index_hash_number(hash);
}

static void put(struct slot *slots, uint32_t room, uint64_t hash, void *item)
{
    uint32_t at = (uint32_t)hash & (room - 1);
    while (slots[at].item)
        at = (at + 1) & (room - 1);
    slots[at] = (struct slot){hash, item};
}

bool index_reserve(struct index *index)
{
    /* At most three quarters are taken, so that a search soon meets a free one. */
    if ((index->used + 1) * 4 <= index->room * 3)
        return true;
    uint32_t room = ROOM_MIN;
    while ((index->count + 1) * 2 > room)
        room *= 2;
    struct slot *slots = calloc(room, sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < index->room; i++)
        if (index->slots[i].item && index->slots[i].item != &gone)
            put(slots, room, index->slots[i].hash, index->slots[i].item);
    free(index->slots);
    index->slots = slots;
    index->room = room;
    index->used = index->count;
    return true;
}

void index_add(struct index *index, uint64_t hash, void *item)
{
    put(index->slots, index->room, hash, item);
    index->used++;
    index->count++;
}

void index_remove(struct index *index, uint64_t hash, const void *item)
{
    struct search search = index_search(index, hash);
    for (void *found; (found = index_next(&search));) {
        if (found != item)
            continue;
        uint32_t at = (search.at - 1) & (index->room - 1);
        index->slots[at].item = &gone;
        index->count--;
        if (index->count == 0)
            index_clear(index);
        return;
    }
}

struct search index_search(const struct index *index, uint64_t hash)
{
    return (struct search){index, hash, index->room ? (uint32_t)hash & (index->room - 1) : 0, index->room};
}

void *index_next(struct search *search)
{
    while (search->left > 0 && search->index->room > 0) {
        const struct slot *slot = &search->index->slots[search->at];
        index_steps++;
        if (!slot->item)
            break;
        search->left--;
        search->at = (search->at + 1) & (search->index->room - 1);
        if (slot->item != &gone && slot->hash == search->hash)
            return slot->item;
    }
    search->left = 0;
    return NULL;
}

void index_clear(struct index *index)
{
    free(index->slots);
    *index = (struct index){0};
}
