/* Closing what may take as long as its user likes. */
#ifndef HEARTH_CLOSE_H
#define HEARTH_CLOSE_H

#include <stdbool.h>

/* What the names of services' logs begin with ("stream UID PROCESS UNIT"): sockets that the brain has made. */
#define STREAM_PREFIX "stream "

/* Whether closing what is kept under a name may wait for a user: a socket of his, and what programs log into where they may send descriptors
 * there (their services' streams, "log stream ..." and "log socket ..."). */
bool close_waits(const char *name, int fd);

/* Closes what was kept under a name, and does not wait for a user. That stays open, which is said, where as many
 * others are stuck as may be. */
void close_kept(const char *name, int fd);

#endif
