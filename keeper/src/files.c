/* Reading and writing files in the user's name. */
#include "hand.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "remove.h"

int make_directories(const char *path, mode_t mode)
{
    char part[PATH_MAX];
    if (path[0] != '/' || strlen(path) >= sizeof part)
        return EINVAL;
    int error = make_parents(path, 0755);
    if (error)
        return error;
    struct stat status;
    if (mkdir(path, mode) == 0)
        return 0;
    if (errno != EEXIST)
        return errno;
    if (stat(path, &status) < 0)
        return errno;
    return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
}

int make_parents(const char *path, mode_t mode)
{
    char part[PATH_MAX];
    if (path[0] != '/' || strlen(path) >= sizeof part)
        return EINVAL;
    strcpy(part, path);
    for (char *at = part; (at = strchr(at + 1, '/'));) {
        *at = 0;
        struct stat status;
        /* Looked at first: on a read-only file system mkdir(2) fails even for what is there. */
        if (stat(part, &status) < 0 && mkdir(part, mode) < 0 && errno != EEXIST)
            return errno;
        *at = '/';
    }
    return 0;
}

int read_regular(int file, uint32_t limit, char **content, uint32_t *length, uint64_t *modified_usec)
{
    struct stat status;
    *content = NULL;
    *length = 0;
    if (fstat(file, &status) < 0)
        return errno;
    *modified_usec = (uint64_t)status.st_mtim.tv_sec * 1000000 + (uint64_t)status.st_mtim.tv_nsec / 1000;
    if (S_ISDIR(status.st_mode))
        return EISDIR;
    if (!S_ISREG(status.st_mode))
        return EINVAL;
    /* Files of /proc say that they are empty: read until there is no more, one byte over the limit tells that it is too much. */
    size_t room = status.st_size > 0 && status.st_size < limit ? (size_t)status.st_size + 1 : 4096;
    size_t filled = 0;
    for (;;) {
        char *bigger = filled < room && *content ? *content : realloc(*content, room = filled < room ? room : room * 2);
        if (!bigger)
            return ENOMEM;
        *content = bigger;
        ssize_t got = read(file, *content + filled, room - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            break;
        filled += (size_t)got;
        if (filled > limit)
            return EFBIG;
    }
    *length = (uint32_t)filled;
    return 0;
}

static void read_file(const ReadFile *order, uint64_t token)
{
    enum { LIMIT = BODY_LIMIT / 2 };
    char *content = NULL;
    FileContent message = {0};
    int file = open(order->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (order->followLinks ? 0 : O_NOFOLLOW));
    int error = file < 0 ? errno
                         : read_regular(file, order->maxBytes < LIMIT ? order->maxBytes : LIMIT, &content, &message.content.length,
                                        &message.modifiedUsec);
    if (file >= 0)
        close(file);
    message.content.bytes = content;
    if (error)
        answer_failed(token, error, "read %s", order->path);
    else
        link_send(&brain, FileContent_NUMBER, token, &message, NULL, 0);
    free(content);
}

static int glob_error(int result)
{
    return result == 0 ? 0 : result == GLOB_NOMATCH ? ENOENT : result == GLOB_NOSPACE ? ENOMEM : EIO;
}

static void find_paths(const FindPaths *order, uint64_t token)
{
    glob_t found = {0};
    int error = glob_error(glob(order->pattern, 0, NULL, &found));
    if (!error && found.gl_pathc > order->maxPaths)
        error = E2BIG;
    if (error)
        answer_failed(token, error, "find %s", order->pattern);
    else {
        PathsFound message = {.paths = {(uint32_t)found.gl_pathc, (TEXT *)found.gl_pathv}};
        link_send(&brain, PathsFound_NUMBER, token, &message, NULL, 0);
    }
    globfree(&found);
}

enum {
    DEPTH_LIMIT = 64, /* of directories that are measured: one descriptor and a few KB of stack a level */
    BLOCK_BYTES = 512 /* of stat(2) */
};

static void measure(const MeasureTrees *order, int directory, int depth, Measured *sum)
{
    struct entries entries;
    unsigned char type;
    entries_begin(&entries, directory);
    for (const char *name; !sum->truncated && (name = entries_next(&entries, &type));) {
        struct stat status;
        if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
        sum->entries++;
        sum->bytes += (uint64_t)status.st_blocks * BLOCK_BYTES;
        sum->truncated = sum->entries > order->maxEntries || sum->bytes > order->maxBytes || (S_ISDIR(status.st_mode) && depth == 0);
        int child = S_ISDIR(status.st_mode) && !sum->truncated ? open_here(directory, name) : -1;
        if (child >= 0) {
            measure(order, child, depth - 1, sum);
            close(child);
        }
    }
}

static void measure_trees(const MeasureTrees *order, uint64_t token)
{
    Measured sum = {0};
    for (uint32_t i = 0; i < order->directories.count && !sum.truncated; i++) {
        int directory = open(order->directories.items[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (directory < 0) {
            sum.entries += errno != ENOENT; /* a link, or what nobody may look into */
            sum.truncated = sum.entries > order->maxEntries;
            continue;
        }
        measure(order, directory, DEPTH_LIMIT, &sum);
        close(directory);
    }
    link_send(&brain, Measured_NUMBER, token, &sum, NULL, 0);
}

static int write_all(int file, const BLOB *content)
{
    for (uint32_t done = 0; done < content->length;) {
        ssize_t written = write(file, content->bytes + done, content->length - done);
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0)
            done += (uint32_t)written;
    }
    return 0;
}

static int write_file(const WriteFile *order)
{
    char beside[PATH_MAX];
    const char *last = strrchr(order->path, '/');
    if (!last || order->path[0] != '/' ||
        snprintf(beside, sizeof beside, "%.*s/.#%sXXXXXX", (int)(last - order->path), order->path, last + 1) >= (int)sizeof beside)
        return EINVAL;
    int file = mkostemp(beside, O_CLOEXEC);
    if (file < 0)
        return errno;
    int error = write_all(file, &order->content);
    if (!error && fchmod(file, order->mode & 07777) < 0)
        error = errno;
    if (!error && order->durable && fsync(file) < 0)
        error = errno;
    if (close(file) < 0 && !error)
        error = errno;
    if (!error && rename(beside, order->path) < 0)
        error = errno;
    if (error)
        unlink(beside);
    return error;
}

static int make_link(const MakeLink *order)
{
    if (order->path[0] != '/')
        return EINVAL;
    if (symlink(order->target, order->path) == 0)
        return 0;
    if (errno != EEXIST || !order->replace)
        return errno;
    char beside[PATH_MAX];
    const char *last = strrchr(order->path, '/');
    if (snprintf(beside, sizeof beside, "%.*s/.#%s.%d", (int)(last - order->path), order->path, last + 1, (int)getpid()) >= (int)sizeof beside)
        return EINVAL;
    unlink(beside); /* left by a hand that had our number */
    int error = symlink(order->target, beside) < 0 || rename(beside, order->path) < 0 ? errno : 0;
    if (error)
        unlink(beside);
    return error;
}

static int remove_path(const Remove *order)
{
    if (order->path[0] != '/' || order->path[1] == 0)
        return EINVAL;
    if (order->recursive) {
        char parent[PATH_MAX];
        const char *last = strrchr(order->path, '/');
        if (!last[1] || snprintf(parent, sizeof parent, "%.*s", (int)(last - order->path + 1), order->path) >= (int)sizeof parent)
            return EINVAL;
        int directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (directory < 0)
            return errno == ENOENT ? 0 : errno;
        int error = remove_recursively(directory, last + 1);
        close(directory);
        return error;
    }
    if (unlink(order->path) == 0 || errno == ENOENT)
        return 0;
    if (errno != EISDIR && errno != EPERM)
        return errno;
    return rmdir(order->path) < 0 ? errno : 0;
}

bool files_order(const struct message *message)
{
    uint64_t token = message->token;
    switch (message->type->number) {
    case ReadFile_NUMBER:
        read_file(message->fields, token);
        return true;
    case FindPaths_NUMBER:
        find_paths(message->fields, token);
        return true;
    case MeasureTrees_NUMBER:
        measure_trees(message->fields, token);
        return true;
    case WriteFile_NUMBER: {
        const WriteFile *order = message->fields;
        answer(token, write_file(order), "write %s", order->path);
        return true;
    }
    case MakeDirectories_NUMBER: {
        const MakeDirectories *order = message->fields;
        answer(token, make_directories(order->path, order->mode & 07777), "make directory %s", order->path);
        return true;
    }
    case MakeLink_NUMBER: {
        const MakeLink *order = message->fields;
        answer(token, make_link(order), "make link %s", order->path);
        return true;
    }
    case Remove_NUMBER: {
        const Remove *order = message->fields;
        answer(token, remove_path(order), "remove %s", order->path);
        return true;
    }
    default:
        return false;
    }
}
