/* The holder: the process that init starts, the keeper's parent, and what the keeper has on its mind. When the keeper dies it starts
 * another, which gets all of it back; when the holder dies the keeper makes one anew.
 *
 * The two are always the same program, one being a fork of the other: their notices are not part of protocol.def. */
#ifndef HEARTH_HOLDER_H
#define HEARTH_HOLDER_H

#include <stdbool.h>
#include <sys/types.h>

/* Runs holder, and in its child the keeper, until all is to end; returns the exit status. */
int holder_run(void);

/* Goes on as the holder whose state this is. */
int holder_take_up(int memfd);

/* ---- holder-replace.c ---- */

/* Takes an order that waits at the control socket. It returns unless this process has become another program. */
void holder_take_order(void);

/* Takes up what the holder before has held. */
void holder_take_up_state(int memfd);

/* Tells who has asked for it that this program has taken the place of the one before. */
void holder_tell_taken_up(void);

/* Ends the keeper, so that there is none when this process becomes another program; false where all is to end. */
bool holder_end_keeper(void);

/* Goes on as the holder of a keeper that is a fork of this process. */
_Noreturn void holder_become(pid_t child, int socket);

/* ---- holder-link.c: for the keeper ---- */

/* In a new keeper: its holder, and the socket to that one. */
void holder_link_begin(pid_t pid, int socket);

/* Begins to listen to the holder that has started us, once there is a loop. */
void holder_listen(void);

/* Handles what the holder has said up to now. */
void holder_hear(void);

/* Returns the milliseconds until a missing holder is to be made again; -1 where there is one. */
int holder_wait_ms(void);

/* Makes a holder out of this process where there is none; a child of it goes on as the keeper. */
void holder_succeed(void);

/* Forgets the holder: for a hand, which has none. */
void holder_forget(void);

/* Whether a process that has ended is the holder's child, which the holder has not waited for yet: it will tell the status. */
bool holder_has(pid_t pid);

/* How a process ended that isn't our child, and whose pidfd is ready. Where it is the holder's that one tells, and false is returned; it is
 * neither's when whoever started it has died. */
struct source;
bool holder_ask_end(pid_t pid, struct source *pidfd, int *code, int *status);

/* How a process ended that is neither ours nor the holder's: what its pidfd remembers once somebody has waited for it, else what is left of it
 * in /proc says. False where neither knows. */
bool holder_find_end(pid_t pid, int pidfd, int *code, int *status);

/* Tells the holder what to keep; the descriptors stay the caller's. Without a holder nothing is done. */
void holder_keep_descriptor(const char *name, int fd);
void holder_drop_descriptor(const char *name);
void holder_keep_hand(uid_t uid, pid_t pid, const char *cgroup, int control);
void holder_hand_ended(pid_t pid, int code, int status);
void holder_drop_hand(pid_t pid);
void holder_keep_cgroup(const char *path);
void holder_drop_cgroup(const char *path);

struct ended;
void holder_keep_orphan(const struct ended *orphan);
void holder_drop_orphan(pid_t pid);

/* Tells the holder which process the brain is, and how many there were before it. */
void holder_keep_brain(pid_t pid, unsigned restarts);

#endif
