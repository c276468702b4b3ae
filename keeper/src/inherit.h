/* What a child has from the hand because it may not set it itself: files of /proc that are root's while a process isn't dumpable, and a copy
 * of the hand never is before it executes. So the hand sets its own before the fork, and takes it back after. */
#ifndef HEARTH_INHERIT_H
#define HEARTH_INHERIT_H

#include "state.h"

/* What could not be set for a child: 0, or an errno that it is to fail with. */
struct inheritance {
    int oom_score;
    int coredump_filter;
};

/* Opens the hand's own files, while it may. */
void inherit_open(void);

/* Sets the hand's own oom_score_adj: where the process is that tries. */
void inherit_oom_score(int score);

/* Prepares what the next child is to have. */
struct inheritance inherit_prepare(const Spawn *order);

/* Gives the hand its own values back. */
void inherit_restore(void);

/* Hands the files on to the next program, and takes them up there. */
void inherit_hand_on(struct state *state, HandState *into);
void inherit_take_up(const HandState *saved);

#endif
