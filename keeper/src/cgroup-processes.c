/* The processes of a cgroup: always by pidfd, so that a number that is given away again harms nobody. */
#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <time.h>
#include <unistd.h>

enum {
    DEPTH_LIMIT = 32,
    PASSES = 50,            /* a fork bomb can outrun any number; SIGKILL has cgroup.kill for that */
    PASS_NANOSECONDS = 2000000
};

/* The pids that have been signalled. */
struct done {
    pid_t *pids;
    size_t count;
    size_t room;
};

/* One order to signal a subtree. */
struct sweep {
    const char *path;
    int signal;
    const int32_t *except;
    uint32_t except_count;
    struct done done;
    bool any_new;
    int error;
};

static bool listed(const struct sweep *sweep, pid_t pid)
{
    for (uint32_t i = 0; i < sweep->except_count; i++)
        if (sweep->except[i] == pid)
            return true;
    return false;
}

/* Returns whether the pid is in the list, and adds it. Linear: a cgroup with thousands of processes is swept in some milliseconds. */
static bool was_done(struct done *done, pid_t pid)
{
    for (size_t i = 0; i < done->count; i++)
        if (done->pids[i] == pid)
            return true;
    if (done->count == done->room) {
        size_t room = done->room ? done->room * 2 : 64;
        pid_t *pids = realloc(done->pids, room * sizeof *pids);
        if (!pids)
            return true; /* without memory nothing is signalled twice, and the order ends */
        done->pids = pids;
        done->room = room;
    }
    done->pids[done->count++] = pid;
    return false;
}

static bool is_within(pid_t pid, const char *path)
{
    char now[1024];
    cgroup_of(pid, now, sizeof now);
    return now[0] && cgroup_path_within(now, path);
}

int cgroup_signal_process(const char *path, pid_t pid, int signal)
{
    if (pid <= 1 || !cgroup_path_valid(path))
        return EINVAL;
    if (cgroup_root_descriptor() < 0)
        return ENODEV;
    int process = pidfd_open(pid, 0);
    if (process < 0)
        return errno;
    /* The order of these two matters: the pidfd is of whoever has the number now, and only then is looked where that is. */
    int error = is_within(pid, path) ? 0 : ESRCH;
    if (error == 0 && pidfd_send_signal(process, signal, NULL, 0) < 0)
        error = errno;
    close(process);
    return error;
}

static void sweep_processes(struct sweep *sweep, int directory)
{
    int file = openat(directory, "cgroup.procs", O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno != ENOENT && errno != ENODEV)
            sweep->error = errno;
        return;
    }
    char buffer[1024];
    size_t kept = 0;
    for (ssize_t got; (got = read(file, buffer + kept, sizeof buffer - 1 - kept)) > 0;) {
        size_t length = kept + (size_t)got;
        buffer[length] = 0;
        char *at = buffer;
        for (char *end; (end = strchr(at, '\n')); at = end + 1) {
            pid_t pid = (pid_t)strtol(at, NULL, 10);
            if (pid <= 1 || pid == getpid() || listed(sweep, pid) || was_done(&sweep->done, pid))
                continue;
            sweep->any_new = true;
            int error = cgroup_signal_process(sweep->path, pid, sweep->signal);
            if (error && error != ESRCH)
                sweep->error = error;
        }
        kept = length - (size_t)(at - buffer);
        memmove(buffer, at, kept);
    }
    close(file);
}

static void sweep_tree(struct sweep *sweep, int directory, int depth)
{
    struct entries entries;
    unsigned char type;
    sweep_processes(sweep, directory);
    entries_begin(&entries, directory);
    for (const char *name; depth > 0 && (name = entries_next(&entries, &type));) {
        if (type != DT_DIR)
            continue;
        int child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child < 0)
            continue;
        sweep_tree(sweep, child, depth - 1);
        close(child);
    }
}

/* Writes cgroup.kill (Linux 5.14); false where that isn't to be had. */
static bool kill_at_once(int directory)
{
    int file = openat(directory, "cgroup.kill", O_WRONLY | O_CLOEXEC);
    bool killed = file >= 0 && write(file, "1", 1) == 1;
    if (file >= 0)
        close(file);
    return killed;
}

int cgroup_signal(const char *path, int signal, const int32_t *except, uint32_t except_count, uint32_t *count)
{
    *count = 0;
    int directory = cgroup_open(path);
    if (directory == -ENOENT)
        return 0;
    if (directory < 0)
        return -directory;
    char own[1024];
    cgroup_of(getpid(), own, sizeof own);
    bool around_us = cgroup_path_within(own, path);
    struct sweep sweep = {.path = path, .signal = signal, .except = except, .except_count = except_count};
    if (signal == SIGKILL && except_count == 0 && !around_us) {
        /* Counting is all that this first sweep does. */
        sweep.signal = 0;
        sweep_tree(&sweep, directory, DEPTH_LIMIT);
        sweep.signal = SIGKILL;
        *count = (uint32_t)sweep.done.count;
        if (kill_at_once(directory)) {
            free(sweep.done.pids);
            close(directory);
            return 0;
        }
        sweep.done.count = 0;
        sweep.error = 0;
    }
    /* New processes turn up while old ones fork: go on until a pass finds none. */
    for (int pass = 0; pass < PASSES; pass++) {
        sweep.any_new = false;
        sweep_tree(&sweep, directory, DEPTH_LIMIT);
        if (!sweep.any_new)
            break;
        nanosleep(&(struct timespec){.tv_nsec = pass > 2 ? PASS_NANOSECONDS : 0}, NULL);
    }
    *count = (uint32_t)sweep.done.count;
    free(sweep.done.pids);
    close(directory);
    if (sweep.any_new)
        return EBUSY;
    return sweep.error;
}

/* Returns the real user of a process, -1 where it is gone. */
static int64_t owner(pid_t pid)
{
    char name[64];
    char content[1024] = "";
    snprintf(name, sizeof name, "/proc/%d/status", (int)pid);
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    ssize_t length = read(file, content, sizeof content - 1);
    close(file);
    content[length > 0 ? length : 0] = 0;
    const char *line = strstr(content, "\nUid:\t");
    return line ? (int64_t)strtoul(line + 6, NULL, 10) : -1;
}

int cgroup_move(const char *path, pid_t pid, int64_t uid)
{
    if (pid <= 1)
        return EINVAL;
    int directory = cgroup_open(path);
    if (directory < 0)
        return -directory;
    int error = 0;
    int process = pidfd_open(pid, 0);
    if (process < 0) {
        error = errno;
    } else if (uid != -1 && owner(pid) != uid) {
        error = EPERM;
    } else {
        char number[16];
        int length = snprintf(number, sizeof number, "%d", (int)pid);
        int file = openat(directory, "cgroup.procs", O_WRONLY | O_CLOEXEC);
        /* Still the same process: it had this number just before. */
        if (file < 0)
            error = errno;
        else if (pidfd_send_signal(process, 0, NULL, 0) < 0 && errno == ESRCH)
            error = ESRCH;
        else if (write(file, number, (size_t)length) < 0)
            error = errno;
        if (file >= 0)
            close(file);
    }
    if (process >= 0)
        close(process);
    close(directory);
    return error;
}
