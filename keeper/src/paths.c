/* What path units wait for. A path is watched itself, and each directory above it for the next name on the way: it may come and go. */
#include "hand.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>

#include "index.h"

enum {
    PATH_UNIT_LIMIT = 1024, /* watches of the brain; each takes a kernel's watch a level */
    ABOVE_EVENTS = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR,
    CHANGED_EVENTS = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
};

struct waited {
    struct waited *next;
    struct waited **place;      /* what points to it */
    struct waited *next_stale;
    uint64_t id;
    bool written;
    bool stale; /* something on the way has changed: watch anew */
    bool heard; /* something has happened since the brain began to watch it */
    bool left;  /* by a brain that has died: the next one may know it */
    char path[];
};

static struct waited *waited = NULL;
static unsigned waited_count = 0;
static struct index ids;
static struct waited *stale = NULL; /* those that are */

static struct waited *find(uint64_t id)
{
    struct search search = index_search(&ids, index_hash_number(id));
    struct waited *one;
    while ((one = index_next(&search)) && one->id != id)
        ;
    return one;
}

/* Watches a path and what is above it, as far as it exists. */
static int install(struct waited *one)
{
    char above[PATH_MAX];
    int error = 0;
    watch_remove_path(one->id);
    for (const char *at = one->path; *at; at += 1 + strcspn(at + 1, "/")) {
        char name[NAME_MAX + 1];
        snprintf(above, sizeof above, "%.*s", at == one->path ? 1 : (int)(at - one->path), one->path);
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at + 1, "/"), at + 1);
        if (!name[0])
            break;
        error = watch_add(WATCH_PATH, one->id, name, above, ABOVE_EVENTS);
        if (error)
            break; /* it ends here: the one above tells when there is more */
    }
    if (!error)
        error = watch_add(WATCH_PATH, one->id, "", one->path, CHANGED_EVENTS | (one->written ? IN_MODIFY : 0));
    return error == ENOENT || error == ENOTDIR || error == EACCES ? 0 : error;
}

static void drop(uint64_t id)
{
    struct waited *one = find(id);
    if (!one)
        return;
    watch_remove_path(id);
    for (struct waited **place = &stale; one->stale && *place; place = &(*place)->next_stale)
        if (*place == one) {
            *place = one->next_stale;
            break;
        }
    *one->place = one->next;
    if (one->next)
        one->next->place = one->place;
    index_remove(&ids, index_hash_number(id), one);
    free(one);
    waited_count--;
}

static int add(const WatchPath *order)
{
    size_t length = strlen(order->path);
    if (order->path[0] != '/' || length >= PATH_MAX)
        return EINVAL;
    struct waited *known = find(order->watch);
    if (known && known->left && known->written == order->written && strcmp(known->path, order->path) == 0) {
        known->left = false;
        if (known->heard)
            link_send(&brain, PathChanged_NUMBER, 0, &(PathChanged){.watch = known->id}, NULL, 0);
        return 0;
    }
    drop(order->watch);
    if (waited_count >= PATH_UNIT_LIMIT)
        return ENOSPC;
    struct waited *one = calloc(1, sizeof *one + length + 1);
    if (!one || !index_reserve(&ids)) {
        free(one);
        return ENOMEM;
    }
    one->id = order->watch;
    one->written = order->written;
    memcpy(one->path, order->path, length + 1);
    one->next = waited;
    one->place = &waited;
    if (waited)
        waited->place = &one->next;
    waited = one;
    waited_count++;
    index_add(&ids, index_hash_number(one->id), one);
    int error = install(one);
    if (error)
        drop(order->watch);
    return error;
}

void paths_heard(const struct watch *watch, uint32_t mask, const char *entry)
{
    bool overflow = mask & IN_Q_OVERFLOW;
    /* In a directory above, only the next name on the way is of interest. */
    if (watch->name[0] && strcmp(watch->name, entry) != 0 && !overflow)
        return;
    if ((mask & IN_IGNORED) && watch->name[0])
        return;
    struct waited *one = find(watch->id);
    if (one && !one->stale && (watch->name[0] || overflow || (mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)))) {
        one->stale = true;
        one->next_stale = stale;
        stale = one;
    }
    if (one && !(mask & IN_IGNORED))
        one->heard = true;
    if (!(mask & IN_IGNORED))
        link_send(&brain, PathChanged_NUMBER, 0, &(PathChanged){.watch = watch->id}, NULL, 0);
}

void paths_settle(void)
{
    while (stale) {
        struct waited *one = stale;
        stale = one->next_stale;
        one->stale = false;
        install(one);
    }
}

void paths_forget(void)
{
    for (struct waited *one = waited, *next; one; one = next) {
        next = one->next;
        if (one->left)
            drop(one->id);
        else
            one->left = true;
    }
}

bool paths_order(const struct message *message)
{
    if (message->type->number == WatchPath_NUMBER) {
        const WatchPath *order = message->fields;
        answer(message->token, add(order), "watch %s", order->path);
        return true;
    }
    if (message->type->number == UnwatchPath_NUMBER) {
        drop(((const UnwatchPath *)message->fields)->watch);
        answer_done(message->token);
        return true;
    }
    return false;
}
