#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "say.h"

enum {
    PATH_LIMIT = 1024,     /* of a path in the tree: systemd's unit names are 255 at most, nested a few times */
    DEPTH_LIMIT = 32,      /* of what is removed recursively */
    CGROUP2_MAGIC = 0x63677270
};

static int root = -1;
static char *root_path = NULL;
/* What the kernel puts before our paths in /proc/PID/cgroup: not "" where the tree that we use is a part of what is mounted. */
static char *prefix = NULL;

static bool is_cgroup2(const char *path)
{
    struct statfs status;
    return statfs(path, &status) == 0 && status.f_type == CGROUP2_MAGIC;
}

/* Finds the part of the hierarchy that "path" shows: the root of its mount and the way from the mount point. */
static char *find_prefix(const char *path)
{
    char *found = strdup("");
    size_t longest = 0;
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    char *line = NULL;
    size_t room = 0;
    while (mounts && getline(&line, &room, mounts) > 0) {
        char mount_root[PATH_LIMIT], point[PATH_LIMIT];
        if (!strstr(line, " - cgroup2 ") || sscanf(line, "%*d %*d %*s %1023s %1023s", mount_root, point) != 2)
            continue;
        if (!cgroup_path_within(path, point) || strlen(point) < longest)
            continue;
        longest = strlen(point);
        free(found);
        if (asprintf(&found, "%s%s", strcmp(mount_root, "/") == 0 ? "" : mount_root, path + longest) < 0)
            found = NULL;
    }
    free(line);
    if (mounts)
        fclose(mounts);
    return found ? found : strdup("");
}

void cgroup_open_tree(const char *wanted)
{
    static const char *const usual[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};
    const char *path = wanted;
    for (size_t i = 0; !path && i < sizeof usual / sizeof *usual; i++)
        if (is_cgroup2(usual[i]))
            path = usual[i];
    if (!path || !is_cgroup2(path)) {
        if (wanted)
            say("%s is no cgroup v2 tree", wanted);
        root_path = strdup("");
        prefix = strdup("");
        return;
    }
    root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    root_path = realpath(path, NULL);
    if (!root_path)
        root_path = strdup(path);
    prefix = find_prefix(root_path);
}

const char *cgroup_root(void) { return root_path ? root_path : ""; }
const char *cgroup_prefix(void) { return prefix ? prefix : ""; }
int cgroup_root_descriptor(void) { return root; }

void cgroup_take_up(int descriptor, const char *path, const char *path_prefix)
{
    root = descriptor;
    root_path = strdup(path);
    prefix = strdup(path_prefix);
}

void cgroup_root_moved(int descriptor) { root = descriptor; }

bool cgroup_path_valid(const char *path)
{
    if (path[0] != '/' || strlen(path) >= PATH_LIMIT)
        return false;
    if (path[1] == 0)
        return true;
    while (*path) {
        size_t length = strcspn(++path, "/");
        if (length == 0 || length > NAME_MAX || strncmp(path, ".", length) == 0 || strncmp(path, "..", length) == 0)
            return false;
        path += length;
    }
    return true;
}

bool cgroup_path_within(const char *path, const char *ancestor)
{
    size_t length = strlen(ancestor);
    if (length > 0 && ancestor[length - 1] == '/')
        length--;
    return strncmp(path, ancestor, length) == 0 && (path[length] == '/' || path[length] == 0);
}

void cgroup_of(pid_t pid, char *path, size_t size)
{
    char name[64];
    char content[2 * PATH_LIMIT];
    path[0] = 0;
    snprintf(name, sizeof name, "/proc/%d/cgroup", (int)pid);
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0 || root < 0) {
        if (file >= 0)
            close(file);
        return;
    }
    /* A hybrid host lists its v1 hierarchies too; ours is the line "0::PATH", the last one. */
    ssize_t length = read(file, content, sizeof content - 1);
    close(file);
    content[length > 0 ? length : 0] = 0;
    const char *line = strncmp(content, "0::", 3) == 0 ? content : strstr(content, "\n0::");
    if (!line)
        return;
    line = strstr(line, "::") + 2;
    size_t own = strlen(prefix);
    if (strncmp(line, prefix, own) != 0)
        return;
    line += own;
    if (*line == '\n')
        snprintf(path, size, "/");
    else if (*line == '/')
        snprintf(path, size, "%.*s", (int)strcspn(line, "\n"), line);
}

/* The name below the tree's directory. */
static const char *relative(const char *path)
{
    return path[1] == 0 ? "." : path + 1;
}

