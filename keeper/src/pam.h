/* The PAM session of a hand. libpam is opened when it is there, so that the same program runs without it. */
#ifndef HEARTH_PAM_H
#define HEARTH_PAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "message.h"

/* Opens libpam and the modules of a service, in the keeper: hands are forked with all of them in memory. "service" NULL means the first
 * of systemd-user and hearth-user that is configured. Returns whether hands can open sessions; else the reason is in *note. */
bool pam_warm(const char *service, const char **note);

/* Reads the service's configuration again where it has changed; before a hand is forked. */
void pam_refresh(void);

/* Opens the session of a user, as root. Returns PAM's environment, NULL-terminated and never freed, or NULL with *step and *reason
 * for people. Without pam_warm there is no session, and the environment is what was given. */
char **pam_open(const char *user, const TEXT *variables, uint32_t count, const char **step, const char **reason);

/* Opens a session by the rules of another service; what it needs is read now. Without libpam, or without rules of that name, there is no session,
 * and the environment is what was given: PAM would take the service "other", which denies. */
char **pam_open_as(const char *service, const char *user, const TEXT *variables, uint32_t count, const char **step, const char **reason);

/* Has the session closed when this process has ended, whatever program it is by then, by a process of its own that is forked now. That one
 * lets go of the words: a descriptor, or -1. Returns 0 or an errno. */
int pam_end_with_process(int words);

/* Hands the session on to a process of its own, which closes it when the descriptor is closed: a handle is memory of this program and of
 * PAM's modules, which another program doesn't have. Returns the process; 0 where there is no session, -1 and errno where it could not be
 * made. */
pid_t pam_hand_on(int *descriptor);

/* Takes that process up, in the next program. */
void pam_take_up(pid_t process, int descriptor);

/* Closes it, as the user: modules that would need root to do so have lost that on purpose, as with systemd. */
void pam_close(void);

#endif
