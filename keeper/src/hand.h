/* The hand: the user's part. Everything below runs in a process of its own, forked from the keeper. */
#ifndef HEARTH_HAND_H
#define HEARTH_HAND_H

#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "inherit.h"
#include "process.h"
#include "servant.h"
#include "state.h"

/* Who a hand is; strings live as long as it does. */
struct hand {
    uid_t uid;
    gid_t gid;
    const char *user;
    const char *home;
    const char *shell;
    const char *cgroup;
    char **environment; /* PAM's */
};

extern struct hand hand;

/* The hand's life, from the fork to its end. "control" is its socket to the keeper. */
_Noreturn void hand_run(const StartHand *order, int control);

/* Goes on as the hand whose state this is. */
_Noreturn void hand_take_up(int memfd);

/* Lets SIGTERM through at any moment (true), or only where the loop waits for it. */
void hand_open_to_end(bool open);

/* ---- hand-replace.c ---- */

/* Goes on as another program, which it owns from then on, unless it is that one: asks it whether it takes our place. */
void hand_replace(int program, struct link *control);

/* Handles the end of a process; false where it was not the one that asks. */
bool hand_replace_answered(pid_t pid, int code, int status);

/* The process that asks; -1: none. */
pid_t hand_replace_asked(void);

/* Becomes the other program where it has agreed. */
void hand_replace_settle(void);

/* ---- identity.c ---- */

/* Opens the PAM session and becomes the user, for good. NULL, or what failed, with *reason for people. */
const char *identity_take(const StartHand *order, const char **reason);

/* Becomes the user, for good. NULL, or what failed, with errno. */
const char *identity_become(const char *user, uid_t uid, gid_t gid);

/* ---- spawn.c ---- */

void spawn_order(const Spawn *order, struct message *message);
void spawn_bury(const BuryProcess *order, uint64_t token);
void spawn_forget(const ForgetProcess *order, uint64_t token);

/* Has the attached socket be the log of a process that is started next. */
void spawn_attach_log(const AttachLog *order, struct message *message);

/* Forgets what the last brain had attached. */
void spawn_detach_log(void);

/* Tells a new brain about living processes and recorded exits. */
void spawn_tell(void);

/* Reaps what has ended. */
void spawn_reap(void);

/* The cgroup is about to be signalled: a child that dies there before it has begun is not started again. */
void spawn_signalling(const char *path);

/* Signals what was started in the cgroup, or below, and has been moved away since; returns how many. */
uint32_t spawn_signal_strays(const char *path, int signal, const int32_t *except, uint32_t except_count);

/* Signals one such process, with a value unless that is NULL: 0 or an errno, ESRCH where it is none. */
int spawn_signal_stray(const char *path, pid_t pid, int signal, const union sigval *value);

/* Whether somebody is about to enter the cgroup, or one below. */
bool spawn_awaits(const char *path);

/* Has the pipe watched that says that a process has executed. */
void spawn_watch_execution(struct process *process, int report);

/* Has the end of a living process watched. */
void spawn_watch_end(struct process *process);

/* ---- spawn-state.c ---- */

/* Hands processes on to the next program; takes one up: false for records of something else. */
void spawn_hand_on(struct state *state);
bool spawn_take_up(const struct message_type *type, const void *fields);

/* ---- execute.c ---- */

/* What a child is born with: writing ends of pipes, and what was set for it. */
struct birth {
    int log;
    bool names_log; /* the program is told which log it has */
    int report;  /* closes at execve; a byte before that says that it has failed; -1: nobody wants to know */
    int entered; /* gets a byte once it is in its cgroup */
    bool move;   /* it moves there itself */
    struct inheritance inheritance;
};

/* Becomes the program, in a forked child; never returns. */
_Noreturn void execute(const Spawn *order, struct message *message, const struct birth *birth);

/* ---- no-cgroup.c: hosts where the hand may not make cgroups ---- */

/* Handles orders about cgroups by what is known of processes; false for other orders. */
bool scattered_order(struct message *message);

/* Hands names on, and takes one up. */
void scattered_hand_on(struct state *state);
void scattered_take_up(const CgroupState *saved);

/* A process has ended, or one that this hand has not started: tells of "cgroups" that this may have emptied. */
void scattered_ended(const struct process *process);
void scattered_orphan_ended(void);

/* ---- files.c, tree.c, conditions.c, conditions-host.c, sockets.c, paths.c ---- */

/* Handle the orders about files, ...; false for other orders. */
bool files_order(const struct message *message);
bool tree_order(const struct message *message);
bool conditions_order(const struct message *message);
bool sockets_order(const struct message *message);
bool paths_order(const struct message *message);

/* Something happened to a watched directory of unit files. */
void tree_heard(const struct watch *watch, const char *entry);

/* Something happened where a path unit waits; entry is a name in the watched directory. */
void paths_heard(const struct watch *watch, uint32_t mask, const char *entry);

/* Looks again for what path units wait for, after directories on the way have come or gone. */
void paths_settle(void);

/* Forgets what the last brain had watched; of paths, what the one before it had: the next may know them. */
void tree_forget(void);
void paths_forget(void);

/* Checks a condition about the host rather than files; Verdict_UNKNOWN_KIND where it is none. */
Verdict condition_compared(const char *kind, const char *argument);
Verdict condition_of_host(const char *kind, const char *argument);

/* ---- listen.c: what socket units listen on ---- */

/* Handles orders about listeners; false for other orders. */
bool listen_order(const struct message *message);

/* Attaches to an order to start a process what AttachKept has named for it: 0 or an errno. */
int listen_attach(const Spawn *order, struct message *message);

/* Forgets what the last brain had watched. */
void listen_forget(void);

/* ---- listen-open.c ---- */

/* Opens what a socket unit listens on: a descriptor, or -errno with what failed in *step. What could not be set of it is noted. */
int listen_open(const Listen *order, Problem *problems, uint32_t *count, const char **step);

enum { LISTEN_PROBLEM_LIMIT = 32 }; /* options of a listener: systemd.socket(5) has two dozen */

/* ---- listen-peer.c ---- */

/* Says in an answer whose a connection is; the texts live until the next call. */
void listen_describe(int connection, Accepted *told);

/* ---- reopen.c ---- */

/* Opens the log pipe of a process that a dead hand has started. */
void log_reopen(const ReopenLog *order, uint64_t token);

/* Makes a directory with its parents. Returns 0 or an errno. */
int make_directories(const char *path, mode_t mode);

/* Makes the parents of a path. */
int make_parents(const char *path, mode_t mode);

/* Reads a whole regular file into *content, which the caller frees. Returns 0 or an errno, EFBIG above the limit. */
int read_regular(int file, uint32_t limit, char **content, uint32_t *length, uint64_t *modified_usec);

#endif
