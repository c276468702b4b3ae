/* Processes between their fork and their cgroup. Nobody waits for them: their user can freeze the cgroup, or stop the process. */
#ifndef HEARTH_ENTRY_H
#define HEARTH_ENTRY_H

#include "process.h"
#include "wire.h"

enum {
    LOOK_MS = 1000,     /* until a child is looked at that has not said that it is in its cgroup: it takes a millisecond */
    MOVE_MS = 20 * 1000 /* for one that moves itself: the kernel may have it wait for all cpus, its user may stop it */
};

/* What has become of the order of a process that is on its way. */
enum stage { UNANSWERED, ANSWERED, REFUSED };

/* One on its way. */
struct entry {
    struct entry *next;  /* the one before */
    struct entry **link; /* what points to it */
    struct process *process;
    struct source entered;   /* a byte when it is there, the end of file when it has ended before */
    struct message *message; /* its order, while that is unanswered */
    enum stage stage;
    int64_t look_ms;         /* when it is looked at */
    int64_t last_ms;         /* when it must be there */
    bool moves;              /* it isn't born there */
    bool signalled;          /* by order: it may have died of that */
    bool emptied;            /* its cgroup, or one above, was found without processes */
};

extern struct entry *entries; /* the newest first */

/* Begins to wait for a process; what "entered" and the rest say is set already, "entered" being the pipe's reading end. */
void entry_add(struct entry *entry, int entered);

/* Lets go of one; tells what was held back of its cgroup. */
void entry_forget(struct entry *entry);

/* Answers the order: from now on everything else about the process is told. */
void entry_answer(struct entry *entry);

/* Reads whether the child has said that it is there, and if so lets go of its entry. Returns whether it is still on its way. */
bool entry_waits(struct entry *entry);

/* Adds a source of a process; one that cannot be watched is looked at when the process has ended, or its time is over. */
void entry_watch(struct source *source, int fd, void (*ready)(struct source *, uint32_t));

#endif
