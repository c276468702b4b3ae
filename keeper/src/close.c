/* Closes what belongs to a user. It may hold descriptors that nobody has read, TCP sockets that linger for as long as their owner has said,
 * files of FUSE or pipes whose lock somebody has, and the last close waits for them: so a thread has it, which waits for nobody and for which
 * nobody waits. That thread has a table of descriptors of its own: the main thread closes its copy while the thread still has one, so it is
 * never the last. To ask meanwhile whether the thread has closed it would be wrong, since any system call on a descriptor holds the file, and
 * may be the last.
 *
 * The thread ends, and has the kernel close what it had: no socket lingers then. What may last all the same is a pipe, and a file of FUSE before
 * Linux 6.3. */
#include "close.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "say.h"

enum {
    AGAIN = 8, /* how many of those that wait are tried again at a time */
    CLOSING_LIMIT = 1024, /* at once, all but stuck ones being over in no time; each costs some 24 KiB */
    SHARE = 16,           /* an account has no more than that part of what is left: some eighty of them are needed to leave nothing */
    STACK_BYTES = 32 << 10,
    PEOPLE_LAST = 60513, /* the last number that login.defs(5) and systemd give a person; above are namespaces', 65,536 a user */
    PASS_RIGHTS = 83     /* SO_PASSRIGHTS, which older headers lack: since Linux 6.16 */
};

/* Who can make a close last, as far as that is known; all others together are one. */
#define UNKNOWN ((uid_t)-1)

/* What is being closed. The main thread takes a place and fills it in; it is free again when its thread is gone, and has closed it. */
static struct closing {
    bool is_taken;
    uid_t account;
    int fd;
    pid_t thread;
    int error;       /* why the thread has no table of its own */
    sem_t is_ready;  /* it has one, or an error */
    sem_t may_close; /* the main thread has no copy any more */
} closings[CLOSING_LIMIT];

/* What has no place yet. */
struct waiting {
    struct waiting *next;
    uid_t account;
    int fd;
};

static struct waiting *first_waiting;
static struct waiting **last_waiting = &first_waiting;

static pid_t owner; /* whose threads those are: a fork has none of them */

static void wait_for(sem_t *what)
{
    while (sem_wait(what) < 0 && errno == EINTR)
        ;
}

/* None of these is the last copy: the main thread's are, which waits. */
static void close_others(int fd)
{
    if (fd > 0)
        syscall(SYS_close_range, 0, fd - 1, 0);
    syscall(SYS_close_range, fd + 1, ~0U, 0);
}

static void *close_one(void *place)
{
    struct closing *one = place;
    one->thread = gettid();
    one->error = unshare(CLONE_FILES) < 0 ? errno : 0;
    bool has_own = one->error == 0;
    if (has_own)
        close_others(one->fd); /* before the main thread closes any: a copy that is left here would be the last */
    sem_post(&one->is_ready);
    if (has_own)
        wait_for(&one->may_close);
    return NULL;
}

/* The number in "stream UID ..." and "socket UID ...". A connection to the log says whose it is, which may be one of a namespace's numbers. */
static uid_t account_of(const char *name, int fd)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    unsigned uid;
    if (sscanf(name, SOCKET_PREFIX "%u ", &uid) == 1 || sscanf(name, STREAM_PREFIX "%u ", &uid) == 1)
        return uid;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 || peer.pid == 0 || peer.uid > PEOPLE_LAST)
        return UNKNOWN;
    return peer.uid;
}

static bool is_over(const struct closing *one)
{
    return syscall(SYS_tgkill, owner, one->thread, 0) < 0 && errno == ESRCH;
}

/* Returns a place for one more of an account's; NULL where it has its share. */
static struct closing *take_place(uid_t account)
{
    struct closing *free = NULL;
    unsigned left = 0, own = 0;
    for (struct closing *one = closings; one < closings + CLOSING_LIMIT; one++) {
        if (one->is_taken && is_over(one))
            one->is_taken = false;
        if (!one->is_taken) {
            free = one;
            left++;
        } else if (one->account == account) {
            own++;
        }
    }
    if (!free || own > left / SHARE)
        return NULL;
    free->account = account;
    free->is_taken = true;
    return free;
}

