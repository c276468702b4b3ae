/* Descriptors that keeper and hand keep for a brain, by name: one that dies, and one that begins, finds what the one before had. */
#ifndef HEARTH_KEPT_H
#define HEARTH_KEPT_H

#include <sys/types.h>

#include "state.h"
#include "wire.h"

/* What the names of connections that are kept begin with. */
#define CONNECTION_PREFIX "connection "

/* What the names begin with of what services have stored. */
#define STORED_PREFIX "stored "

/* Forks. When this returns the child has no copy of what may wait for a user when it is closed (see close.h): were it the last to close one,
 * it might wait for as long as that user likes, on its way to be a brain or another user's hand. */
pid_t kept_fork(void);

/* Tells a new brain which descriptors are kept. */
void kept_tell(void);

/* Answers FetchStored. */
void kept_fetch(uint64_t token);

/* Keeps a descriptor, which it owns from then on. Returns 0 or an errno. */
int kept_add(const char *name, int fd);

/* Returns the descriptor that is kept under a name, which stays kept; -1: none. */
int kept_find(const char *name);

/* Closes what is kept under a name. */
void kept_drop(const char *name);

/* Closes what is kept under names that begin with that prefix, but those named. */
void kept_drop_others(const char *prefix, const TEXT *names, uint32_t count);

/* Keeps what the holder has kept, which therefore need not be told of it. */
void kept_restore(const char *name, int fd);

/* Hands all of them on to the next program. */
void kept_hand_on(struct state *state);

/* Tells the holder of all of them. */
void kept_hold_all(void);

/* Starts anew with none. */
void kept_open(void);

#endif
