/* Closing what may take as long as its user likes. */
#ifndef HEARTH_CLOSE_H
#define HEARTH_CLOSE_H

/* Closes what was kept under a name: a user's socket ("socket UID NAME") without waiting for it. That stays open, which is said, where as many
 * others are stuck as may be. */
void close_kept(const char *name, int fd);

#endif
