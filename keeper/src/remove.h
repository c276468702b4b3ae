#ifndef HEARTH_REMOVE_H
#define HEARTH_REMOVE_H

/* Removes an entry of a directory with everything in it, never following a link and never leaving its file system: what is mounted
 * below stays and makes it fail (EBUSY or EXDEV). One that is gone is fine. Returns 0 or an errno. */
int remove_recursively(int directory, const char *name);

/* Opens a directory without crossing into another file system, links not followed; -1 and errno where it isn't one. */
int open_here(int directory, const char *name);

#endif
