/* One call to hearthd over its socket. */
#ifndef HEARTH_VARLINK_H
#define HEARTH_VARLINK_H

#include <stdbool.h>
#include <stddef.h>

/* Where root alone is served; hearthd of an earlier version has none. */
#ifndef VARLINK_ROOTS
#define VARLINK_ROOTS "/run/hearthd.login"
#endif

/* Where hearthd (or systemd-logind) answers; tests have one of their own. */
#ifndef VARLINK_SOCKET
#define VARLINK_SOCKET "/run/systemd/io.systemd.Login"
#endif

/* Calls, and waits for the answer, at most so many seconds. Where the connection ends before there is one it calls again: hearthd has died,
 * and the next one knows what the one before has done for this process.
 * Returns 0, or an error number: ENOENT and ECONNREFUSED where nobody serves, ETIMEDOUT, EPERM where who answers is not root. */
int varlink_call(const char *path, const char *call, char *answer, size_t size, unsigned seconds);

#endif
