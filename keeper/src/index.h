/* Finds things by a key: which of a program's lists it is that they lie in, too, does not matter. Open addressing; an index without anything in
 * it takes no memory, and one of a few things a few hundred bytes, so that a hand of a few processes has no page for it. */
#ifndef HEARTH_INDEX_H
#define HEARTH_INDEX_H

#include <stdbool.h>
#include <stdint.h>

struct slot {
    uint64_t hash;
    void *item; /* NULL: free, or &index_gone */
};

struct index {
    struct slot *slots;
    uint32_t room; /* a power of two, or 0 */
    uint32_t used; /* slots that were taken since the last growth */
    uint32_t count;
};

/* Where a search is; it ends when index_next returns NULL. */
struct search {
    const struct index *index;
    uint64_t hash;
    uint32_t at;
    uint32_t left;
};

uint64_t index_hash_number(uint64_t number);
uint64_t index_hash_text(const char *text);

/* Makes room for one more; false without memory. index_add never fails after it. */
bool index_reserve(struct index *index);

/* Adds an item under a hash; others may have the same. */
void index_add(struct index *index, uint64_t hash, void *item);

/* Removes an item; one that isn't there is no failure. A search that goes on is not disturbed. */
void index_remove(struct index *index, uint64_t hash, const void *item);

/* Begins a search: whatever it finds has most probably, but not certainly, the key that was hashed. */
struct search index_search(const struct index *index, uint64_t hash);

/* Returns the next item, NULL at the end. */
void *index_next(struct search *search);

/* Forgets everything. */
void index_clear(struct index *index);

/* How many slots were looked at: for tests. */
extern uint64_t index_steps;

#endif
