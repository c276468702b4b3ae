/* Directories of unit files: read in one go, then watched. */
#include "hand.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"

enum {
    ENTRY_LIMIT = 65536,
    PROBLEM_LIMIT = 64,
    ABOVE = 1, /* marks the watch of a directory above a missing one: only that name in it counts */
    TOTAL_LIMIT = BODY_LIMIT / 2, /* of contents: the names must fit beside */
    TREE_EVENTS = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
};

static bool changed = false;
static bool watching = false;

/* What lay at a directory's path when it was read: a file system that is mounted there since then is no event to inotify. */
struct ground {
    char *path;
    dev_t device;
    ino_t inode; /* 0 where there was nothing */
};

static struct ground *grounds = NULL;
static uint32_t ground_count = 0;

/* One order being carried out. */
struct reading {
    const ReadTree *order;
    TreeEntry *entries;
    uint32_t count;
    uint32_t room;
    uint64_t total;
    bool truncated;
    Problem problems[PROBLEM_LIMIT];
    uint32_t problem_count;
};

static void problem(struct reading *reading, int error, const char *path)
{
    if (error != ENOENT && reading->problem_count < PROBLEM_LIMIT)
        reading->problems[reading->problem_count++] = (Problem){error, path};
}

/* Returns a new entry with its name; NULL where a limit is reached. */
static TreeEntry *add(struct reading *reading, uint32_t index, const char *prefix, const char *name)
{
    uint32_t limit = reading->order->maxEntries < ENTRY_LIMIT ? reading->order->maxEntries : ENTRY_LIMIT;
    if (reading->count >= limit) {
        reading->truncated = true;
        return NULL;
    }
    if (reading->count == reading->room) {
        uint32_t room = reading->room ? reading->room * 2 : 64;
        TreeEntry *entries = realloc(reading->entries, room * sizeof *entries);
        if (!entries) {
            reading->truncated = true;
            return NULL;
        }
        reading->entries = entries;
        reading->room = room;
    }
    char *full;
    if (asprintf(&full, "%s%s", prefix, name) < 0) {
        reading->truncated = true;
        return NULL;
    }
    TreeEntry *entry = &reading->entries[reading->count++];
    *entry = (TreeEntry){.directory = index, .name = full, .target = "", .resolved = ""};
    return entry;
}

static void free_entries(struct reading *reading)
{
    for (uint32_t i = 0; i < reading->count; i++) {
        TreeEntry *entry = &reading->entries[i];
        free((char *)(uintptr_t)entry->name);
        free((char *)(uintptr_t)entry->content.bytes);
        if (entry->target[0])
            free((char *)(uintptr_t)entry->target);
        if (entry->resolved[0])
            free((char *)(uintptr_t)entry->resolved);
    }
    free(reading->entries);
}

/* Where an open file really is. */
static const char *path_of(int file)
{
    char name[64];
    char path[PATH_MAX];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length <= 0)
        return "";
    path[length] = 0;
    char *copy = strdup(path);
    return copy ? copy : "";
}

static void read_content(struct reading *reading, TreeEntry *entry, int directory, const char *name)
{
    uint32_t limit = reading->order->maxFileBytes < TOTAL_LIMIT ? reading->order->maxFileBytes : TOTAL_LIMIT;
    uint32_t most = reading->order->maxTotalBytes < TOTAL_LIMIT ? reading->order->maxTotalBytes : TOTAL_LIMIT;
    /* Opened so that neither a FIFO nor a terminal can do anything to us. */
    int file = openat(directory, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) {
        entry->error = errno;
        return;
    }
    if (entry->kind == EntryKind_LINK)
        entry->resolved = path_of(file);
    char *content;
    entry->error = read_regular(file, limit, &content, &entry->content.length, &entry->modifiedUsec);
    entry->content.bytes = content;
    close(file);
    if (reading->total + entry->content.length > most) {
        free(content);
        entry->content = (BLOB){0, NULL};
        entry->error = EFBIG;
        reading->truncated = true;
    }
    reading->total += entry->content.length;
}

/* Whether a subdirectory belongs to the tree. */
static bool is_read(const char *name)
{
    static const char *const suffixes[] = {".d", ".wants", ".requires", ".upholds"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t own = strlen(suffixes[i]);
        if (length > own && strcmp(name + length - own, suffixes[i]) == 0)
            return true;
    }
    return false;
}

static void read_directory(struct reading *reading, uint32_t index, const char *path, const char *prefix, bool top);