int cgroup_open(const char *path)
{
    if (root < 0)
        return -ENODEV;
    if (!cgroup_path_valid(path))
        return -EINVAL;
    int directory = openat(root, relative(path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return directory < 0 ? -errno : directory;
}

int cgroup_make(const char *path)
{
    if (root < 0)
        return ENODEV;
    if (!cgroup_path_valid(path))
        return EINVAL;
    char part[PATH_LIMIT];
    for (const char *end = path; *end;) {
        end += 1 + strcspn(end + 1, "/");
        snprintf(part, sizeof part, "%.*s", (int)(end - path), path);
        if (mkdirat(root, relative(part), 0755) < 0 && errno != EEXIST)
            return errno;
    }
    return 0;
}

int cgroup_delegate(const char *path, uid_t uid, gid_t gid)
{
    int directory = cgroup_open(path);
    if (directory < 0)
        return -directory;
    int error = fchown(directory, uid, gid) < 0 ? errno : 0;
    char names[1024] = "";
    int list = open("/sys/kernel/cgroup/delegate", O_RDONLY | O_CLOEXEC);
    ssize_t length = list < 0 ? -1 : read(list, names, sizeof names - 1);
    if (list >= 0)
        close(list);
    if (length > 0)
        names[length] = 0;
    else
        snprintf(names, sizeof names, "cgroup.procs\ncgroup.threads\ncgroup.subtree_control\n");
    char *rest = names;
    for (char *name; error == 0 && (name = strsep(&rest, "\n"));)
        /* The list has files of controllers that this cgroup may not have. */
        if (*name && !strchr(name, '/') && fchownat(directory, name, uid, gid, AT_SYMLINK_NOFOLLOW) < 0 && errno != ENOENT)
            error = errno;
    close(directory);
    return error;
}

static int write_attribute(const char *path, const char *name, const char *value)
{
    int directory = cgroup_open(path);
    if (directory < 0)
        return -directory;
    int error = 0;
    int file = openat(directory, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0 || write(file, value, strlen(value)) < 0)
        error = errno;
    if (file >= 0)
        close(file);
    close(directory);
    return error;
}

int cgroup_set(const char *path, const char *name, const char *value)
{
    if (name[0] == 0 || name[0] == '.' || strchr(name, '/') || strlen(name) > NAME_MAX)
        return EINVAL;
    if (strcmp(name, "cgroup.procs") == 0 || strcmp(name, "cgroup.threads") == 0 || strcmp(name, "cgroup.kill") == 0)
        return EPERM;
    return write_attribute(path, name, value);
}

int cgroup_enter(const char *path)
{
    return write_attribute(path, "cgroup.procs", "0");
}

int cgroup_set_extended(const char *path, const char *name, const char *value)
{
    if (strncmp(name, "user.", 5) != 0 && strncmp(name, "trusted.", 8) != 0)
        return EPERM;
    int directory = cgroup_open(path);
    if (directory < 0)
        return -directory;
    int error = fsetxattr(directory, name, value, strlen(value), 0) < 0 ? errno : 0;
    close(directory);
    return error;
}

/* Removes what is below a cgroup's directory. */
static int remove_children(int directory, int depth)
{
    struct entries entries;
    unsigned char type;
    entries_begin(&entries, directory);
    for (const char *name; (name = entries_next(&entries, &type));) {
        if (type != DT_DIR)
            continue;
        if (depth == 0)
            return ELOOP;
        int child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child < 0)
            continue;
        int error = remove_children(child, depth - 1);
        close(child);
        if (error == 0 && unlinkat(directory, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
            error = errno;
        if (error)
            return error;
    }
    return 0;
}

int cgroup_remove(const char *path)
{
    if (path[0] && !path[1])
        return EBUSY;
    int directory = cgroup_open(path);
    if (directory == -ENOENT)
        return 0;
    if (directory < 0)
        return -directory;
    int error = remove_children(directory, DEPTH_LIMIT);
    close(directory);
    if (error == 0 && unlinkat(root, relative(path), AT_REMOVEDIR) < 0 && errno != ENOENT)
        error = errno;
    return error;
}

/* Reads a whole small file of a cgroup; "" where that fails. */
static void read_attribute(const char *path, const char *name, char *content, size_t size)
{
    content[0] = 0;
    int directory = cgroup_open(path);
    if (directory < 0)
        return;
    int file = openat(directory, name, O_RDONLY | O_CLOEXEC);
    close(directory);
    if (file < 0)
        return;
    ssize_t length = read(file, content, size - 1);
    content[length > 0 ? length : 0] = 0;
    close(file);
}

bool cgroup_populated(const char *path)
{
    char content[128];
    read_attribute(path, "cgroup.events", content, sizeof content);
    return strstr(content, "populated 1") != NULL;
}

void cgroup_controllers(const char *path, char *controllers, size_t size)
{
    read_attribute(path, "cgroup.controllers", controllers, size);
    controllers[strcspn(controllers, "\n")] = 0;
}

void entries_begin(struct entries *entries, int directory)
{
    entries->directory = directory;
    entries->filled = entries->at = 0;
    lseek(directory, 0, SEEK_SET);
}

const char *entries_next(struct entries *entries, unsigned char *type)
{
    for (;;) {
        if (entries->at >= entries->filled) {
            entries->at = 0;
            entries->filled = getdents64(entries->directory, entries->buffer, sizeof entries->buffer);
            if (entries->filled <= 0)
                return NULL;
        }
        const struct dirent64 *entry = (const void *)(entries->buffer + entries->at);
        entries->at += entry->d_reclen;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            *type = entry->d_type;
            return entry->d_name;
        }
    }
}
