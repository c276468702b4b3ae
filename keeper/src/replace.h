/* A process goes on as another program: by execve, with its state and descriptors (state.h). The other program is asked first, in a child,
 * whether it can take the state up; where it can't, or isn't there, everything stays as it is.
 *
 * A program is a descriptor: a hand cannot reach where it lies, and nobody can exchange it between question and execution. */
#ifndef HEARTH_REPLACE_H
#define HEARTH_REPLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "state.h"

/* Opens the program that this process executes; -1 and errno where that fails. */
int replace_open_own(void);

/* Whether that descriptor is the program that this process executes. */
bool replace_is_own(int program);

/* Forks a child that asks the program whether it takes that state up: it exits with 0 then. "arguments" are the program's further ones,
 * NULL-terminated, the first being its name. After so many seconds it ends by SIGALRM. -1 and errno where there is none. */
pid_t replace_ask(int program, int memfd, char **arguments, unsigned seconds);

/* Becomes the program. Returns only where that failed, with errno. */
void replace_execute(int program, const struct state *state, int memfd, char **arguments);

/* Takes this process's place up, as the program that was executed: what the options "--check-state" and "--take-up" mean. */
int replace_check(int memfd);
int replace_take_up(int memfd);

enum { EXIT_NOBODY_TO_REPLACE = 4 }; /* none that runs, or one of a version that can't */

/* Asks the holder that runs to go on as this program, and prints what comes of it; the exit status of "--replace". */
int replace_request(void);

#endif
