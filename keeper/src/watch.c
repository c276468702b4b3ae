#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "loop.h"
#include "say.h"

enum { WATCH_LIMIT = 16384 }; /* one a cgroup: as many as a user can reasonably have units */

static struct source instance = {.fd = -1};
static struct watch *watches = NULL;
static unsigned count = 0;
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
    watches = NULL;
    count = 0;
    instance = (struct source){inotify_init1(IN_CLOEXEC | IN_NONBLOCK), instance_ready};
    if (instance.fd < 0 || loop_add(&instance, EPOLLIN) < 0)
        say_errno("nothing can be watched: make an inotify instance");
}

int watch_add(enum watch_purpose purpose, uint64_t id, const char *name, const char *file, uint32_t events)
{
    if (instance.fd < 0)
        return EMFILE;
    if (count >= WATCH_LIMIT)
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
    watch->next = watches;
    watches = watch;
    count++;
    return 0;
}

bool watch_has(enum watch_purpose purpose, const char *name)
{
    for (struct watch *watch = watches; watch; watch = watch->next)
        if (watch->purpose == purpose && strcmp(watch->name, name) == 0)
            return true;
    return false;
}

void watch_each(enum watch_purpose purpose, void (*seen)(const char *name))
{
    for (const struct watch *watch = watches; watch; watch = watch->next)
        if (watch->purpose == purpose)
            seen(watch->name);
}

/* Removes a watch from the list, and the kernel's where it was the last reason for it. */
static void forget(struct watch **place, bool gone)
{
    struct watch *watch = *place;
    *place = watch->next;
    bool shared = gone;
    for (struct watch *other = watches; other && !shared; other = other->next)
        shared = other->descriptor == watch->descriptor;
    if (!shared)
        inotify_rm_watch(instance.fd, watch->descriptor);
    free(watch);
    count--;
}

/* Removes those of a purpose that have the name (where it isn't NULL) and the id (where it isn't NULL). */
static void remove_matching(enum watch_purpose purpose, const char *name, const uint64_t *id)
{
    for (struct watch **place = &watches; *place;) {
        struct watch *watch = *place;
        if (watch->purpose == purpose && (!name || strcmp(watch->name, name) == 0) && (!id || watch->id == *id))
            forget(place, false);
        else
            place = &watch->next;
    }
}

void watch_remove_name(enum watch_purpose purpose, const char *name) { remove_matching(purpose, name, NULL); }
void watch_remove_id(enum watch_purpose purpose, uint64_t id) { remove_matching(purpose, NULL, &id); }
void watch_remove_all(enum watch_purpose purpose) { remove_matching(purpose, NULL, NULL); }

static void tell(int descriptor, uint32_t mask, const char *entry)
{
    for (struct watch *watch = watches; watch; watch = watch->next)
        /* After an overflow nobody knows what was missed: everything is told. */
        if (descriptor < 0 || watch->descriptor == descriptor)
            heard(watch, mask, entry);
    if (mask & IN_IGNORED)
        for (struct watch **place = &watches; *place;) {
            if ((*place)->descriptor == descriptor)
                forget(place, true);
            else
                place = &(*place)->next;
        }
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
            tell(event->mask & IN_Q_OVERFLOW ? -1 : event->wd, event->mask, event->len > 0 ? event->name : "");
            at += sizeof *event + event->len;
        }
    }
}
