/* The keeper: root's part, and the brain's parent. */
#ifndef HEARTH_KEEPER_H
#define HEARTH_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "message.h"

struct message;

/* What the command line says. */
struct options {
    bool rootless;
    bool keep_users;          /* a clean stop leaves users' processes alone */
    const char *cgroup_root;  /* NULL: look for it */
    const char *run_root;     /* "/run"; without root the user's runtime directory, "" where there is none */
    const char *runtime_root; /* "/run/user" */
    const char *pid_file;     /* where the holder's number is written; NULL: nowhere */
    const char *pam_service;  /* NULL: systemd-user or hearth-user */
    char **brain;             /* its command line */
    bool replace;             /* has the one that runs go on as this program */
    char *name;               /* of this program */
    char **own;               /* the options as they were given, "--" among them */
    int own_count;
};

extern struct options options;

/*
 * With what status hearthd ends where somebody else does its work already: the holder and the keeper, and the brain by whose word they
 * do. The brain's is one that no JVM ends with by itself, as it does with 3 where it has no memory left.
 */
enum { EXIT_SERVED_ALREADY = 3, BRAIN_SERVED_ALREADY = 69 };

/* Shows ps another command line: for a child that never executes anything. The options' texts are gone then. */
void set_title(const char *text);

/* ---- startup.c ---- */

enum { LIMITS = RLIM_NLIMITS, NOTE_LIMIT = 16 };

/* What hands and brain are told of the start. */
struct startup {
    struct rlimit limits[LIMITS]; /* as they were, but for RLIMIT_NOFILE's hard limit */
    char own_cgroup[1024];
    char controllers[256];
    bool pam;
    const char *notes[NOTE_LIMIT];
    unsigned note_count;
};

extern struct startup startup;

/* Adds something that this host doesn't allow; for people. */
void startup_note(const char *note);

/* Undoes what an init script or an admin's shell has left to us, and takes our place in the cgroup tree: what holder and keeper have in
 * common. False where another hearthd runs: nothing was touched. */
bool startup_run(void);

/* What a keeper needs besides: PAM and the name service, loaded once for all hands. */
void startup_keeper(void);

/* Gives a child the resource limits that we began with. */
void startup_restore_limits(void);

/* Closes the descriptors from "first" to "last". */
void close_between(unsigned first, unsigned last);

/* Lets go of the code that only the start needed (PAM's modules above all): it comes back from the page cache where it is needed again.
 * Code only: other private mappings may have been relocated. */
void startup_shed_code(void);

/* Closes every descriptor from "first" on. */
void close_from(int first);

/* Closes every descriptor from 3 on but these, which are sorted. */
void close_all_but(const int *kept, unsigned count);

/* Default actions and an empty mask for every signal: for a child. */
void signals_reset(void);

/* ---- brain.c ---- */

/* Starts the brain, and tells it everything that is there. */
void brain_start(void);

/* Returns the milliseconds until the brain is to be started again: -1 where it runs. */
int brain_wait_ms(void);

/* The brain's process; -1 while there is none. */
extern pid_t brain_pid;

/* Goes on counting where a keeper that has died left off. */
void brain_restore(unsigned restarts_before);

/* The brain is no longer our child: from now on it is known by pidfd. */
void brain_resume(void);

/* Forgets the brain: for keeper_forget. */
void brain_forget(void);

/* Tells the holder of the brain. */
void brain_hold(void);

/* Handles the brain's end. Returns whether it meant to end for good. */
bool brain_ended(int code, int status);

/* Takes the brain's heartbeat. */
void brain_alive(const Alive *order, uint64_t token);

/* Returns the milliseconds until the brain's next heartbeat is overdue; -1 where none is expected. */
int brain_patience_ms(void);

/* Ends a brain whose heartbeat is overdue, so that another is started. */
void brain_judge(void);

/* A process was stopped: a brain that holds still serves nobody. */
void brain_stopped(pid_t pid);

/* Answers AskLastEnd. */
void brain_tell_last_end(uint64_t token);

