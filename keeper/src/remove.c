#include "remove.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"

enum { DEPTH_LIMIT = 64 }; /* one descriptor and a few KB of stack a level */

/* Asking a FUSE mount anything may hang. */
int open_here(int directory, const char *name)
{
    struct open_how how = {.flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK,
                           .resolve = RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH};
    return (int)syscall(SYS_openat2, directory, name, &how, sizeof how);
}

static int empty(int directory, int depth);

static int remove_entry(int directory, const char *name, unsigned char type, int depth)
{
    if (type != DT_DIR && unlinkat(directory, name, 0) == 0)
        return 0;
    if (type != DT_DIR && errno != EISDIR && errno != EPERM)
        return errno == ENOENT ? 0 : errno;
    if (depth == 0)
        return ELOOP;
    int child = open_here(directory, name);
    if (child < 0)
        return errno == ENOENT ? 0 : errno;
    int error = empty(child, depth - 1);
    close(child);
    if (unlinkat(directory, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
        return 0;
    return error ? error : errno;
}

static int empty(int directory, int depth)
{
    struct entries entries;
    unsigned char type;
    int result = 0;
    entries_begin(&entries, directory);
    for (const char *name; (name = entries_next(&entries, &type));) {
        int error = remove_entry(directory, name, type, depth);
        if (error)
            result = error; /* the rest can go all the same */
    }
    return result;
}

int remove_recursively(int directory, const char *name)
{
    return remove_entry(directory, name, DT_UNKNOWN, DEPTH_LIMIT);
}
