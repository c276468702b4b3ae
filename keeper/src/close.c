/* Closes what belongs to a user. It may hold descriptors that nobody has read, TCP sockets that linger for as long as their owner has said,
 * files of FUSE or pipes whose lock somebody has, and the last close waits for them: so a process has it, which waits for nobody and for which
 * nobody waits. It has a table of descriptors of its own: this process closes its copy while that one still has one, so it is never the last.
 * To ask meanwhile whether it is closed would be wrong, since any system call on a descriptor holds the file, and may be the last.
 *
 * That process ends, and has the kernel close what it had: no socket lingers then. What may last all the same is a pipe, and a file of FUSE
 * before Linux 6.3. It is no thread of this one, whose end and whose execve(2) would wait for it. */
#include "close.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"

enum {
    AGAIN = 8,            /* how many of those that wait are tried again at a time */
    AGAIN_MS = 1000,      /* after that long */
    CLOSING_LIMIT = 1024, /* at once, all but stuck ones being over in no time */
    SHARE = 16,           /* an account has no more than that part of what is left: some eighty of them are needed to leave nothing */
    PEOPLE_LAST = 60513,  /* the last number that login.defs(5) and systemd give a person; above are namespaces', 65,536 a user */
    PASS_RIGHTS = 83      /* SO_PASSRIGHTS, which older headers lack: since Linux 6.16 */
};

/* Who can make a close last, as far as that is known; all others together are one. */
#define UNKNOWN ((uid_t)-1)

/* What is being closed; a place is free again when its process is gone, and has closed it. */
static struct closing {
    bool is_taken;
    uid_t account;
    pid_t child;
} closings[CLOSING_LIMIT];

/* What has no place yet. */
struct waiting {
    struct waiting *next;
    uid_t account;
    int fd;
};

static struct waiting *first_waiting;
static struct waiting **last_waiting = &first_waiting;

static pid_t owner; /* whose children those are: a fork has none of them */

/* None of these is the last copy: the parent's are, which waits. */
static void close_all_but_two(int one, int other)
{
    int low = one < other ? one : other, high = one < other ? other : one;
    if (low > 0)
        syscall(SYS_close_range, 0, low - 1, 0);
    if (high > low + 1)
        syscall(SYS_close_range, low + 1, high - 1, 0);
    syscall(SYS_close_range, high + 1, ~0U, 0);
}

/* Ends with a descriptor when the parent has closed its copy. */
static _Noreturn void end_with(int fd, int parent)
{
    char byte = 0;
    prctl(PR_SET_NAME, "hearth-closing");
    close_all_but_two(fd, parent); /* before the parent closes any: a copy that is left here would be the last */
    if (write(parent, &byte, 1) == 1)
        while (read(parent, &byte, 1) < 0 && errno == EINTR)
            ;
    _exit(0);
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

/* Those that are gone leave their places; after an execve(2) some are another program's. They are told of by no signal, so that they are not
 * taken for what else has ended. */
static void reap(void)
{
    pid_t child;
    while ((child = waitpid(-1, NULL, (int)__WCLONE | WNOHANG)) > 0)
        for (struct closing *one = closings; one < closings + CLOSING_LIMIT; one++)
            if (one->is_taken && one->child == child)
                one->is_taken = false;
}

/* Returns a place for one more of an account's; NULL where it has its share. */
static struct closing *take_place(uid_t account)
{
    struct closing *free = NULL;
    unsigned left = 0, own = 0;
    for (struct closing *one = closings; one < closings + CLOSING_LIMIT; one++) {
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

/* Has a process close a descriptor, which is its own from then on; 0, or why that could not be done. */
static int hand_over(struct closing *one, int fd)
{
    int ends[2];
    char byte;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return errno;
    one->child = (pid_t)syscall(SYS_clone, 0, NULL, NULL, NULL, 0);
    int error = one->child < 0 ? errno : 0;
    if (one->child == 0)
        end_with(fd, ends[1]);
    close(ends[1]);
    while (!error) {
        ssize_t came = read(ends[0], &byte, 1);
        if (came == 1)
            break;
        if (came == 0 || errno != EINTR)
            error = ECHILD;
    }
    if (!error)
        close(fd);
    close(ends[0]);
    return error;
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

/* A fork has no children yet. */
static void begin_after_fork(void)
{
    if (owner == getpid())
        return;
    owner = getpid();
    for (struct closing *one = closings; one < closings + CLOSING_LIMIT; one++)
        if (one->is_taken) /* no page is written without need: each hand has its own then */
            one->is_taken = false;
}

/* 0, EAGAIN where the account has its share, or why there is no process for it. */
static int try_close(uid_t account, int fd)
{
    struct closing *one = take_place(account);
    if (!one)
        return EAGAIN;
    int error = hand_over(one, fd);
    one->is_taken = !error;
    return error;
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

int close_wait_ms(void)
{
    return first_waiting ? AGAIN_MS : -1;
}

void close_again(void)
{
    begin_after_fork();
    reap();
    close_waiting();
}

void close_let_go(void)
{
    while (first_waiting) {
        struct waiting *one = first_waiting;
        first_waiting = one->next;
        close(one->fd);
        free(one);
    }
    last_waiting = &first_waiting;
}

/* It is tried again in a while, and when something else is closed. */
static void wait_for_place(const char *name, uid_t account, int fd, int error)
{
    struct waiting *one = malloc(sizeof *one);
    bool is_first = true;
    for (const struct waiting *other = first_waiting; other && is_first; other = other->next)
        is_first = other->account != account;
    if (error != EAGAIN)
        say("%s stays open for now: no process can close it: %s", name, strerror(error));
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
    close_again();
    uid_t account = account_of(name, fd);
    int error = try_close(account, fd);
    if (error)
        wait_for_place(name, account, fd, error);
}
