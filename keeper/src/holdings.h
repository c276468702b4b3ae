/* What is held for the next keeper. */
#ifndef HEARTH_HOLDINGS_H
#define HEARTH_HOLDINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { NOTICE_TEXT = 1536 }; /* longer than any name of a kept descriptor, and than any cgroup's path */

enum notice_kind {
    KEEP_DESCRIPTOR, /* text: its name; the descriptor is attached */
    DROP_DESCRIPTOR, /* text */
    KEEP_HAND,       /* uid, pid, text: its cgroup; the keeper's end of its socket is attached */
    DROP_HAND,       /* pid */
    KEEP_CGROUP,     /* text: path of one that is watched */
    DROP_CGROUP,     /* text */
    KEEP_BRAIN,      /* pid, status: how many were before it */
    KEEP_ORPHAN,     /* uid, pid, code, status, text: its cgroup: one that a dead hand has left has ended */
    DROP_ORPHAN,     /* pid */
    ENDED,           /* pid, code, status: of a hand; from the holder: of any child of its own, with uid, and text: its cgroup */
    STOPPED          /* pid: from the holder, of a child of its own */
};

/* What keeper and holder tell each other: one datagram, which ends with the text. */
struct notice {
    enum notice_kind kind;
    uid_t uid;
    pid_t pid;
    int code;
    int status;
    char text[NOTICE_TEXT];
};

/* ---- notice.c ---- */

/* Sends a notice; the descriptor stays the caller's. 0 or an errno, EAGAIN where there was no room for long. */
int notice_send(int socket, const struct notice *notice, int fd);

/* Receives a notice without waiting; false where there is none. */
bool notice_receive(int socket, struct notice *notice, int *fd);

/* Makes a pair of sockets for notices; -1 and errno. */
int notice_open_pair(int pair[2]);

/* ---- holdings.c ---- */

/* Something that is held. */
struct holding {
    struct holding *next;
    struct holding **link;  /* what points to it */
    enum notice_kind kind; /* one of KEEP_... */
    int fd;                /* -1: none */
    int pidfd;             /* of a hand that isn't its keeper's child; -1: none */
    uid_t uid;
    pid_t pid;
    int code; /* of a hand, 0: it lives; of an orphan */
    int status;
    char text[];
};

extern struct holding *holdings;

/* Adds a copy of what a program before this one has held, with that text; false without memory. */
bool holdings_take_up(const struct holding *like, const char *text);

/* Takes one away, for the keeper to have: nothing else is done with the list then but this. NULL: there is no more. */
struct holding *holdings_pop(void);

/* Takes a notice's content up; the descriptor belongs to the holdings from then on. */
void holdings_take(const struct notice *notice, int fd);

/* A child of the holder's has ended: where it is neither a hand nor the brain, a dead hand has left it. */
void holdings_child_ended(const struct notice *notice);

/* Opens a pidfd for every living hand, all of which must be our children or our keeper's. One that is gone has ended. */
void holdings_watch(void);

/* Returns the descriptors that are held, and these further ones, sorted; NULL where memory is missing. */
int *holdings_descriptors(const int *further, unsigned further_count, unsigned *count);

#endif
