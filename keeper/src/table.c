#include "table.h"

#include <stddef.h>
#include <stdlib.h>

enum {
    FEW = 8,       /* are as quickly found in one chain */
    FIRST_BITS = 4 /* of the chains once there are more: twice the few */
};

/* The chain for a key. Multiplied by 2^64 through the golden ratio, the upper bits of numbers in sequence, as most keys here are, lie far apart. */
static struct table_link **chain_of(struct table *table, uint64_t key)
{
    return table->bits == 0 ? &table->few : &table->chains[key * 0x9e3779b97f4a7c15u >> (64 - table->bits)];
}

static void insert(struct table *table, struct table_link *link)
{
    struct table_link **chain = chain_of(table, link->key);
    link->next = *chain;
    link->place = chain;
    if (link->next)
        link->next->place = &link->next;
    *chain = link;
}

/* Moves a chain of before. It is turned round first: inserting turns it round again, so that the newest of a key stays the first. */
static void move_chain(struct table *table, struct table_link *chain)
{
    struct table_link *oldest = NULL;
    struct table_link *next;
    for (struct table_link *link = chain; link; link = next) {
        next = link->next;
        link->next = oldest;
        oldest = link;
    }
    for (struct table_link *link = oldest; link; link = next) {
        next = link->next;
        insert(table, link);
    }
}

static void resize(struct table *table, unsigned bits)
{
    struct table before = *table;
    struct table_link **chains = bits == 0 ? NULL : calloc((size_t)1 << bits, sizeof *chains);
    if (bits > 0 && !chains)
        return; /* it works with those that there are */
    *table = (struct table){.chains = chains, .bits = bits, .count = before.count};
    if (before.bits == 0)
        move_chain(table, before.few);
    for (size_t i = 0; before.bits > 0 && i < (size_t)1 << before.bits; i++)
        move_chain(table, before.chains[i]);
    free(before.chains);
}

void table_add(struct table *table, struct table_link *link, uint64_t key)
{
    link->key = key;
    insert(table, link);
    table->count++;
    if (table->bits == 0 ? table->count > FEW : table->count >> table->bits > 0)
        resize(table, table->bits == 0 ? FIRST_BITS : table->bits + 1);
}

void table_remove(struct table *table, struct table_link *link)
{
    *link->place = link->next;
    if (link->next)
        link->next->place = link->place;
    table->count--;
    /* A quarter: who goes up and down by a few must not move everything each time. */
    if (table->bits > 0 && table->count < 1u << (table->bits - 2))
        resize(table, table->bits == FIRST_BITS ? 0 : table->bits - 1);
}

static struct table_link *first_of(struct table_link *link, uint64_t key)
{
    while (link && link->key != key)
        link = link->next;
    return link;
}

struct table_link *table_find(struct table *table, uint64_t key)
{
    return first_of(*chain_of(table, key), key);
}

struct table_link *table_find_next(const struct table_link *link)
{
    return first_of(link->next, link->key);
}

/* FNV-1a. Who contrives names with one key makes a hand slow that is nobody's but theirs. */
uint64_t table_key(const char *text)
{
    uint64_t key = 0xcbf29ce484222325u;
    for (; *text; text++)
        key = (key ^ (unsigned char)*text) * 0x100000001b3u;
    return key;
}
