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
#include "index.h"
#include "say.h"

enum { PASSES = 20, ENVIRONMENT_LIMIT = 128 * 1024 };

/* One process of this user. */
struct found {
    pid_t pid;
    pid_t parent;
    unsigned long long started; /* with the pid it names a process for good */
    bool member;
    bool settled; /* that it is none */
};

struct census {
    struct found *found;
    size_t count;
    size_t room;
};

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

/* Whether a process that was started in the path, or below, had that variable. */
static bool is_invocation_within(const char *variable, const char *path)
{
    struct place *top = place_find(path);
    for (struct place *place = top; place; place = place_next(top, place))
        for (const struct process *process = place->processes; process; process = process->next_in_place)
            if (strcmp(variable, process->invocation) == 0)
                return true;
    return false;
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
            carries = strncmp(environment + at, "INVOCATION_ID=", 14) == 0 && is_invocation_within(environment + at, path);
    }
    free(environment);
    return carries;
}

static struct found *find(const struct index *pids, pid_t pid)
{
    struct search search = index_search(pids, index_hash_number((uint64_t)pid));
    struct found *found;
    while ((found = index_next(&search)) && found->pid != pid)
        ;
    return found;
}

/* Marks as members those below one that is: each way up is gone once. */
static void spread(struct census *census)
{
    struct index pids = {0};
    for (size_t i = 0; i < census->count && index_reserve(&pids); i++)
        index_add(&pids, index_hash_number((uint64_t)census->found[i].pid), &census->found[i]);
    for (size_t i = 0; i < census->count; i++) {
        struct found *first = &census->found[i];
        struct found *last = first;
        while (last && !last->member && !last->settled) {
            last->settled = true; /* until it turns out to be otherwise: a ring of parents, which a race makes, ends here */
            last = find(&pids, last->parent);
        }
        bool member = last && last->member;
        for (struct found *one = first; member && one != last; one = find(&pids, one->parent))
            one->member = true;
    }
    index_clear(&pids);
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
        const struct process *process = process_find_living(pid);
        one.member = process && process->place && cgroup_path_within(process->place->path, path);
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

static int signal_one(const char *path, pid_t pid, int signal, siginfo_t *info)
{
    struct census census;
    int error = ESRCH;
    int process = pidfd_open(pid, 0);
    if (process < 0)
        return errno;
    take_census(&census, path);
    for (size_t i = 0; i < census.count; i++)
        if (census.found[i].member && census.found[i].pid == pid)
            error = pidfd_send_signal(process, signal, info, 0) < 0 ? errno : 0;
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
    struct place *top = cgroup_root_descriptor() < 0 ? place_find("/") : NULL;
    for (struct place *place = top; place; place = place_next(top, place))
        if (place->is_named)
            state_put(state, CgroupState_NUMBER, &(CgroupState){.path = place->path, .populated = place->is_populated});
}

static int name(const char *path, bool populated)
{
    if (!cgroup_path_valid(path))
        return EINVAL;
    struct place *place = place_find(path);
    if (place && place->is_named)
        return 0;
    place = place_name(path);
    if (!place)
        return ENOSPC;
    place->is_populated = populated;
    return 0;
}

void scattered_take_up(const CgroupState *saved)
{
    if (name(saved->path, saved->populated) != 0)
        say("no memory to take over %s", saved->path);
}

/* How many processes that were started in the place, or below, are alive; *any says whether there ever was one that is remembered. */
static unsigned living_within(struct place *top, bool *any)
{
    unsigned living = 0;
    *any = false;
    for (struct place *place = top; place && living == 0; place = place_next(top, place))
        for (struct process *process = place->processes; process; process = process->next_in_place) {
            *any = true;
            living += !process->exited;
        }
    return living;
}

static void check(struct place *place)
{
    bool any;
    if (living_within(place, &any) > 0) {
        place->is_populated = true;
        return;
    }
    /* Only now, and only while something may be left, /proc is looked through. */
    bool may_be_left = any && place->is_populated;
    bool orphaned = may_be_left && has_members(place->path);
    place_set_orphaned(place, orphaned);
    if (!may_be_left || orphaned)
        return;
    place->is_populated = false;
    link_send(&brain, CgroupEmpty_NUMBER, 0, &(CgroupEmpty){.path = place->path}, NULL, 0);
}

void scattered_ended(const struct process *process)
{
    for (struct place *place = process->place; place; place = place->parent)
        if (place->is_named)
            check(place);
}

void scattered_orphan_ended(void)
{
    for (struct place *place = orphaned_places, *next; place; place = next) {
        next = place->next_orphaned;
        check(place);
    }
}

bool scattered_order(struct message *message)
{
    uint64_t token = message->token;
    switch (message->type->number) {
    case MakeCgroup_NUMBER: {
        const MakeCgroup *order = message->fields;
        int error = name(order->path, true); /* it is about to be populated */
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
        place_forget_names(order->path);
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
        answer(token, signal_one(order->path, order->pid, order->signal, NULL), "signal process %d of %s", order->pid, order->path);
        return true;
    }
    case QueueSignal_NUMBER: {
        const QueueSignal *order = message->fields;
        siginfo_t info = signal_with_value(order->signal, order->value);
        answer(token, signal_one(order->path, order->pid, order->signal, &info), "queue signal %d for process %d of %s", order->signal, order->pid, order->path);
        return true;
    }
    default:
        return false; /* attributes and moves: ENODEV as anywhere without a tree */
    }
}
