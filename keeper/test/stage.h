/* What programs that stand in for the brain have in common: they start a keeper, of which they are the brain then. */
#ifndef HEARTH_STAGE_H
#define HEARTH_STAGE_H

#include <limits.h>

#include "talk.h"

extern char keeper_path[PATH_MAX];
extern char other_path[PATH_MAX]; /* another program, which may take its place */

/* Starts the keeper that the command line names, KEEPER OTHER, with this program as its brain: as root where we are, and without root where
 * that is wanted, too. In that brain "live" is called. It must end within so many seconds. Returns the exit status. */
int stage_main(int argc, char **argv, void (*live)(bool rootless, uint32_t restarts), bool also_rootless, unsigned seconds);

/* Takes the hand whose socket comes with a message. */
void take_hand(struct message *message);

/* Starts a hand for nobody, in a cgroup of its own where there is a tree; unit_cgroup is one below, not yet made. */
void start_hand(bool rootless);

#endif
