/* Closing what may take as long as its user likes. */
#ifndef HEARTH_CLOSE_H
#define HEARTH_CLOSE_H

#include <stdbool.h>

/* What the names of services' logs begin with ("stream UID PROCESS UNIT"): sockets that the brain has made. */
#define STREAM_PREFIX "stream "

/* What the names of users' sockets begin with ("socket UID NAME"). */
#define SOCKET_PREFIX "socket "

/* And those of the sockets to which programs log, and of their connections: anybody may send descriptors there. */
#define LOG_SOCKET_PREFIX "log socket "
#define LOG_STREAM_PREFIX "log stream "

/* And those of sockets at which programs ask by Varlink: anybody may connect. */
#define VARLINK_PREFIX "varlink "

/* Whether the name of what is kept begins so. */
bool has_prefix(const char *name, const char *prefix);

/* Whether closing what is kept under a name may wait for a user: a socket of his, and a log or another socket into which he may send
 * descriptors. */
bool close_waits(const char *name, int fd);

/* In how many milliseconds close_again has something to try; -1: there is nothing. */
int close_wait_ms(void);

/* Tries again to close what has had no place. */
void close_again(void);

/* In a fork, while its parent waits: lets go of what has had no place, of which the parent has a copy. */
void close_let_go(void);

/* Closes what was kept under a name, and does not wait for a user. That stays open for now, which is said, where as many others of that user's
 * are stuck as may be: a share of what all others leave. */
void close_kept(const char *name, int fd);

#endif
