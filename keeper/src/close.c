/* Closes what belongs to a user. It may hold descriptors that nobody has read, TCP sockets that linger for as long as their owner has said or
 * files of FUSE, and the last close waits for them: so it is done by a thread, which waits for nobody and for which nobody waits. That thread
 * has a table of descriptors of its own: the main thread closes its copy while the thread still has one, so it is never the last. To ask
 * meanwhile whether the thread has closed it would be wrong, since any system call on a descriptor holds the file, and may be the last. */
#include "close.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "say.h"

enum {
    CLOSING_LIMIT = 1024, /* at once, all but stuck ones being over in no time; each costs some 24 KiB */
    SHARE = 16,           /* an account has no more than that part of what is left: some eighty of them are needed to leave nothing */
    STACK_BYTES = 32 << 10,
    PEOPLE_LAST = 60513, /* the last number that login.defs(5) and systemd give a person; above are namespaces', 65,536 a user */
    PASS_RIGHTS = 83     /* SO_PASSRIGHTS, which older headers lack: since Linux 6.16 */
};

/* Who can make a close last, as far as that is known; all others together are one. */
#define UNKNOWN ((uid_t)-1)

/* What is being closed. The main thread takes a place and fills it in; the thread that has closed it leaves it. */
static struct closing {
    atomic_bool is_taken;
    uid_t account;
    int fd;
    int error;        /* why the thread has no table of its own */
    sem_t is_ready;   /* and says so */
    sem_t may_close;  /* the main thread has no copy any more */
} closings[CLOSING_LIMIT];

static pid_t owner; /* whose threads those are: a fork has none of them */

static void wait_for(sem_t *what)
{
    while (sem_wait(what) < 0 && errno == EINTR)
        ;
}

/* None of these is the last copy: the main thread's are. */
static void close_others(int fd)
{
    if (fd > 0)
        syscall(SYS_close_range, 0, fd - 1, 0);
    syscall(SYS_close_range, fd + 1, ~0U, 0);
}

static void *close_one(void *place)
{
    struct closing *one = place;
    int error = unshare(CLONE_FILES) < 0 ? errno : 0;
    one->error = error;
    sem_post(&one->is_ready);
    if (!error) {
        close_others(one->fd);
        wait_for(&one->may_close);
        close(one->fd);
    }
    atomic_store(&one->is_taken, false);
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

/* Returns a place for one more of an account's; NULL where it has its share. */
static struct closing *take_place(uid_t account)
{
    struct closing *free = NULL;
    unsigned left = 0, own = 0;
    if (owner != getpid())
        memset(closings, 0, sizeof closings);
    owner = getpid();
    for (struct closing *one = closings; one < closings + CLOSING_LIMIT; one++) {
        if (!atomic_load(&one->is_taken)) {
            free = one;
            left++;
        } else if (one->account == account) {
            own++;
        }
    }
    if (!free || own > left / SHARE)
        return NULL;
    free->account = account;
    atomic_store(&free->is_taken, true);
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
        atomic_store(&one->is_taken, false);
        return error;
    }
    wait_for(&one->is_ready);
    if (one->error)
        return one->error; /* the thread leaves the place */
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

void close_kept(const char *name, int fd)
{
    if (!close_waits(name, fd)) {
        close(fd);
        return;
    }
    uid_t account = account_of(name, fd);
    struct closing *one = take_place(account);
    if (!one) {
        say("%s stays open: too many others %s are still being closed", name, account == UNKNOWN ? "whose owner is not known" : "of the same user's");
        return;
    }
    one->fd = fd;
    int error = hand_over(one);
    if (error)
        say("%s stays open: no thread can close it: %s", name, strerror(error));
}
