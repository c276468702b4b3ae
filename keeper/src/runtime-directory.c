/* /run/user/UID: a tmpfs of its own for each user, as systemd's user-runtime-dir@.service makes it. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "remove.h"
#include "servant.h"

/* Opens the directory that holds them all, which is root's. */
static int open_all(void)
{
    if (mkdir(options.runtime_root, 0755) < 0 && errno != EEXIST)
        return -1;
    return open(options.runtime_root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Whether something is mounted there: it and its parent then lie on different mounts. */
static bool is_mount(int all, const char *name)
{
    struct statx own;
    return statx(all, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC, 0, &own) == 0 &&
           (own.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) && (own.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/* Without a mount: a plain directory. The parent is root's, so that nobody can have put a link there. */
static int give_away(int all, const char *name, uid_t uid, gid_t gid)
{
    int directory = openat(all, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory < 0)
        return errno;
    int error = fchown(directory, uid, gid) < 0 || fchmod(directory, 0700) < 0 ? errno : 0;
    close(directory);
    return error;
}

void runtime_directory_mount(const MountRuntimeDirectory *order, uint64_t token)
{
    char name[16], path[512], data[160];
    snprintf(name, sizeof name, "%u", order->uid);
    snprintf(path, sizeof path, "%s/%s", options.runtime_root, name);
    int all = open_all();
    if (all < 0 || (mkdirat(all, name, 0700) < 0 && errno != EEXIST)) {
        answer_failed(token, errno, "make %s", path);
    } else if (is_mount(all, name)) {
        answer_done(token);
    } else {
        snprintf(data, sizeof data, "mode=0700,uid=%u,gid=%u,size=%llu,nr_inodes=%llu", order->uid, order->gid,
                 (unsigned long long)order->sizeBytes, (unsigned long long)order->inodes);
        int error = mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, data) < 0 ? errno : 0;
        if (!error) {
            answer_done(token);
        } else {
            int given = give_away(all, name, order->uid, order->gid);
            if (given)
                answer_failed(token, given, "make %s", path);
            else
                answer_done_but(token, error, "mount a tmpfs as the runtime directory; it is a plain directory without limits");
        }
    }
    if (all >= 0)
        close(all);
}

void runtime_directory_unmount(const UnmountRuntimeDirectory *order, uint64_t token)
{
    enum { MOUNTS = 16 }; /* one on top of the other: somebody's mistake */
    char name[16], path[512];
    snprintf(name, sizeof name, "%u", order->uid);
    snprintf(path, sizeof path, "%s/%s", options.runtime_root, name);
    int all = open_all();
    if (all < 0) {
        answer_failed(token, errno, "open %s", options.runtime_root);
        return;
    }
    /* Detaching takes what the user has mounted below along, and asks none of it anything. */
    for (int i = 0; i < MOUNTS && is_mount(all, name); i++)
        if (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) < 0)
            break;
    int error = remove_recursively(all, name);
    close(all);
    answer(token, error, "remove %s", path);
}
