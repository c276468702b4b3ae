/* Closes what belongs to a user. It may hold descriptors that nobody has read, TCP sockets that linger for as long as their owner has said or
 * files of FUSE, and the last close waits for them: so it is done by a thread, which waits for nobody and for which nobody waits. A process that
 * is forked before the thread has begun would have a copy, be the last to close it, and wait in its execve(2): so its beginning is waited for. */
#include "close.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "say.h"

enum {
    CLOSING_LIMIT = 1024, /* at once, all but stuck ones being over in no time; each costs some 24 KiB */
    STACK_BYTES = 32 << 10,
    PASS_RIGHTS = 83 /* SO_PASSRIGHTS, which older headers lack: since Linux 6.16 */
};

static atomic_uint closing;

static void *close_one(void *fd)
{
    close((int)(intptr_t)fd);
    atomic_fetch_sub(&closing, 1);
    return NULL;
}

static bool begin(int fd)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES > PTHREAD_STACK_MIN ? STACK_BYTES : (size_t)PTHREAD_STACK_MIN);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* signals are the main thread's */
    bool begun = pthread_create(&thread, &attributes, close_one, (void *)(intptr_t)fd) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return begun;
}

/* Waits until the number leads nowhere: close(2) sees to that first, before it waits for anybody. No other thread opens anything. */
static void await_beginning(int fd)
{
    while (fcntl(fd, F_GETFD) >= 0)
        sched_yield();
}

static bool begins(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

bool close_waits(const char *name, int fd)
{
    int passes = 1;
    socklen_t length = sizeof passes;
    if (begins(name, "socket "))
        return true;
    if (!begins(name, STREAM_PREFIX) && !begins(name, "log stream ") && !begins(name, "log socket "))
        return false;
    return getsockopt(fd, SOL_SOCKET, PASS_RIGHTS, &passes, &length) < 0 || passes;
}

void close_kept(const char *name, int fd)
{
    if (!close_waits(name, fd)) {
        close(fd);
        return;
    }
    if (atomic_fetch_add(&closing, 1) < CLOSING_LIMIT && begin(fd)) {
        await_beginning(fd);
        return;
    }
    atomic_fetch_sub(&closing, 1);
    say("%s stays open: too many others are still being closed", name);
}
