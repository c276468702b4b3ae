/* Room for what the brain writes below /run. Everybody may write there somewhere (/run/screen, /run/lock): who fills it up would take the
 * others' state with it. So state lies in a file system of our own, of a fixed size, which only the brain writes. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "remove.h"
#include "say.h"
#include "servant.h"

/* 64 MiB: a user's state is some ten KB, a thousand units of one user's half a MB. 65536 inodes: a dozen files for each of 4096 users
 * (HAND_LIMIT). Memory is taken by what is written only. */
static const char state_options[] = "mode=0700,size=64m,nr_inodes=65536";

/* A directory for each of 4096 users, a tmpfs on each; nothing else is ever written here. */
static const char users_options[] = "mode=0755,size=1m,nr_inodes=8192";

/* What clients of login look at: directories of the same file system, mounted where they look. */
static const char *const published[] = {"users", "sessions", "seats", "inhibit"};

enum {
    FLAGS = MS_NOSUID | MS_NODEV | MS_NOEXEC,
    DEPTH_LIMIT = 4,       /* of directories of state: managers/UID and the like */
    FILE_LIMIT = 64 << 20  /* bytes of one file that is taken along */
};

static bool is_mount(const char *path)
{
    struct statx own;
    return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC, 0, &own) == 0 &&
           (own.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) && (own.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

static bool is_empty(const char *path)
{
    struct entries entries;
    unsigned char type;
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory < 0)
        return errno == ENOENT;
    entries_begin(&entries, directory);
    bool empty = !entries_next(&entries, &type);
    close(directory);
    return empty;
}

/* ---- what an earlier version has left in a plain directory ---- */

static int copy_file(int from, int to, const char *name, mode_t mode)
{
    char part[16384];
    int source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int copy = source < 0 ? -1 : openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0777);
    int error = copy < 0 ? errno : 0;
    off_t total = 0;
    for (ssize_t got; !error && (got = read(source, part, sizeof part)) != 0; total += got)
        if (got < 0 || total > FILE_LIMIT || write(copy, part, (size_t)got) != got)
            error = errno ? errno : EFBIG;
    if (source >= 0)
        close(source);
    if (copy >= 0)
        close(copy);
    return error;
}

static int copy_all(int from, int to, int depth);

static int copy_entry(int from, int to, const char *name, int depth)
{
    struct stat status;
    if (fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return errno;
    if (S_ISREG(status.st_mode))
        return copy_file(from, to, name, status.st_mode);
    if (!S_ISDIR(status.st_mode) || depth == 0)
        return 0;
    int source = open_here(from, name);
    int copy = mkdirat(to, name, status.st_mode & 0777) < 0 ? -1 : open_here(to, name);
    int error = source < 0 || copy < 0 ? errno : copy_all(source, copy, depth - 1);
    if (source >= 0)
        close(source);
    if (copy >= 0)
        close(copy);
    return error;
}

static int copy_all(int from, int to, int depth)
{
    struct entries entries;
    unsigned char type;
    int result = 0;
    entries_begin(&entries, from);
    for (const char *name; (name = entries_next(&entries, &type));) {
        int error = copy_entry(from, to, name, depth);
        if (error)
            result = error;
    }
    return result;
}

static void remove_content(int directory)
{
    struct entries entries;
    unsigned char type;
    entries_begin(&entries, directory);
    for (const char *name; (name = entries_next(&entries, &type));)
        remove_recursively(directory, name);
}

/* Mounts "source" over "target" with what the latter has in it. Nothing is lost wherever this is interrupted. */
static int cover(const char *source, const char *target)
{
    int old = open(target, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int new = open(source, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int error = old < 0 || new < 0 ? errno : copy_all(old, new, DEPTH_LIMIT);
    if (!error && mount(source, target, NULL, MS_BIND, NULL) < 0)
        error = errno;
    if (!error)
        remove_content(old);
    if (old >= 0)
        close(old);
    if (new >= 0)
        close(new);
    return error;
}

/* ---- the mounts ---- */

static int make_directory(const char *path, mode_t mode)
{
    return mkdir(path, mode) < 0 && errno != EEXIST ? errno : 0;
}

/* The file system itself, filled beside its place. */
static int mount_state(const char *state)
{
    char staging[600];
    snprintf(staging, sizeof staging, "%s/hearth.new", options.run_root);
    int error = make_directory(state, 0700);
    if (!error)
        error = make_directory(staging, 0700);
    if (!error && mount("hearth", staging, "tmpfs", FLAGS, state_options) < 0)
        error = errno;
    if (error) {
        rmdir(staging);
        return error;
    }
    error = cover(staging, state);
    umount2(staging, MNT_DETACH);
    rmdir(staging);
    return error;
}

/* A session's FIFO cannot change its file system: whoever holds it open would never be heard to let go. */
static bool has_sessions(void)
{
    char path[600];
    snprintf(path, sizeof path, "%s/systemd/sessions", options.run_root);
    return !is_empty(path);
}

static int publish(const char *name)
{
    char source[600], target[600];
    snprintf(source, sizeof source, "%s/hearth/systemd", options.run_root);
    snprintf(target, sizeof target, "%s/systemd", options.run_root);
    int error = make_directory(source, 0755);
    if (!error)
        error = make_directory(target, 0755);
    snprintf(source, sizeof source, "%s/hearth/systemd/%s", options.run_root, name);
    snprintf(target, sizeof target, "%s/systemd/%s", options.run_root, name);
    if (!error)
        error = make_directory(source, 0755);
    if (!error)
        error = make_directory(target, 0755);
    return error || is_mount(target) ? error : cover(source, target);
}

static const char without_room[] = "no room is set aside for state in /run: while it is full, what changes is not remembered";

void state_directories_make(void)
{
    char path[600];
    snprintf(path, sizeof path, "%s/hearth", options.run_root);
    int error = is_mount(path) ? 0 : mount_state(path);
    if (!error)
        return;
    errno = error;
    say_errno("mount a file system on %s", path);
    startup_note(without_room);
}

static int publish_all(void)
{
    int error = 0;
    for (size_t i = 0; i < sizeof published / sizeof *published && !error; i++)
        error = publish(published[i]);
    return error;
}

static int mount_users(void)
{
    if (is_mount(options.runtime_root) || !is_empty(options.runtime_root))
        return 0; /* with users in it, it would hide what they have: it waits for the next boot */
    int error = make_directory(options.runtime_root, 0755);
    return error ? error : mount("hearth-users", options.runtime_root, "tmpfs", FLAGS, users_options) < 0 ? errno : 0;
}

void state_directories_publish(uint64_t token)
{
    char state[600], sessions[600];
    snprintf(state, sizeof state, "%s/hearth", options.run_root);
    snprintf(sessions, sizeof sessions, "%s/systemd/sessions", options.run_root);
    int error = mount_users();
    if (!is_mount(state)) {
        answer_done(token); /* that was said at the start */
    } else if (!is_mount(sessions) && has_sessions()) {
        answer_done_but(token, EBUSY, "set room aside in /run/systemd: an earlier hearthd's sessions are there, it waits for the next boot");
    } else {
        int other = publish_all();
        if (other || error)
            answer_done_but(token, other ? other : error, without_room);
        else
            answer_done(token);
    }
}
