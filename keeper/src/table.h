/* A hash table of what is looked up by a number. Its links are members of what it holds, so that adding needs no memory and never fails: where
 * there is none for more chains, the chains get longer. One with few elements has allocated nothing, since every hand has several. */
#ifndef HEARTH_TABLE_H
#define HEARTH_TABLE_H

#include <stdint.h>

/* A member of whatever is in a table; CONTAINER (loop.h) leads back. */
struct table_link {
    struct table_link *next;
    struct table_link **place; /* what points here: removing looks for nothing */
    uint64_t key;
};

/* Empty where it is all zero. It must stay where it is while it isn't. */
struct table {
    struct table_link *few;     /* the only chain as long as bits is 0 */
    struct table_link **chains; /* 2^bits of them */
    unsigned bits;
    unsigned count;             /* how many there are in it */
};

/* Adds something. Others may have the same key. */
void table_add(struct table *table, struct table_link *link, uint64_t key);

/* Removes what is in this table. */
void table_remove(struct table *table, struct table_link *link);

/* Returns the newest with this key, NULL where there is none. */
struct table_link *table_find(struct table *table, uint64_t key);

/* Returns the next older one with the same key, NULL where there is none. */
struct table_link *table_find_next(const struct table_link *link);

/* Returns the key of a text. Another text may have it too: who looks for a text compares. */
uint64_t table_key(const char *text);

#endif
