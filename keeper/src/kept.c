#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "close.h"
#include "holder.h"
#include "index.h"
#include "say.h"
#include "servant.h"
#include "wire.h"

enum {
    KEPT_LIMIT = 4096,     /* descriptors: units limit their own, this one limits them together */
    KEPT_LISTENERS = 2048, /* of them, of all users' socket units: what managers and buses need has room beside them */
    KEPT_STREAMS = 131072, /* logs, beside those: a quarter of the descriptors that this process may have */
    NAME_LIMIT = 1024,     /* of a kept descriptor's name */
    FETCH_LIMIT = DESCRIPTOR_LIMIT - 1 /* in one message, whose body may be a descriptor too; a brain gives no more to keep */
};

/* A descriptor kept for the brain. */
struct kept {
    struct kept *next;
    struct kept **place; /* what points to it */
    int fd;
    bool is_named; /* among those that kept_drop_others leaves */
    bool waits;    /* its close may wait for its user */
    char name[];
};

static struct kept *kept;
static unsigned kept_count;
static unsigned kept_listeners;
static unsigned kept_streams;
static unsigned kept_waiting; /* of all, whose close may wait for their users */
static struct index kept_names;

static struct kept *find(const char *name)
{
    struct search search = index_search(&kept_names, index_hash_text(name));
    struct kept *one;
    while ((one = index_next(&search)) && strcmp(one->name, name) != 0)
        ;
    return one;
}

/* Whether it is what a user's socket unit listens on, as the keeper has it. */
static bool is_users_listener(const char *name)
{
    return has_prefix(name, SOCKET_PREFIX) && strstr(name, " listener ");
}

static bool is_stream(const char *name)
{
    return has_prefix(name, STREAM_PREFIX);
}

/* Counts what is kept under a name, or is no longer. */
static void count(const struct kept *one, int change)
{
    kept_count = (unsigned)((int)kept_count + change);
    if (is_users_listener(one->name))
        kept_listeners = (unsigned)((int)kept_listeners + change);
    if (is_stream(one->name))
        kept_streams = (unsigned)((int)kept_streams + change);
    if (one->waits)
        kept_waiting = (unsigned)((int)kept_waiting + change);
}

/* Whether no more like that are kept. */
static bool is_full(const char *name)
{
    if (is_stream(name))
        return kept_streams >= KEPT_STREAMS;
    return kept_count - kept_streams >= KEPT_LIMIT || (is_users_listener(name) && kept_listeners >= KEPT_LISTENERS);
}

static void drop(const char *name)
{
    struct kept *found = find(name);
    if (!found)
        return;
    *found->place = found->next;
    if (found->next)
        found->next->place = found->place;
    index_remove(&kept_names, index_hash_text(name), found);
    close_kept(name, found->fd);
    count(found, -1);
    free(found);
}

static int keep(const char *name, int fd)
{
    size_t length = strlen(name);
    struct kept *new = NULL;
    int error = length == 0 || length > NAME_LIMIT ? EINVAL : is_full(name) && !find(name) ? ENFILE : 0;
    if (!error)
        drop(name);
    if (!error && (!index_reserve(&kept_names) || !(new = malloc(sizeof *new + length + 1))))
        error = ENOMEM;
    if (error) {
        close_kept(name, fd);
        return error;
    }
    memcpy(new->name, name, length + 1);
    new->fd = fd;
    new->is_named = false;
    new->next = kept;
    new->place = &kept;
    if (kept)
        kept->place = &new->next;
    kept = new;
    new->waits = is_users_listener(name) || (!has_prefix(name, SOCKET_PREFIX) && close_waits(name, fd));
    count(new, 1);
    index_add(&kept_names, index_hash_text(name), new);
    return 0;
}

int kept_add(const char *name, int fd)
{
    int error = keep(name, fd);
    if (!error)
        holder_keep_descriptor(name, fd);
    return error;
}

int kept_find(const char *name)
{
    const struct kept *found = find(name);
    return found ? found->fd : -1;
}

void kept_drop(const char *name)
{
    drop(name);
    holder_drop_descriptor(name);
}

void kept_restore(const char *name, int fd)
{
    int error = keep(name, fd);
    if (error)
        say("take over the descriptor %s: %s", name, strerror(error));
}

static void let_go_of_waiting(void)
{
    for (const struct kept *one = kept; one; one = one->next)
        if (one->waits)
            close(one->fd);
}

pid_t kept_fork(void)
{
    int gate[2];
    char byte;
    if (kept_waiting == 0 && close_wait_ms() < 0)
        return fork();
    if (pipe2(gate, O_CLOEXEC) < 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0) { /* its parent, which waits, has them all: none of these is the last */
        let_go_of_waiting();
        close_let_go();
        close(gate[0]);
        close(gate[1]);
        return 0;
    }
    close(gate[1]);
    while (pid > 0 && read(gate[0], &byte, 1) < 0 && errno == EINTR)
        ;
    close(gate[0]);
    return pid;
}

/* What socket units listen on, its connections and what services have stored may be anything: a brain takes pipes and local sockets, and these
 * only when it asks. */
static bool is_of_unit(const char *name)
{
    return has_prefix(name, "listener ") || has_prefix(name, CONNECTION_PREFIX) || has_prefix(name, STORED_PREFIX);
}

void kept_tell(void)
{
    for (struct kept *one = kept; one; one = one->next)
        if (!is_of_unit(one->name))
            link_send(&brain, DescriptorPresent_NUMBER, 0, &(DescriptorPresent){.name = one->name}, &one->fd, 1);
}

void kept_fetch(uint64_t token)
{
    static const char *names[FETCH_LIMIT];
    int descriptors[FETCH_LIMIT];
    unsigned count = 0;
    for (const struct kept *one = kept; one && count < FETCH_LIMIT; one = one->next) {
        if (!has_prefix(one->name, STORED_PREFIX))
            continue;
        names[count] = one->name;
        descriptors[count++] = one->fd;
    }
    link_send(&brain, Stored_NUMBER, token, &(Stored){.names = {count, names}}, descriptors, count);
}

void kept_drop_others(const char *prefix, const TEXT *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct kept *named = find(names[i]);
        if (named)
            named->is_named = true;
    }
    for (struct kept *one = kept, *next; one; one = next) {
        next = one->next;
        if (!one->is_named && has_prefix(one->name, prefix))
            kept_drop(one->name);
        else
            one->is_named = false;
    }
}

void kept_hand_on(struct state *state)
{
    for (const struct kept *one = kept; one; one = one->next)
        state_put(state, KeptState_NUMBER, &(KeptState){.name = one->name, .fd = state_fd(state, one->fd)});
}

void kept_hold_all(void)
{
    for (const struct kept *one = kept; one; one = one->next)
        holder_keep_descriptor(one->name, one->fd);
}

void kept_open(void)
{
    kept = NULL;
    kept_count = 0;
    kept_listeners = 0;
    kept_streams = 0;
    kept_waiting = 0;
    index_clear(&kept_names);
}
