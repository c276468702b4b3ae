/* One hearthd a machine, and without root one a user: a locked file, which the kernel unlocks when the last of holder and keeper is gone. */
#ifndef HEARTH_LOCK_H
#define HEARTH_LOCK_H

#include <stdbool.h>

/* Takes the lock and writes our number into it; false, and it is said, where another hearthd has it. */
bool lock_take(void);

/* Writes our number anew, here and into --pid-file: another process has become the holder. */
void lock_renew(void);

/* The locked file; -1: none. */
int lock_descriptor(void);

/* Goes on with the lock of the program before this one. */
void lock_take_up(int descriptor);

#endif
