/* One inotify instance for everything that is watched: the kernel gives a user few of them (128 here, for all of root). */
#ifndef HEARTH_WATCH_H
#define HEARTH_WATCH_H

#include <stdbool.h>
#include <stdint.h>

enum watch_purpose {
    WATCH_CGROUP, /* cgroup.events of a cgroup; name: its path */
    WATCH_TREE,   /* a directory of unit files */
    WATCH_PATH    /* a path unit's; id: the brain's name for it */
};

/* One reason to watch one thing. Several may share a kernel's watch. */
struct watch {
    struct watch *next;
    struct watch **place; /* what points to it */
    enum watch_purpose purpose;
    int descriptor;
    uint64_t id;
    char name[]; /* a cgroup's path, a directory, or the entry of a directory that a path unit waits for */
};

/* Is told about a watch; mask is inotify(7)'s, entry the name in a directory ("" where it is about the watched file itself). It must not add or
 * remove watches. */
typedef void watch_heard(const struct watch *watch, uint32_t mask, const char *entry);

/* Makes the instance. */
void watch_open(watch_heard *heard);

/* Watches what lies at "file" with these events. Returns 0 or an errno; ENOSPC where there are too many. */
int watch_add(enum watch_purpose purpose, uint64_t id, const char *name, const char *file, uint32_t events);

/* Whether something of this purpose and name is watched. */
bool watch_has(enum watch_purpose purpose, const char *name);

/* Calls with the name of every watch of a purpose. */
void watch_each(enum watch_purpose purpose, void (*seen)(const char *name));

/* Forgets watches: by name, a path unit's by its id, or all of a purpose. */
void watch_remove_name(enum watch_purpose purpose, const char *name);
void watch_remove_path(uint64_t id);
void watch_remove_all(enum watch_purpose purpose);

/* Handles what has happened up to now, without waiting for the loop. */
void watch_drain(void);

#endif