/* 0 or an error number. */
static int begin(struct closing *one)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    int error = pthread_attr_init(&attributes);
    if (error)
        return error;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES > PTHREAD_STACK_MIN ? STACK_BYTES : (size_t)PTHREAD_STACK_MIN);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the main thread's */
    error = pthread_create(&thread, &attributes, close_one, one);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return error;
}

/* Has a thread close what is in a place, which is the thread's from then on; 0, or why that could not be done. */
static int hand_over(struct closing *one)
{
    sem_init(&one->is_ready, 0, 0);
    sem_init(&one->may_close, 0, 0);
    int error = begin(one);
    if (error) {
        one->is_taken = false;
        return error;
    }
    wait_for(&one->is_ready);
    if (one->error)
        return one->error;
    close(one->fd);
    sem_post(&one->may_close);
    return 0;
}

bool has_prefix(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

bool close_waits(const char *name, int fd)
{
    int passes = 1;
    socklen_t length = sizeof passes;
    if (has_prefix(name, SOCKET_PREFIX))
        return true;
    if (!has_prefix(name, STREAM_PREFIX) && !has_prefix(name, LOG_SOCKET_PREFIX) && !has_prefix(name, LOG_STREAM_PREFIX) &&
        !has_prefix(name, VARLINK_PREFIX))
        return false;
    return getsockopt(fd, SOL_SOCKET, PASS_RIGHTS, &passes, &length) < 0 || passes;
}

/* Threads are not inherited, and what waits is in the parent's hands. */
static void begin_after_fork(void)
{
    if (owner == getpid())
        return;
    owner = getpid();
    for (struct closing *one = closings; one < closings + CLOSING_LIMIT; one++)
        if (one->is_taken) /* no page is written without need: each hand has its own then */
            one->is_taken = false;
    while (first_waiting) {
        struct waiting *one = first_waiting;
        first_waiting = one->next;
        free(one);
    }
    last_waiting = &first_waiting;
}

/* 0, EAGAIN where the account has its share, or why there is no thread. */
static int try_close(uid_t account, int fd)
{
    struct closing *one = take_place(account);
    if (!one)
        return EAGAIN;
    one->fd = fd;
    return hand_over(one);
}

static void append(struct waiting *one)
{
    one->next = NULL;
    *last_waiting = one;
    last_waiting = &one->next;
}

/* Some of those that wait get a place, if there is one by now; the others go to the end. */
static void close_waiting(void)
{
    for (int i = 0; i < AGAIN && first_waiting; i++) {
        struct waiting *one = first_waiting;
        first_waiting = one->next;
        if (!first_waiting)
            last_waiting = &first_waiting;
        if (try_close(one->account, one->fd) == 0)
            free(one);
        else
            append(one);
    }
}

/* It is tried again when something else is closed. */
static void wait_for_place(const char *name, uid_t account, int fd, int error)
{
    struct waiting *one = malloc(sizeof *one);
    bool is_first = true;
    for (const struct waiting *other = first_waiting; other && is_first; other = other->next)
        is_first = other->account != account;
    if (error != EAGAIN)
        say("%s stays open for now: no thread can close it: %s", name, strerror(error));
    else if (is_first)
        say("%s stays open for now: too many others %s are still being closed", name,
            account == UNKNOWN ? "whose owner is not known" : "of the same user's");
    if (!one) {
        say("%s stays open: no memory to close it later", name);
        return;
    }
    one->account = account;
    one->fd = fd;
    append(one);
}

void close_kept(const char *name, int fd)
{
    if (!close_waits(name, fd)) {
        close(fd);
        return;
    }
    begin_after_fork();
    close_waiting();
    uid_t account = account_of(name, fd);
    int error = try_close(account, fd);
    if (error)
        wait_for_place(name, account, fd, error);
}
