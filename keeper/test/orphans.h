/* Processes that a dead hand has left, and how they have ended. */
#ifndef HEARTH_ORPHANS_H
#define HEARTH_ORPHANS_H

#include <stdbool.h>
#include <sys/types.h>

/* What a hand has left when it dies is the keeper's to wait for: whether the end was waited for by a brain or not. There is another hand
 * then. Returns one that has ended, of which the keeper still knows. */
pid_t lose_hand(bool rootless);

/* Leaves that one, and one that ends with this keeper, by the death of their hand; they are noted for the next brains. */
void leave_orphans(bool rootless, pid_t known);

/* Both are known. */
void expect_orphans(bool rootless);

/* Forgets both, as the holder should. */
void forget_orphans(void);

/* None of them is known. */
void miss_orphans(bool rootless);

#endif
