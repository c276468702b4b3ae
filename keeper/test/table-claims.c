/* Tests of the hash table: what it promises about memory and order, and many changes compared with a plain array. Linked so that memory is
 * to be had from __wrap_calloc only. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop.h"
#include "table.h"

enum { MANY = 10000, LONGEST = 8 };

struct element {
    struct table_link link;
    bool present;
};

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

static struct element elements[MANY];
static unsigned allocations = 0;
static bool refuse = false;
static unsigned failures = 0;

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return refuse ? NULL : __real_calloc(count, size);
}

static void claim(bool holds, const char *text)
{
    if (holds)
        return;
    failures++;
    printf("FAILED: table: %s\n", text);
}

static void add_numbered(struct table *table, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        table_add(table, &elements[i].link, i);
}

static void remove_numbered(struct table *table, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++)
        table_remove(table, &elements[i].link);
}

static bool all_found(struct table *table, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++)
        if (table_find(table, i) != &elements[i].link)
            return false;
    return true;
}

static size_t longest_chain(const struct table *table)
{
    size_t longest = 0;
    for (size_t i = 0; i < (size_t)1 << table->bits; i++) {
        size_t length = 0;
        for (const struct table_link *link = table->bits ? table->chains[i] : table->few; link; link = link->next)
            length++;
        if (length > longest)
            longest = length;
    }
    return longest;
}

static void few_need_no_memory(void)
{
    struct table table = {0};
    allocations = 0;
    claim(!table_find(&table, 0), "in an empty one there is nothing");
    add_numbered(&table, 8);
    claim(allocations == 0, "eight need no memory");
    claim(table.count == 8 && all_found(&table, 0, 8) && !table_find(&table, 8), "eight are found");
    remove_numbered(&table, 0, 8);
    claim(table.count == 0 && !table_find(&table, 3), "and gone when removed");
}

static void many_have_short_chains(void)
{
    struct table table = {0};
    add_numbered(&table, MANY);
    claim(table.count == MANY && all_found(&table, 0, MANY) && !table_find(&table, MANY), "many are found");
    claim(longest_chain(&table) <= LONGEST, "the chains of numbers in sequence are short");
    remove_numbered(&table, 0, MANY - 3);
    claim(all_found(&table, MANY - 3, MANY), "those that stay are found");
    claim(table.bits == 0 && !table.chains, "the memory is given back when few are left");
    remove_numbered(&table, MANY - 3, MANY);
}

static void names_have_short_chains(void)
{
    struct table table = {0};
    char name[64];
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "/user.slice/user-1000.slice/run-%u.scope", i);
        table_add(&table, &elements[i].link, table_key(name));
    }
    claim(longest_chain(&table) <= LONGEST, "the chains of names that differ in a number are short");
    claim(table_key("ab") != table_key("ba") && table_key("") != table_key("a"), "the keys of short names differ");
    remove_numbered(&table, 0, MANY);
}

static void adding_never_fails(void)
{
    struct table table = {0};
    refuse = true;
    add_numbered(&table, 1000);
    claim(table.bits == 0 && all_found(&table, 0, 1000), "without memory all are found");
    refuse = false;
    table_add(&table, &elements[1000].link, 1000);
    claim(table.bits > 0 && all_found(&table, 0, 1001), "when there is memory again it grows");
    refuse = true;
    remove_numbered(&table, 0, 1001);
    refuse = false;
    claim(table.count == 0, "without memory all can be removed");
}

/* The elements of one key, among others that make the table grow and shrink. */
static void the_newest_of_a_key_is_first(void)
{
    enum { SAME = 100, KEY = 7777 };
    struct table table = {0};
    for (unsigned i = 0; i < SAME; i++)
        table_add(&table, &elements[i].link, KEY);
    for (unsigned i = SAME; i < MANY; i++)
        table_add(&table, &elements[i].link, KEY + i);
    remove_numbered(&table, SAME, MANY);
    table_remove(&table, &elements[50].link);
    struct table_link *link = table_find(&table, KEY);
    for (unsigned i = SAME; i-- > 0;) {
        if (i == 50)
            continue;
        claim(link == &elements[i].link, "those of a key come from the newest to the oldest");
        link = link ? table_find_next(link) : NULL;
    }
    claim(!link, "what was removed isn't among them");
    remove_numbered(&table, 0, 50);
    remove_numbered(&table, 51, SAME);
    claim(table.count == 0, "those of a key can all be removed");
}

static uint64_t state = 20261122;

/* xorshift64: the same numbers everywhere. */
static unsigned next(unsigned below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 32) % below;
}

static unsigned count_key(struct table *table, uint64_t key)
{
    unsigned count = 0;
    for (struct table_link *link = table_find(table, key); link; link = table_find_next(link))
        count += link->key == key && CONTAINER(link, struct element, link)->present;
    return count;
}

/* Adds and removes by chance, memory now and then being refused, and counts the same elsewhere. */
static void it_agrees_with_an_array(void)
{
    enum { ROUNDS = 200000, KEYS = 700, PERIOD = 20000 };
    struct table table = {0};
    unsigned counts[KEYS] = {0};
    unsigned all = 0;
    for (unsigned round = 0; round < ROUNDS && failures == 0; round++) {
        struct element *element = &elements[next(2000)];
        bool growing = round / PERIOD % 2 == 0;
        refuse = next(3) == 0;
        if (element->present && (!growing || next(4) == 0)) {
            element->present = false;
            counts[element->link.key]--;
            all--;
            table_remove(&table, &element->link);
        } else if (!element->present && (growing || next(4) == 0)) {
            unsigned key = next(KEYS);
            element->present = true;
            counts[key]++;
            all++;
            table_add(&table, &element->link, key);
        }
        unsigned key = next(KEYS);
        claim(table.count == all && count_key(&table, key) == counts[key], "what is found is what is there");
    }
    refuse = false;
    free(table.chains);
}

int main(void)
{
    few_need_no_memory();
    many_have_short_chains();
    names_have_short_chains();
    adding_never_fails();
    the_newest_of_a_key_is_first();
    it_agrees_with_an_array();
    if (failures == 0)
        printf("table-claims: a table keeps its promises\n");
    return failures > 0;
}
