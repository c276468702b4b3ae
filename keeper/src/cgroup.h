/* The cgroup v2 tree, as keeper and hand use it: each with its own rights, which the kernel checks.
 *
 * A path begins with "/" at the root of the tree. Functions return 0 or an errno; EINVAL for a path that isn't one, ENODEV where there is no
 * tree. */
#ifndef HEARTH_CGROUP_H
#define HEARTH_CGROUP_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Opens the tree at "root", or where it is NULL looks for one. Without one everything below answers ENODEV. */
void cgroup_open_tree(const char *root);

/* Returns the directory of the tree; "" where there is none. */
const char *cgroup_root(void);

/* Returns the descriptor of the tree's directory, -1 where there is none: a new hand keeps it open. */
int cgroup_root_descriptor(void);

/* Returns what the kernel puts before our paths; "" where that is nothing. */
const char *cgroup_prefix(void);

/* Goes on with a tree that a program before this one has opened. */
void cgroup_take_up(int descriptor, const char *path, const char *path_prefix);

/* Tells that the tree's directory has got this descriptor. */
void cgroup_root_moved(int descriptor);

/* Whether this is a path in the tree: no "." or ".." or empty name in it, and not too long. */
bool cgroup_path_valid(const char *path);

/* Whether "path" is "ancestor" or below it. */
bool cgroup_path_within(const char *path, const char *ancestor);

/* Writes the path of a process's cgroup; "" where it is unknown or outside of the tree. */
void cgroup_of(pid_t pid, char *path, size_t size);

/* Opens a cgroup's directory: a descriptor, or an errno negated. */
int cgroup_open(const char *path);

/* Makes a cgroup and the parents that are missing. */
int cgroup_make(const char *path);

/* Gives a cgroup to its new owner: the directory, and the files that the kernel lists as harmless to give away. */
int cgroup_delegate(const char *path, uid_t uid, gid_t gid);

/* Writes an attribute. Membership and killing are not attributes: EPERM for cgroup.procs, cgroup.threads and cgroup.kill. */
int cgroup_set(const char *path, const char *name, const char *value);

/* Sets an extended attribute of the directory. */
int cgroup_set_extended(const char *path, const char *name, const char *value);

/* Removes a cgroup and those below; one that is gone is fine. */
int cgroup_remove(const char *path);

/* Returns whether it or one below has a process; false too where it is gone. */
bool cgroup_populated(const char *path);

/* Returns the controllers that the tree's root offers, as the kernel writes them ("cpu io memory"). */
void cgroup_controllers(const char *path, char *controllers, size_t size);

/* ---- cgroup-processes.c ---- */

/* Signals the processes of it and below but the excepted ones and this process, and counts them. Goes on while new ones turn up, for SIGKILL until none is left
 * (EBUSY where that takes too long). */
int cgroup_signal(const char *path, int signal, const int32_t *except, uint32_t except_count, uint32_t *count);

/* Returns what a process is told with a signal that has a value: as sigqueue(3) does. */
siginfo_t signal_with_value(int signal, int value);

/* Signals one process where it is in the cgroup or below; ESRCH where it is not. What the process is told beside the signal is in info; NULL for as usual. */
int cgroup_signal_process(const char *path, pid_t pid, int signal, siginfo_t *info);

/* Moves a process; it must belong to uid (EPERM), unless that is -1. */
int cgroup_move(const char *path, pid_t pid, int64_t uid);

/* Moves this process: a child before it executes. */
int cgroup_enter(const char *path);

/* ---- directories in general ---- */

enum { ENTRY_BUFFER = 2048 };

/* Reads a directory without the 32 KiB that opendir(3) allocates: a hand is to stay small. */
struct entries {
    int directory;
    long filled;
    long at;
    char buffer[ENTRY_BUFFER] __attribute__((aligned(8)));
};

void entries_begin(struct entries *entries, int directory);

/* Returns the next entry but "." and "..": its name, and DT_* in type; NULL at the end. */
const char *entries_next(struct entries *entries, unsigned char *type);

#endif