static void read_entry(struct reading *reading, uint32_t index, int directory, const char *path, const char *prefix, const char *name, bool top)
{
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return;
    TreeEntry *entry = add(reading, index, prefix, name);
    if (!entry)
        return;
    entry->modifiedUsec = (uint64_t)status.st_mtim.tv_sec * 1000000 + (uint64_t)status.st_mtim.tv_nsec / 1000;
    entry->kind = S_ISREG(status.st_mode)   ? EntryKind_FILE
                  : S_ISLNK(status.st_mode) ? EntryKind_LINK
                  : S_ISDIR(status.st_mode) ? EntryKind_DIRECTORY
                                            : EntryKind_OTHER;
    if (entry->kind == EntryKind_LINK) {
        char target[PATH_MAX];
        ssize_t length = readlinkat(directory, name, target, sizeof target - 1);
        target[length > 0 ? length : 0] = 0;
        char *copy = length > 0 ? strdup(target) : NULL;
        entry->target = copy ? copy : "";
    }
    if (entry->kind == EntryKind_FILE || entry->kind == EntryKind_LINK)
        read_content(reading, entry, directory, name);
    bool descend = top && is_read(name) && (entry->kind == EntryKind_DIRECTORY || entry->error == EISDIR);
    if (descend) {
        char below[PATH_MAX];
        char longer[NAME_MAX + 2];
        if (snprintf(below, sizeof below, "%s/%s", path, name) < (int)sizeof below) {
            snprintf(longer, sizeof longer, "%s/", name);
            read_directory(reading, index, below, longer, false);
        }
    }
}

static void read_directory(struct reading *reading, uint32_t index, const char *path, const char *prefix, bool top)
{
    /* Watched before it is read: a change in between is told rather than missed. */
    int error = watch_add(WATCH_TREE, 0, path, path, TREE_EVENTS);
    if (error && error != ENOENT && error != ENOTDIR)
        problem(reading, error, "watch a directory of unit files");
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (directory < 0) {
        if (top)
            problem(reading, errno, reading->order->directories.items[index]);
        return;
    }
    struct entries entries;
    unsigned char type;
    entries_begin(&entries, directory);
    for (const char *name; !reading->truncated && (name = entries_next(&entries, &type));)
        read_entry(reading, index, directory, path, prefix, name, top);
    close(directory);
}

/* A directory that is missing is watched for through its parent, a few levels up: ~/.config/systemd/user of a fresh account. */
static void watch_parent(const char *path)
{
    enum { LEVELS = 3 };
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%s", path);
    for (int level = 0; level < LEVELS; level++) {
        char *last = strrchr(parent, '/');
        if (!last || last == parent)
            return;
        *last = 0;
        if (watch_add(WATCH_TREE, ABOVE, last + 1, parent, IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) == 0)
            return;
    }
}

static void look(const char *path, struct ground *found)
{
    struct stat status;
    bool is_there = stat(path, &status) == 0;
    found->device = is_there ? status.st_dev : 0;
    found->inode = is_there ? status.st_ino : 0;
}

static void forget_grounds(void)
{
    for (uint32_t i = 0; i < ground_count; i++)
        free(grounds[i].path);
    free(grounds);
    grounds = NULL;
    ground_count = 0;
}

static void remember_grounds(const ReadTree *order)
{
    forget_grounds();
    grounds = calloc(order->directories.count, sizeof *grounds);
    if (!grounds)
        return; /* what is mounted is then found at the next reload */
    for (uint32_t i = 0; i < order->directories.count; i++) {
        struct ground *ground = &grounds[ground_count];
        ground->path = strdup(order->directories.items[i]);
        if (!ground->path)
            return;
        look(ground->path, ground);
        ground_count++;
    }
}

static bool grounds_moved(void)
{
    for (uint32_t i = 0; i < ground_count; i++) {
        struct ground now;
        look(grounds[i].path, &now);
        if (now.device != grounds[i].device || now.inode != grounds[i].inode)
            return true;
    }
    return false;
}

static void read_tree(const ReadTree *order, uint64_t token)
{
    struct reading reading = {.order = order};
    watch_remove_all(WATCH_TREE);
    watch_drain();
    changed = false;
    watching = true;
    remember_grounds(order);
    for (uint32_t i = 0; i < order->directories.count; i++) {
        const char *path = order->directories.items[i];
        if (path[0] != '/') {
            problem(&reading, EINVAL, path);
            continue;
        }
        if (access(path, F_OK) < 0)
            watch_parent(path);
        else
            read_directory(&reading, i, path, "", true);
    }
    Tree message = {.entries = {reading.count, reading.entries},
                    .problems = {reading.problem_count, reading.problems},
                    .truncated = reading.truncated};
    link_send(&brain, Tree_NUMBER, token, &message, NULL, 0);
    free_entries(&reading);
}

void tree_heard(const struct watch *watch, const char *entry)
{
    if (changed || !watching || (watch->id == ABOVE && strcmp(watch->name, entry) != 0))
        return;
    changed = true;
    link_send(&brain, TreeChanged_NUMBER, 0, &(TreeChanged){0}, NULL, 0);
}

void tree_forget(void)
{
    watch_remove_all(WATCH_TREE);
    watching = changed = false;
    forget_grounds();
}

bool tree_order(const struct message *message)
{
    if (message->type->number == ReadTree_NUMBER) {
        read_tree(message->fields, message->token);
        return true;
    }
    if (message->type->number == Sync_NUMBER) {
        watch_drain();
        link_send(&brain, Synced_NUMBER, message->token, &(Synced){.changed = changed || grounds_moved()}, NULL, 0);
        changed = false;
        return true;
    }
    return false;
}
