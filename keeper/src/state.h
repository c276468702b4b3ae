/* What a process hands on to another program that takes its place by execve: records of state.def in a sealed memfd, and descriptors,
 * which keep their numbers. The other program may be an earlier or a later version. */
#ifndef HEARTH_STATE_H
#define HEARTH_STATE_H

#include <stdbool.h>

#include "message.h"

enum {
#ifdef LATER_VERSION
    STATE_VERSION = 2,
#else
    STATE_VERSION = 1,
#endif
    STATE_LEAST = 1 /* the version from which on a program can take up what this one writes */
};

/* State while it is written. Errors (no memory) stick. */
struct state {
    struct writer out;
    int *descriptors; /* that are handed on */
    unsigned count;
    unsigned room;
};

/* Begins to write; state_free is due. */
void state_begin(struct state *state, bool hand);

/* Writes a record. */
void state_put(struct state *state, uint16_t number, const void *fields);

/* Notes that a descriptor is handed on; returns it, for a record. -1 is none. */
int state_fd(struct state *state, int fd);

/* Writes what the start has found out. */
void state_put_startup(struct state *state);

/* Ends it: returns a sealed memfd, or -1 and errno. */
int state_end(struct state *state);

void state_free(struct state *state);

/* Takes a record up; its fields are gone afterwards. */
typedef void state_taken(const struct message_type *type, const void *fields);

/* Reads state to its end, a record after the other; those that this version doesn't know are passed over. Returns NULL, or what is wrong
 * with it, in which case nothing was taken that a check would not have refused. "taken" NULL: only checks. *hand says whose it is. */
const char *state_read(int memfd, bool *hand, state_taken *taken);

/* Takes up what the start of the program before has found out. */
void state_take_startup(const StartupState *saved);

#endif
