/* Where the hand may not make cgroups. A path is then only a name: its processes are those that were started "in" it, their descendants,
 * and whatever of this user carries the same INVOCATION_ID. Who drops the variable and is adopted gets away; Welcome's notes say so. */
#include "hand.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"

enum { PASSES = 20, ENVIRONMENT_LIMIT = 128 * 1024 };

/* One process of this user. */
struct found {
    pid_t pid;
    pid_t parent;
    unsigned long long started; /* with the pid it names a process for good */
    bool member;
};

struct census {
    struct found *found;
    size_t count;
    size_t room;
};

/* A path that MakeCgroup has named, and whether it had processes. */
struct named {
    struct named *next;
    bool populated;
    char path[];
};

static struct named *names = NULL;

/* Whether a process that we know was started in the path, or below. */
static bool started_within(const struct process *process, const char *path)
{
    return process->cgroup[0] && cgroup_path_within(process->cgroup, path);
}

/* Looks at a process; false where it is gone or a zombie. */
static bool look_at(pid_t pid, struct found *found)
{
    char name[64], content[1024];
    snprintf(name, sizeof name, "/proc/%d/stat", (int)pid);
    int file = open(name, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, content, sizeof content - 1);
    if (file >= 0)
        close(file);
    content[length > 0 ? length : 0] = 0;
    const char *end = strrchr(content, ')'); /* the command before it may have anything in it */
    char state;
    *found = (struct found){.pid = pid};
    return end && sscanf(end + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &state,
                         &found->parent, &found->started) == 3 && state != 'Z';
}

/* Whether the environment that a process was started with has one of the path's invocations. */
static bool carries_invocation(pid_t pid, const char *path)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/environ", (int)pid);
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    char *environment = malloc(ENVIRONMENT_LIMIT + 1);
    size_t length = 0;
    for (ssize_t got; environment && length < ENVIRONMENT_LIMIT && (got = read(file, environment + length, ENVIRONMENT_LIMIT - length)) > 0;)
        length += (size_t)got;
    close(file);
    bool carries = false;
    if (environment) {
        environment[length] = 0;
        for (size_t at = 0; at < length && !carries; at += strlen(environment + at) + 1)
            for (struct process *process = processes; process && !carries; process = process->next)
                carries = process->invocation[0] && strcmp(environment + at, process->invocation) == 0 && started_within(process, path);
    }
    free(environment);
    return carries;
}

/* Marks as members those with a parent that is one, until there are no more. */
static void spread(struct census *census)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < census->count; i++)
            for (size_t j = 0; !census->found[i].member && j < census->count; j++)
                if (census->found[j].member && census->found[j].pid == census->found[i].parent)
                    more = census->found[i].member = true;
    }
}

/* Counts this user's processes; the caller frees. */
static void take_census(struct census *census, const char *path)
{
    *census = (struct census){0};
    int directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return;
    struct entries entries;
    unsigned char type;
    entries_begin(&entries, directory);
    for (const char *name; (name = entries_next(&entries, &type));) {
        pid_t pid = (pid_t)strtol(name, NULL, 10);
        struct stat status;
        if (pid <= 1 || pid == getpid() || fstatat(directory, name, &status, 0) < 0)
            continue;
        struct found one;
        if (!look_at(pid, &one))
            continue;
        if (census->count == census->room) {
            size_t room = census->room ? census->room * 2 : 64;
            struct found *found = realloc(census->found, room * sizeof *found);
            if (!found)
                break;
            census->found = found;
            census->room = room;
        }
        for (struct process *process = processes; process && !one.member; process = process->next)
            one.member = !process->exited && process->pid == pid && started_within(process, path);
        if (!one.member && status.st_uid == hand.uid)
            one.member = carries_invocation(pid, path);
        census->found[census->count++] = one;
    }
    close(directory);
    spread(census);
}

static bool is_excepted(const SignalCgroup *order, pid_t pid)
{
    for (uint32_t i = 0; i < order->except.count; i++)
        if (order->except.items[i] == pid)
            return true;
    return false;
}

/* Signals the members; for SIGKILL again until there are none. */
static uint32_t signal_members(const SignalCgroup *order)
{
    uint32_t first = 0;
    for (int pass = 0; pass < (order->signal == SIGKILL ? PASSES : 1); pass++) {
        struct census census;
        uint32_t signalled = 0;
        take_census(&census, order->path);
        for (size_t i = 0; i < census.count; i++) {
            if (!census.found[i].member || is_excepted(order, census.found[i].pid))
                continue;
            struct found now;
            int process = pidfd_open(census.found[i].pid, 0);
            if (process < 0)
                continue;
            /* Still the one that was counted; its parent may be another, where that has just died of its own signal. */
            if (look_at(census.found[i].pid, &now) && now.started == census.found[i].started && pidfd_send_signal(process, order->signal, NULL, 0) == 0)
                signalled++;
            close(process);
        }
        free(census.found);
        if (pass == 0)
            first = signalled;
        if (signalled == 0)
            break;
    }
    return first;
}

