/* The PAM session of a hand. libpam is opened when it is there, so that the same program runs without it. */
#ifndef HEARTH_PAM_H
#define HEARTH_PAM_H

#include <stdbool.h>

#include "message.h"

/* Opens libpam and the modules of a service, in the keeper: hands are forked with all of them in memory. "service" NULL means the first
 * of systemd-user and hearth-user that is configured. Returns whether hands can open sessions; else the reason is in *note. */
bool pam_warm(const char *service, const char **note);

/* Reads the service's configuration again where it has changed; before a hand is forked. */
void pam_refresh(void);

/* Opens the session of a user, as root. Returns PAM's environment, NULL-terminated and never freed, or NULL with *step and *reason
 * for people. Without pam_warm there is no session, and the environment is what was given. */
char **pam_open(const char *user, const TEXT *variables, uint32_t count, const char **step, const char **reason);

/* Closes it, as the user: modules that would need root to do so have lost that on purpose, as with systemd. */
void pam_close(void);

#endif
