#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "loop.h"
#include "say.h"

enum {
    WATCH_LIMIT = 16384, /* one a cgroup: as many as a user can reasonably have units */
    PURPOSES = WATCH_PATH + 1
};

static struct source instance = {.fd = -1};
static LIST_HEAD(, watch) watches[PURPOSES];
static struct table by_descriptor;
static struct table by_subject;
static watch_heard *heard;

static void instance_ready(struct source *source, uint32_t events)
{
    (void)source;
    (void)events;
    watch_drain();
}

void watch_open(watch_heard *listener)
{
    heard = listener;
    for (int purpose = 0; purpose < PURPOSES; purpose++)
        LIST_INIT(&watches[purpose]);
    by_descriptor = by_subject = (struct table){0};
    instance = (struct source){inotify_init1(IN_CLOEXEC | IN_NONBLOCK), instance_ready};
    if (instance.fd < 0 || loop_add(&instance, EPOLLIN) < 0)
        say_errno("nothing can be watched: make an inotify instance");
}

/* What a watch is looked for by: the name of what lies there, or the path unit that waits for it. */
static uint64_t subject(enum watch_purpose purpose, uint64_t id, const char *name)
{
    return purpose == WATCH_PATH ? id : table_key(name);
}

int watch_add(enum watch_purpose purpose, uint64_t id, const char *name, const char *file, uint32_t events)
{
    if (instance.fd < 0)
        return EMFILE;
    if (by_descriptor.count >= WATCH_LIMIT)
        return ENOSPC;
    struct watch *watch = malloc(sizeof *watch + strlen(name) + 1);
    if (!watch)
        return ENOMEM;
    watch->purpose = purpose;
    watch->id = id;
    strcpy(watch->name, name);
    /* The same file may be watched for another reason: the events add up. */
    watch->descriptor = inotify_add_watch(instance.fd, file, events | IN_MASK_ADD);
    if (watch->descriptor < 0) {
        free(watch);
        return errno;
    }
    LIST_INSERT_HEAD(&watches[purpose], watch, listed);
    table_add(&by_descriptor, &watch->by_descriptor, (uint64_t)watch->descriptor);
    table_add(&by_subject, &watch->by_subject, subject(purpose, id, name));
    return 0;
}

/* Returns the watch of a descriptor that was made last. */
static struct watch *find_descriptor(int descriptor)
{
    struct table_link *link = table_find(&by_descriptor, (uint64_t)descriptor);
    return link ? CONTAINER(link, struct watch, by_descriptor) : NULL;
}

static struct watch *find_cgroup(const char *path)
{
    for (struct table_link *link = table_find(&by_subject, table_key(path)); link; link = table_find_next(link)) {
        struct watch *watch = CONTAINER(link, struct watch, by_subject);
        if (watch->purpose == WATCH_CGROUP && strcmp(watch->name, path) == 0)
            return watch;
    }
    return NULL;
}

bool watch_has_cgroup(const char *path) { return find_cgroup(path) != NULL; }

static void forget(struct watch *watch)
{
    LIST_REMOVE(watch, listed);
    table_remove(&by_descriptor, &watch->by_descriptor);
    table_remove(&by_subject, &watch->by_subject);
    free(watch);
}

/* Forgets a watch, and the kernel's where it was the last reason for it. */
static void remove_watch(struct watch *watch)
{
    int descriptor = watch->descriptor;
    forget(watch);
    if (!find_descriptor(descriptor))
        inotify_rm_watch(instance.fd, descriptor);
}

void watch_remove_cgroup(const char *path)
{
    struct watch *watch = find_cgroup(path);
    if (watch)
        remove_watch(watch);
}

void watch_remove_path(uint64_t id)
{
    struct table_link *next;
    for (struct table_link *link = table_find(&by_subject, id); link; link = next) {
        struct watch *watch = CONTAINER(link, struct watch, by_subject);
        next = table_find_next(link);
        if (watch->purpose == WATCH_PATH)
            remove_watch(watch);
    }
}

void watch_remove_all(enum watch_purpose purpose)
{
    while (!LIST_EMPTY(&watches[purpose]))
        remove_watch(LIST_FIRST(&watches[purpose]));
}

/* After an overflow nobody knows what was missed: everything is told. */
static void tell_all(uint32_t mask)
{
    const struct watch *watch;
    for (int purpose = 0; purpose < PURPOSES; purpose++)
        LIST_FOREACH(watch, &watches[purpose], listed)
            heard(watch, mask, "");
}

static void tell(int descriptor, uint32_t mask, const char *entry)
{
    struct watch *watch = find_descriptor(descriptor);
    for (struct table_link *link = watch ? &watch->by_descriptor : NULL; link; link = table_find_next(link))
        heard(CONTAINER(link, struct watch, by_descriptor), mask, entry);
    if (mask & IN_IGNORED) /* the kernel's watch is gone already */
        while ((watch = find_descriptor(descriptor)))
            forget(watch);
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
            if (event->mask & IN_Q_OVERFLOW)
                tell_all(event->mask);
            else
                tell(event->wd, event->mask, event->len > 0 ? event->name : "");
            at += sizeof *event + event->len;
        }
    }
}