/* ---- hands.c ---- */

void hands_start(const StartHand *order, uint64_t token);
void hands_signal(const SignalHand *order, uint64_t token);
void hands_introduce(const IntroduceHand *order, uint64_t token);

/* Gives the new brain a fresh socket to every hand, and the exits that it has missed. */
void hands_tell(void);

/* Forgets what hands were to answer to a brain that is gone. */
void hands_brain_gone(void);

/* Handles the end of a process; false where it was no hand. */
bool hands_ended(pid_t pid, int code, int status);

/* A process was stopped, as users may do with their own: a hand that holds still is of no use. */
void hands_stopped(pid_t pid);

/* Ends all hands, and what is left of their users' processes. */
void hands_stop_all(void);

/* Takes over a hand of a keeper that has died, with that one's end of its socket; code: 0 where it lives. */
struct holding;
void hands_restore(const struct holding *held);

/* Forgets all hands, their descriptors left open: for keeper_forget. */
void hands_forget(void);

/* Tells the holder of all hands that are ready. */
void hands_hold_all(void);

/* Hands are no longer our children: from now on they are known by pidfd. */
void hands_resume(void);

/* ---- session.c ---- */

void session_start(const StartSession *order, struct message *message);

/* ---- state-directories.c ---- */

/* Sets room aside for what the brain writes below --run-root, which others can fill up: for its own state at once, for what clients of
 * login look at when the brain says so. */
void state_directories_make(void);
void state_directories_publish(uint64_t token);

/* ---- runtime-directory.c ---- */

void runtime_directory_mount(const MountRuntimeDirectory *order, uint64_t token);
void runtime_directory_unmount(const UnmountRuntimeDirectory *order, uint64_t token);

/* ---- ipc.c ---- */

void ipc_remove(const RemoveIpc *order, uint64_t token);

/* Forgets all removals: for keeper_forget. */
void ipc_forget(void);

/* Forgets whom removals were to answer: that brain is gone. */
void ipc_brain_gone(void);

/* Handles the end of a process; false where it removed nobody's objects. */
bool ipc_ended(pid_t pid, int code, int status);

/* A process was stopped: one that removes a user's objects is the user's, and must not stay. */
void ipc_stopped(pid_t pid);

/* How a process has ended, and whose and where it was. */
struct ended {
    pid_t pid;
    uid_t uid;
    const char *cgroup; /* "": unknown */
    int code;
    int status;
};

/* ---- orphans.c ---- */

/* Remembers how a process ended that is no hand, no brain and no servant of ours: one that a dead hand has left. */
void orphans_keep(const struct ended *orphan);

/* Remembers one again that a keeper before has known; of several the newest comes first. */
void orphans_restore(const struct ended *orphan);

/* Tells the holder of all. */
void orphans_hold_all(void);

/* Whether it is known how a process has ended. */
bool orphans_know(pid_t pid, int *code, int *status);

void orphans_tell(const AskOrphans *order, uint64_t token);
void orphans_forget(const ForgetOrphans *order, uint64_t token);

/* A number is a new process's: how the one before ended that had it is nobody's question any more. */
void orphans_forget_number(pid_t pid);

/* Forgets all, which the holder has: for keeper_forget. */
void orphans_forget_all(void);

/* ---- keeper.c ---- */

/* Runs the keeper until it is to end; returns the exit status. */
int keeper_run(void);

/* Tells the holder of everything that it is to hold. */
void keeper_hold_all(void);

/* Forgets all that a keeper knows: the process is the holder from now on, and its next keepers begin anew. */
void keeper_forget(void);

/* Goes on in a fork of the process that was the keeper: what ends is that one's child. */
void keeper_resume(void);

/* Handles the end of a process, our child or the holder's. */
void keeper_process_ended(const struct ended *ended);
void keeper_process_stopped(pid_t pid);

/* Handles one order of the brain; a link's callback. */
struct link;
void keeper_order(struct link *link, struct message *message);

/* Reaps every process that has ended. */
void keeper_reap(void);

#endif
