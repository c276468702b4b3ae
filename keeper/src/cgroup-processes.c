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
    BATCH = 512,            /* processes held by pidfd at a time */
    PASSES = 50,            /* a fork bomb can outrun any number; SIGKILL has cgroup.kill for that */
    PASS_NANOSECONDS = 2000000
};

/* Pids, each once, in the order in which they came. */
struct pids {
    pid_t *list;
    size_t count;
    size_t room;
    uint32_t *slots; /* of a hash table with twice the room: 1 + index in the list, 0 for none */
};

static size_t slot_of(const struct pids *pids, pid_t pid)
{
    size_t mask = pids->room * 2 - 1;
    size_t slot = (uint32_t)pid * 2654435769u & mask;
    while (pids->slots[slot] && pids->list[pids->slots[slot] - 1] != pid)
        slot = (slot + 1) & mask;
    return slot;
}

static bool pids_have(const struct pids *pids, pid_t pid)
{
    return pids->count > 0 && pids->slots[slot_of(pids, pid)] != 0;
}

static bool pids_grow(struct pids *pids)
{
    struct pids grown = {.room = pids->room ? pids->room * 2 : 64};
    grown.list = malloc(grown.room * sizeof *grown.list);
    grown.slots = calloc(grown.room * 2, sizeof *grown.slots);
    if (!grown.list || !grown.slots) {
        free(grown.list);
        free(grown.slots);
        return false;
    }
    for (size_t i = 0; i < pids->count; i++) {
        grown.list[i] = pids->list[i];
        grown.slots[slot_of(&grown, pids->list[i])] = (uint32_t)++grown.count;
    }
    free(pids->list);
    free(pids->slots);
    *pids = grown;
    return true;
}

/* Adds a pid; false where there is no memory. */
static bool pids_add(struct pids *pids, pid_t pid)
{
    if (pids_have(pids, pid))
        return true;
    if (pids->count == pids->room && !pids_grow(pids))
        return false;
    size_t slot = slot_of(pids, pid);
    pids->list[pids->count++] = pid;
    pids->slots[slot] = (uint32_t)pids->count;
    return true;
}

static void pids_free(struct pids *pids)
{
    free(pids->list);
    free(pids->slots);
    *pids = (struct pids){0};
}

/* One order to signal a subtree. */
struct sweep {
    int directory;
    int signal;
    const int32_t *except;
    uint32_t except_count;
    struct pids done;
    int error;
};

static bool excepted(const struct sweep *sweep, pid_t pid)
{
    for (uint32_t i = 0; i < sweep->except_count; i++)
        if (sweep->except[i] == pid)
            return true;
    return pid <= 1 || pid == getpid();
}

static bool is_within(pid_t pid, const char *path)
{
    char now[1024];
    cgroup_of(pid, now, sizeof now);
    return now[0] && cgroup_path_within(now, path);
}

siginfo_t signal_with_value(int signal, int value)
{
    siginfo_t info = {0};
    info.si_signo = signal;
    info.si_code = SI_QUEUE;
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value.sival_int = value;
    return info;
}

int cgroup_signal_process(const char *path, pid_t pid, int signal, siginfo_t *info)
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
    if (error == 0 && pidfd_send_signal(process, signal, info, 0) < 0)
        error = errno;
    close(process);
    return error;
}

static void gather_processes(struct sweep *sweep, int directory, struct pids *found)
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
            if (!excepted(sweep, pid) && !pids_add(found, pid))
                sweep->error = ENOMEM;
        }
        kept = length - (size_t)(at - buffer);
        memmove(buffer, at, kept);
    }
    close(file);
}

static void gather_tree(struct sweep *sweep, int directory, int depth, struct pids *found)
{
    struct entries entries;
    unsigned char type;
    gather_processes(sweep, directory, found);
    entries_begin(&entries, directory);
    for (const char *name; depth > 0 && (name = entries_next(&entries, &type));) {
        if (type != DT_DIR)
            continue;
        int child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child < 0)
            continue;
        gather_tree(sweep, child, depth - 1, found);
        close(child);
    }
}

/* Collects the processes that are there now, but the excepted ones. */
static void gather(struct sweep *sweep, struct pids *found)
{
    gather_tree(sweep, sweep->directory, DEPTH_LIMIT, found);
}

/* Processes that have not been signalled yet, held so that their numbers can't mislead. */
struct batch {
    size_t count;
    struct {
        pid_t pid;
        int process;
    } held[BATCH];
};

/* Fills a batch with those of a list that have not been signalled, from an index on; returns the index after the last one looked at. */
static size_t hold(struct sweep *sweep, const struct pids *list, size_t from, struct batch *batch)
{
    batch->count = 0;
    for (; from < list->count && batch->count < BATCH; from++) {
        pid_t pid = list->list[from];
        if (pids_have(&sweep->done, pid))
            continue;
        int process = pidfd_open(pid, 0);
        if (process < 0 && errno == EMFILE && batch->count > 0)
            break;
        if (process >= 0) {
            batch->held[batch->count].pid = pid;
            batch->held[batch->count++].process = process;
        } else if (errno != ESRCH) {
            sweep->error = errno;
        }
    }
    return from;
}

/* Signals a batch, and lets it go.
 *
 * A number that is in the cgroup after its pidfd was opened is that process's, or that process has ended: one look at the cgroup proves it
 * of all of them, where a look at where each one is would take most of the time. */
static void signal_batch(struct sweep *sweep, const struct batch *batch)
{
    struct pids present = {0};
    gather(sweep, &present);
    for (size_t i = 0; i < batch->count; i++) {
        int process = batch->held[i].process;
        pid_t pid = batch->held[i].pid;
        if (pids_have(&present, pid) && pidfd_send_signal(process, sweep->signal, NULL, 0) < 0 && errno != ESRCH)
            sweep->error = errno;
        if (!pids_add(&sweep->done, pid))
            sweep->error = ENOMEM;
        close(process);
    }
    pids_free(&present);
}

/* Signals those who are there now; returns whether anybody was who has not been signalled before. */
static bool sweep_once(struct sweep *sweep)
{
    struct pids now = {0};
    struct batch batch;
    bool any_new = false;
    gather(sweep, &now);
    for (size_t next = 0; next < now.count;) {
        next = hold(sweep, &now, next, &batch);
        if (batch.count > 0) {
            any_new = true;
            signal_batch(sweep, &batch);
        }
    }
    pids_free(&now);
    return any_new;
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
    struct sweep sweep = {.directory = directory, .signal = signal, .except = except, .except_count = except_count};
    if (signal == SIGKILL && except_count == 0 && !around_us) {
        struct pids present = {0};
        gather(&sweep, &present);
        *count = (uint32_t)present.count;
        pids_free(&present);
        if (kill_at_once(directory)) {
            close(directory);
            return 0;
        }
        sweep.error = 0;
    }
    /* New processes turn up while old ones fork: go on until a pass finds none. */
    bool any_new = true;
    for (int pass = 0; pass < PASSES && any_new && sweep.error != ENOMEM; pass++) {
        if (pass > 0)
            nanosleep(&(struct timespec){.tv_nsec = pass > 3 ? PASS_NANOSECONDS : 0}, NULL);
        any_new = sweep_once(&sweep);
    }
    *count = (uint32_t)sweep.done.count;
    pids_free(&sweep.done);
    close(directory);
    return any_new && sweep.error == 0 ? EBUSY : sweep.error;
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
