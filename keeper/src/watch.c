#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "index.h"
#include "loop.h"
#include "say.h"

enum { WATCH_LIMIT = 16384 }; /* one a cgroup: as many as a user can reasonably have units */

static struct source instance = {.fd = -1};
static struct watch *watches = NULL;
static unsigned count = 0;
static struct index names, ids, descriptors; /* of watches; ids are of WATCH_PATH alone */
static watch_heard *heard;

static uint64_t hash_name(enum watch_purpose purpose, const char *name)
{
    return index_hash_text(name) + purpose;
}

static void instance_ready(struct source *source, uint32_t events)
{
    (void)source;
    (void)events;
    watch_drain();
}

void watch_open(watch_heard *listener)
{
    heard = listener;
    watches = NULL;
    count = 0;
    index_clear(&names);
    index_clear(&ids);
    index_clear(&descriptors);
    instance = (struct source){inotify_init1(IN_CLOEXEC | IN_NONBLOCK), instance_ready};
    if (instance.fd < 0 || loop_add(&instance, EPOLLIN) < 0)
        say_errno("nothing can be watched: make an inotify instance");
}

/* Makes a watch that isn't in any list yet; NULL without memory. */
static struct watch *make(enum watch_purpose purpose, uint64_t id, const char *name)
{
    size_t length = strlen(name);
    struct watch *watch = malloc(sizeof *watch + length + 1);
    if (!watch || !index_reserve(&names) || !index_reserve(&ids) || !index_reserve(&descriptors)) {
        free(watch);
        return NULL;
    }
    watch->purpose = purpose;
    watch->id = id;
    memcpy(watch->name, name, length + 1);
    return watch;
}

int watch_add(enum watch_purpose purpose, uint64_t id, const char *name, const char *file, uint32_t events)
{
    if (instance.fd < 0)
        return EMFILE;
    if (count >= WATCH_LIMIT)
        return ENOSPC;
    struct watch *watch = make(purpose, id, name);
    if (!watch)
        return ENOMEM;
    /* The same file may be watched for another reason: the events add up. */
    watch->descriptor = inotify_add_watch(instance.fd, file, events | IN_MASK_ADD);
    if (watch->descriptor < 0) {
        free(watch);
        return errno;
    }
    watch->next = watches;
    watch->place = &watches;
    if (watches)
        watches->place = &watch->next;
    watches = watch;
    count++;
    index_add(&names, hash_name(purpose, name), watch);
    index_add(&descriptors, index_hash_number((uint64_t)watch->descriptor), watch);
    if (purpose == WATCH_PATH)
        index_add(&ids, index_hash_number(id), watch);
    return 0;
}

/* Returns the next of this purpose and name. */
static struct watch *next_of_name(struct search *search, enum watch_purpose purpose, const char *name)
{
    struct watch *watch;
    while ((watch = index_next(search)) && (watch->purpose != purpose || strcmp(watch->name, name) != 0))
        ;
    return watch;
}

bool watch_has(enum watch_purpose purpose, const char *name)
{
    struct search search = index_search(&names, hash_name(purpose, name));
    return next_of_name(&search, purpose, name) != NULL;
}

void watch_each(enum watch_purpose purpose, void (*seen)(const char *name))
{
    for (const struct watch *watch = watches; watch; watch = watch->next)
        if (watch->purpose == purpose)
            seen(watch->name);
}

/* Returns the next on the same kernel's watch. */
static struct watch *next_of_descriptor(struct search *search, int descriptor)
{
    struct watch *watch;
    while ((watch = index_next(search)) && watch->descriptor != descriptor)
        ;
    return watch;
}

/* Removes a watch, and the kernel's where it was the last reason for it. */
static void forget(struct watch *watch, bool gone)
{
    uint64_t hash = index_hash_number((uint64_t)watch->descriptor);
    *watch->place = watch->next;
    if (watch->next)
        watch->next->place = watch->place;
    index_remove(&names, hash_name(watch->purpose, watch->name), watch);
    index_remove(&descriptors, hash, watch);
    if (watch->purpose == WATCH_PATH)
        index_remove(&ids, index_hash_number(watch->id), watch);
    struct search search = index_search(&descriptors, hash);
    if (!gone && !next_of_descriptor(&search, watch->descriptor))
        inotify_rm_watch(instance.fd, watch->descriptor);
    free(watch);
    count--;
}

void watch_remove_name(enum watch_purpose purpose, const char *name)
{
    struct search search = index_search(&names, hash_name(purpose, name));
    for (struct watch *watch; (watch = next_of_name(&search, purpose, name));)
        forget(watch, false);
}

void watch_remove_path(uint64_t id)
{
    struct search search = index_search(&ids, index_hash_number(id));
    for (struct watch *watch; (watch = index_next(&search));)
        if (watch->id == id)
            forget(watch, false);
}

void watch_remove_all(enum watch_purpose purpose)
{
    for (struct watch *watch = watches, *next; watch; watch = next) {
        next = watch->next;
        if (watch->purpose == purpose)
            forget(watch, false);
    }
}

static void tell_all(uint32_t mask)
{
    for (struct watch *watch = watches; watch; watch = watch->next)
        heard(watch, mask, "");
}

static void tell(int descriptor, uint32_t mask, const char *entry)
{
    struct search search = index_search(&descriptors, index_hash_number((uint64_t)descriptor));
    for (struct watch *watch; (watch = next_of_descriptor(&search, descriptor));)
        heard(watch, mask, entry);
    if (!(mask & IN_IGNORED))
        return;
    search = index_search(&descriptors, index_hash_number((uint64_t)descriptor));
    for (struct watch *watch; (watch = next_of_descriptor(&search, descriptor));)
        forget(watch, true);
}

void watch_drain(void)
{
    enum { ROUNDS = 64 }; /* a directory that changes all the time must not hold up everything else */
    for (int round = 0; round < ROUNDS; round++) {
        char buffer[2048] __attribute__((aligned(__alignof__(struct inotify_event))));
        ssize_t length = read(instance.fd, buffer, sizeof buffer);
        if (length <= 0)
            return;
        for (char *at = buffer; at < buffer + length;) {
            const struct inotify_event *event = (const void *)at;
            if (event->mask & IN_Q_OVERFLOW) /* nobody knows what was missed: everything is told */
                tell_all(event->mask);
            else
                tell(event->wd, event->mask, event->len > 0 ? event->name : "");
            at += sizeof *event + event->len;
        }
    }
}
