/* The processes that this hand has started, and those whose exits nobody has taken yet: found by the brain's name for them, by pid, and by
 * where in the cgroup tree they were started. */
#ifndef HEARTH_PROCESS_H
#define HEARTH_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "loop.h"

struct entry;

/* A cgroup in which a process was started, one that has a name where there are none, or one above such a one. */
struct place {
    struct place *parent; /* NULL: the root, "/" */
    struct place *children;
    struct place *next; /* of the same parent */
    struct place **link; /* what points to it */
    struct process *processes;
    struct place *next_orphaned;
    struct place **link_orphaned; /* NULL: it isn't in that list */
    bool is_named;                /* by no-cgroup.c */
    bool is_populated;            /* it had processes when it was looked at, or is about to have some */
    char path[];
};

struct process {
    struct process *next;  /* the one that was started before */
    struct process **link; /* what points to it */
    struct place *place;   /* NULL: it has no cgroup of its own */
    struct process *next_in_place;
    struct process **link_in_place;
    struct process *next_exited; /* the one that ended after it */
    struct process **link_exited; /* NULL: it lives */
    struct process *younger;     /* while ends are looked for: the next that has come to its own */
    uint64_t id;
    pid_t pid;
    int log;             /* the log pipe's reading end; -1: it has none, or another log */
    struct entry *entry; /* while it has not entered its cgroup; NULL then */
    bool exited;
    bool buried;         /* it has been waited for: its number may be another's by now */
    int code;
    int status;
    uint64_t cpu_usec;
    struct source executed; /* hangs up when it has executed */
    struct source end;      /* its pidfd, while it lives */
    const char *role;       /* the texts are behind the structure */
    const char *invocation; /* "INVOCATION_ID=..."; "" where it has none */
    char unit[];
};

/* All of them, the last one first. */
extern struct process *processes;
extern unsigned process_count;

/* What a process is, in texts. */
struct process_texts {
    const char *unit;
    const char *role;
    const char *cgroup; /* "": the hand's own */
    const char *invocation;
};

/* Makes the record of a process with copies of its texts, and of where it is; NULL without memory. It is found once it was added. */
struct process *process_make(uint64_t id, const struct process_texts *texts);

/* Adds one, with its pid. */
void process_add(struct process *process);

/* Frees one that was made, and added or not; its log pipe is closed, and if it has ended it is buried. */
void process_drop(struct process *process);

/* It has ended. Its number is its own until it is buried. */
void process_ended(struct process *process, int code, int status);

/* Lets the kernel forget one that has ended. */
void process_bury(struct process *process);

/* It has been buried: its number is no longer its own. */
void process_buried(struct process *process);

/* The exits that are kept, and the first of them. */
extern unsigned exited_count;
struct process *process_first_exited(void);

/* Returns the path of the cgroup that it was started in; "" where it has none. */
const char *process_cgroup(const struct process *process);

struct process *process_find(uint64_t id);

/* Returns the one with that pid, which lives or is not buried. */
struct process *process_find_pid(pid_t pid);

/* Returns the living one with that pid. */
struct process *process_find_living(pid_t pid);

/* Where processes were started in a cgroup, or below; NULL where none was. */
struct place *place_find(const char *path);

/* Gives a place its name; NULL without memory, or where there are too many. */
struct place *place_name(const char *path);

/* Takes the names of a place and those below. */
void place_forget_names(const char *path);

/* Named places that only processes are in which this hand has not started. */
extern struct place *orphaned_places;
void place_set_orphaned(struct place *place, bool orphaned);

/* Returns the place after "at" among "top" and those below it; NULL at the end. */
struct place *place_next(const struct place *top, struct place *at);

#endif