static int signal_one(const Signal *order)
{
    struct census census;
    int error = ESRCH;
    int process = pidfd_open(order->pid, 0);
    if (process < 0)
        return errno;
    take_census(&census, order->path);
    for (size_t i = 0; i < census.count; i++)
        if (census.found[i].member && census.found[i].pid == order->pid)
            error = pidfd_send_signal(process, order->signal, NULL, 0) < 0 ? errno : 0;
    free(census.found);
    close(process);
    return error;
}

static bool has_members(const char *path)
{
    struct census census;
    bool any = false;
    take_census(&census, path);
    for (size_t i = 0; i < census.count; i++)
        any |= census.found[i].member;
    free(census.found);
    return any;
}

void scattered_hand_on(struct state *state)
{
    for (const struct named *one = names; one; one = one->next)
        state_put(state, CgroupState_NUMBER, &(CgroupState){.path = one->path, .populated = one->populated});
}

static int name(const char *path)
{
    enum { NAME_LIMIT = 4096 };
    unsigned count = 0;
    if (!cgroup_path_valid(path))
        return EINVAL;
    for (struct named *one = names; one; one = one->next, count++)
        if (strcmp(one->path, path) == 0)
            return 0;
    struct named *new = count < NAME_LIMIT ? malloc(sizeof *new + strlen(path) + 1) : NULL;
    if (!new)
        return ENOSPC;
    strcpy(new->path, path);
    new->populated = true; /* it is about to be */
    new->next = names;
    names = new;
    return 0;
}

void scattered_take_up(const CgroupState *saved)
{
    if (name(saved->path) == 0)
        names->populated = saved->populated;
}

static void forget(const char *path)
{
    for (struct named **place = &names; *place;) {
        struct named *one = *place;
        if (!cgroup_path_within(one->path, path)) {
            place = &one->next;
            continue;
        }
        *place = one->next;
        free(one);
    }
}

/* How many processes that were started in the path are alive; *any says whether there ever was one that is remembered. */
static unsigned living_within(const char *path, bool *any)
{
    unsigned living = 0;
    *any = false;
    for (struct process *process = processes; process; process = process->next)
        if (started_within(process, path)) {
            *any = true;
            living += !process->exited;
        }
    return living;
}

void scattered_check(void)
{
    for (struct named *one = names; one; one = one->next) {
        bool any;
        if (living_within(one->path, &any) > 0) {
            one->populated = true;
            continue;
        }
        /* Only now, and only while something may be left, /proc is looked through. */
        if (!any || !one->populated || has_members(one->path))
            continue;
        one->populated = false;
        link_send(&brain, CgroupEmpty_NUMBER, 0, &(CgroupEmpty){.path = one->path}, NULL, 0);
    }
}

bool scattered_order(struct message *message)
{
    uint64_t token = message->token;
    switch (message->type->number) {
    case MakeCgroup_NUMBER: {
        const MakeCgroup *order = message->fields;
        int error = name(order->path);
        if (error)
            answer_failed(token, error, "name cgroup %s", order->path);
        else if (order->attributes.count > 0)
            answer_done_but(token, ENODEV, "there is no cgroup tree: limits are not enforced");
        else
            answer_done(token);
        return true;
    }
    case RemoveCgroup_NUMBER: {
        const RemoveCgroup *order = message->fields;
        forget(order->path);
        answer_done(token);
        return true;
    }
    case SignalCgroup_NUMBER: {
        const SignalCgroup *order = message->fields;
        if (!cgroup_path_valid(order->path) || order->signal < 0 || order->signal > SIGRTMAX)
            answer_failed(token, EINVAL, "signal %s", order->path);
        else
            link_send(&brain, Signalled_NUMBER, token, &(Signalled){.processes = signal_members(order)}, NULL, 0);
        return true;
    }
    case Signal_NUMBER: {
        const Signal *order = message->fields;
        answer(token, signal_one(order), "signal process %d of %s", order->pid, order->path);
        return true;
    }
    default:
        return false; /* attributes and moves: ENODEV as anywhere without a tree */
    }
}
