/* What keeper and hand have in common: a brain that they serve, the cgroup tree, and processes and cgroups that they watch for it (the
 * descriptors that they keep for it are in kept.h). One a process. */
#ifndef HEARTH_SERVANT_H
#define HEARTH_SERVANT_H

#include <signal.h>
#include <sys/types.h>

#include "state.h"
#include "watch.h"
#include "wire.h"

/* The link to the brain. */
extern struct link brain;

/* Starts anew, with nothing kept and nothing watched: in a hand, what was copied from the keeper is dropped. What is heard about watches
 * that aren't of cgroups goes to "others", which may be NULL. */
void servant_open(watch_heard *others);

/* Handles an order that both understand; false where it is another one. */
bool servant_order(struct message *message);

/* Has CgroupEmpty held back for a path while "awaited" says that a process is on its way there. */
void servant_hold_back(bool (*awaited)(const char *path));

/* Has WatchProcess tell of processes that have ended before, where "remembered" knows how. */
void servant_remember(bool (*remembered)(pid_t pid, int *code, int *status));

/* Tells CgroupEmpty of a cgroup, or one above, for which it was held back, where it is empty now. */
void servant_look_at(const char *path);

/* Signals a process that WatchProcess has named, with what info tells it unless that is NULL: 0 or an errno, ESRCH where it is none. */
int servant_signal_watched(pid_t pid, int signal, siginfo_t *info);

/* Watches a cgroup for its last process's end. Returns 0 or an errno. */
int servant_watch_cgroup(const char *path);

/* Hands what is kept and watched on to the next program; takes one of it up: false for records of something else. */
void servant_hand_on(struct state *state);
bool servant_take_up(const struct message_type *type, const void *fields);

/* Tells the holder of what is kept and watched. */
void servant_hold_all(void);

/* Tells the brain about an adopted process that has ended, where it asked. */
void servant_process_ended(pid_t pid, int code, int status);

/* Says which mark a waitpid(2) status is: CLD_* and the exit status or signal. */
void status_split(int wait_status, int *code, int *status);

/* ---- answers ---- */

/* The brain has said what this program doesn't know, or what is no message: an order fails, and nothing else happens. */
void servant_refused(struct link *link, uint16_t number, uint64_t token, int error);

void answer_done(uint64_t token);

/* Answers Done with one thing that went wrong without mattering enough. */
void answer_done_but(uint64_t token, int error, const char *step);

void answer_failed(uint64_t token, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Answers Done, or Failed where error isn't 0. */
void answer(uint64_t token, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
