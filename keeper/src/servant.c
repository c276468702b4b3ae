#include "servant.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "holder.h"
#include "index.h"
#include "kept.h"
#include "say.h"

enum {
    WATCHED_LIMIT = 4096, /* processes: one a session or forking service */
    PROBLEM_LIMIT = 64    /* told in one Done */
};

/* A process watched for the brain. */
struct watched {
    struct watched *next;
    struct watched **place; /* what points to it */
    struct source source; /* its pidfd */
    pid_t pid;
};

struct link brain = {.source.fd = -1};

static struct watched *watched;
static unsigned watched_count;
static struct index watched_pids;
static watch_heard *heard_others;
static bool (*is_awaited)(const char *path);
static bool (*is_remembered)(pid_t pid, int *code, int *status);

/* ---- answers ---- */

void answer_done(uint64_t token)
{
    link_send(&brain, Done_NUMBER, token, &(Done){0}, NULL, 0);
}

void answer_done_but(uint64_t token, int error, const char *step)
{
    Problem problem = {error, step};
    link_send(&brain, Done_NUMBER, token, &(Done){.problems = {1, &problem}}, NULL, 0);
}

static void fail(uint64_t token, int error, const char *format, va_list arguments)
{
    char step[512];
    vsnprintf(step, sizeof step, format, arguments);
    link_send(&brain, Failed_NUMBER, token, &(Failed){.error = error, .step = step}, NULL, 0);
}

void answer_failed(uint64_t token, int error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail(token, error, format, arguments);
    va_end(arguments);
}

void answer(uint64_t token, int error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (error)
        fail(token, error, format, arguments);
    else
        answer_done(token);
    va_end(arguments);
}

void servant_refused(struct link *link, uint16_t number, uint64_t token, int error)
{
    (void)link;
    say("the brain says something (0x%04x) that %s", number, error == ENOSYS ? "only a later version of this program knows" : "is no message");
    if (token)
        answer_failed(token, error, error == ENOSYS ? "understand the order 0x%04x of a later version" : "understand the order 0x%04x", number);
}

/* ---- watched processes ---- */

static struct watched *find_watched(pid_t pid)
{
    struct search search = index_search(&watched_pids, index_hash_number((uint64_t)pid));
    struct watched *one;
    while ((one = index_next(&search)) && one->pid != pid)
        ;
    return one;
}

static void unwatch(struct watched *one)
{
    *one->place = one->next;
    if (one->next)
        one->next->place = one->place;
    index_remove(&watched_pids, index_hash_number((uint64_t)one->pid), one);
    loop_close(&one->source);
    free(one);
    watched_count--;
}

void servant_process_ended(pid_t pid, int code, int status)
{
    struct watched *one = find_watched(pid);
    if (!one)
        return;
    unwatch(one);
    link_send(&brain, ProcessGone_NUMBER, 0, &(ProcessGone){.pid = pid, .code = code, .status = status}, NULL, 0);
}

void status_split(int wait_status, int *code, int *status)
{
    *code = WIFEXITED(wait_status) ? CLD_EXITED : WCOREDUMP(wait_status) ? CLD_DUMPED : CLD_KILLED;
    *status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : WTERMSIG(wait_status);
}

static void watched_ready(struct source *source, uint32_t events)
{
    (void)events;
    pid_t pid = CONTAINER(source, struct watched, source)->pid;
    siginfo_t child = {0};
    /* An adopted process is ours to wait for, or the holder's, which tells of it before it waits; others belong to their parents, and their
     * end is what the kernel still knows of it. */
    bool ours = waitid(P_PID, (id_t)pid, &child, WEXITED | WNOHANG | WNOWAIT) == 0 && child.si_pid == pid;
    if ((ours && is_remembered) || holder_has(pid)) { /* remembered when it is waited for, as all children are */
        loop_close(source);
        return;
    }
    int code = child.si_code, status = child.si_status;
    if (ours) {
        waitpid(pid, NULL, WNOHANG);
    } else {
        if (!holder_find_end(pid, source->fd, &code, &status))
            code = status = 0;
        holder_hear();
    }
    servant_process_ended(pid, code, status);
}

/* Watches a process by its pidfd, which it owns from then on. */
static int watch(pid_t pid, int fd)
{
    struct watched *new = index_reserve(&watched_pids) ? malloc(sizeof *new) : NULL;
    if (new)
        *new = (struct watched){.next = watched, .place = &watched, .source = {fd, watched_ready}, .pid = pid};
    if (!new || loop_add(&new->source, EPOLLIN) < 0) {
        close(fd);
        free(new);
        return ENOMEM;
    }
    if (watched)
        watched->place = &new->next;
    watched = new;
    watched_count++;
    index_add(&watched_pids, index_hash_number((uint64_t)pid), new);
    return 0;
}

static int watch_process(pid_t pid)
{
    if (pid <= 1)
        return EINVAL;
    if (find_watched(pid))
        return 0;
    if (watched_count >= WATCHED_LIMIT)
        return ENOSPC;
    int fd = pidfd_open(pid, 0);
    return fd < 0 ? errno : watch(pid, fd);
}

void servant_remember(bool (*remembered)(pid_t pid, int *code, int *status))
{
    is_remembered = remembered;
}

static void watch_by_order(const WatchProcess *order, uint64_t token)
{
    int code, status;
    bool told = is_remembered && is_remembered(order->pid, &code, &status); /* else its number may be another's by now, which lives */
    answer(token, told ? 0 : watch_process(order->pid), "watch process %d", order->pid);
    if (told)
        link_send(&brain, ProcessGone_NUMBER, 0, &(ProcessGone){.pid = order->pid, .code = code, .status = status}, NULL, 0);
}

static void unwatch_process(pid_t pid)
{
    struct watched *one = find_watched(pid);
    if (one)
        unwatch(one);
}

/* ---- cgroups ---- */

static void heard(const struct watch *watch, uint32_t mask, const char *entry)
{
    if (watch->purpose != WATCH_CGROUP) {
        if (heard_others)
            heard_others(watch, mask, entry);
    } else if (!cgroup_populated(watch->name) && !(is_awaited && is_awaited(watch->name))) {
        /* Also where it is gone: its owner may remove it. */
        link_send(&brain, CgroupEmpty_NUMBER, 0, &(CgroupEmpty){.path = watch->name}, NULL, 0);
    }
}

void servant_hold_back(bool (*awaited)(const char *path))
{
    is_awaited = awaited;
}

void servant_look_at(const char *path)
{
    /* Its watch went with it where it is gone. */
    if (!cgroup_populated(path))
        link_send(&brain, CgroupEmpty_NUMBER, 0, &(CgroupEmpty){.path = path}, NULL, 0);
}

int servant_watch_cgroup(const char *path)
{
    char file[2048];
    if (watch_has(WATCH_CGROUP, path))
        return 0;
    snprintf(file, sizeof file, "%s%s/cgroup.events", cgroup_root(), path);
    int error = watch_add(WATCH_CGROUP, 0, path, file, IN_MODIFY);
    if (!error)
        holder_keep_cgroup(path);
    return error;
}

static void make_cgroup(const MakeCgroup *order, uint64_t token)
{
    int error = cgroup_make(order->path);
    if (!error && order->delegate && geteuid() == 0)
        error = cgroup_delegate(order->path, order->uid, order->gid);
    if (error) {
        answer_failed(token, error, "make cgroup %s", order->path);
        return;
    }
    Problem problems[PROBLEM_LIMIT];
    Done done = {.problems = {0, problems}};
    for (uint32_t i = 0; i < order->attributes.count + order->extended.count && done.problems.count < PROBLEM_LIMIT; i++) {
        bool plain = i < order->attributes.count;
        const Attribute *attribute = plain ? &order->attributes.items[i] : &order->extended.items[i - order->attributes.count];
        error = plain ? cgroup_set(order->path, attribute->name, attribute->value)
                      : cgroup_set_extended(order->path, attribute->name, attribute->value);
        if (error)
            problems[done.problems.count++] = (Problem){error, attribute->name};
    }
    error = servant_watch_cgroup(order->path);
    if (error && done.problems.count < PROBLEM_LIMIT)
        problems[done.problems.count++] = (Problem){error, "watch cgroup.events"};
    link_send(&brain, Done_NUMBER, token, &done, NULL, 0);
}

static void move_processes(const MoveProcesses *order, uint64_t token)
{
    Problem problems[PROBLEM_LIMIT];
    char steps[PROBLEM_LIMIT][32];
    Done done = {.problems = {0, problems}};
    uint32_t failed = 0;
    int error = 0;
    for (uint32_t i = 0; i < order->pids.count; i++) {
        int result = cgroup_move(order->path, order->pids.items[i], order->uid);
        if (!result)
            continue;
        error = result;
        if (failed++ < PROBLEM_LIMIT) {
            snprintf(steps[done.problems.count], sizeof *steps, "move process %d", order->pids.items[i]);
            problems[done.problems.count] = (Problem){result, steps[done.problems.count]};
            done.problems.count++;
        }
    }
    if (failed > 0 && failed == order->pids.count)
        answer_failed(token, error, "move processes to %s", order->path);
    else
        link_send(&brain, Done_NUMBER, token, &done, NULL, 0);
}

static void signal_cgroup(const SignalCgroup *order, uint64_t token)
{
    uint32_t count = 0;
    int error = order->signal < 0 || order->signal > SIGRTMAX
                    ? EINVAL
                    : cgroup_signal(order->path, order->signal, order->except.items, order->except.count, &count);
    if (error)
        answer_failed(token, error, "signal cgroup %s", order->path);
    else
        link_send(&brain, Signalled_NUMBER, token, &(Signalled){.processes = count}, NULL, 0);
}

static void remove_cgroup(const RemoveCgroup *order, uint64_t token)
{
    int error = cgroup_remove(order->path);
    if (!error) {
        watch_remove_name(WATCH_CGROUP, order->path);
        holder_drop_cgroup(order->path);
    }
    answer(token, error, "remove cgroup %s", order->path);
}

static void keep_descriptor(const KeepDescriptor *order, struct message *message)
{
    int fd = message_take(message, 0);
    int error = fd < 0 ? EBADF : kept_add(order->name, fd);
    answer(message->token, error, "keep descriptor %s", order->name);
}

int servant_signal_watched(pid_t pid, int signal, siginfo_t *info)
{
    const struct watched *one = find_watched(pid);
    if (!one)
        return ESRCH;
    return pidfd_send_signal(one->source.fd, signal, info, 0) < 0 ? errno : 0;
}

static void tell_program(uint64_t token)
{
    struct stat status;
    if (stat("/proc/self/exe", &status) < 0) {
        answer_failed(token, errno, "look at the own program");
        return;
    }
    link_send(&brain, Program_NUMBER, token, &(Program){.device = status.st_dev, .inode = status.st_ino}, NULL, 0);
}

bool servant_order(struct message *message)
{
    const void *fields = message->fields;
    uint64_t token = message->token;
    switch (message->type->number) {
    case MakeCgroup_NUMBER:
        make_cgroup(fields, token);
        return true;
    case RemoveCgroup_NUMBER:
        remove_cgroup(fields, token);
        return true;
    case SetCgroupAttribute_NUMBER: {
        const SetCgroupAttribute *order = fields;
        answer(token, cgroup_set(order->path, order->name, order->value), "write %s of cgroup %s", order->name, order->path);
        return true;
    }
    case SignalCgroup_NUMBER:
        signal_cgroup(fields, token);
        return true;
    case Signal_NUMBER: {
        const Signal *order = fields;
        answer(token, cgroup_signal_process(order->path, order->pid, order->signal, NULL), "signal process %d of cgroup %s", order->pid, order->path);
        return true;
    }
    case MoveProcesses_NUMBER:
        move_processes(fields, token);
        return true;
    case WatchProcess_NUMBER:
        watch_by_order(fields, token);
        return true;
    case UnwatchProcess_NUMBER:
        unwatch_process(((const UnwatchProcess *)fields)->pid);
        answer_done(token);
        return true;
    case KeepDescriptor_NUMBER:
        keep_descriptor(fields, message);
        return true;
    case AskProgram_NUMBER:
        tell_program(token);
        return true;
    case DropDescriptor_NUMBER:
        kept_drop(((const DropDescriptor *)fields)->name);
        answer_done(token);
        return true;
    default:
        return false;
    }
}

static struct state *handed_on; /* where put_cgroup writes to */

static void put_cgroup(const char *path)
{
    state_put(handed_on, CgroupState_NUMBER, &(CgroupState){.path = path});
}

void servant_hand_on(struct state *state)
{
    kept_hand_on(state);
    for (const struct watched *one = watched; one; one = one->next)
        state_put(state, WatchedState_NUMBER, &(WatchedState){.pid = one->pid, .fd = state_fd(state, one->source.fd)});
    handed_on = state;
    watch_each(WATCH_CGROUP, put_cgroup);
}

bool servant_take_up(const struct message_type *type, const void *fields)
{
    if (type->number == KeptState_NUMBER) {
        const KeptState *saved = fields;
        kept_restore(saved->name, saved->fd);
        return true;
    }
    if (type->number == WatchedState_NUMBER) {
        const WatchedState *saved = fields;
        int error = watch(saved->pid, saved->fd);
        if (error)
            say("watch process %d: %s", saved->pid, strerror(error));
        return true;
    }
    if (type->number == CgroupState_NUMBER && cgroup_root_descriptor() >= 0) {
        const CgroupState *saved = fields;
        int error = servant_watch_cgroup(saved->path);
        if (error && error != ENOENT) /* it is gone, and the brain will look itself */
            say("watch cgroup %s: %s", saved->path, strerror(error));
        return true;
    }
    return false;
}

void servant_hold_all(void)
{
    kept_hold_all();
    watch_each(WATCH_CGROUP, holder_keep_cgroup);
}

void servant_open(watch_heard *others)
{
    /* What a hand has copied from the keeper is forgotten: the descriptors were closed all at once. */
    kept_open();
    watched = NULL;
    watched_count = 0;
    index_clear(&watched_pids);
    brain = (struct link){.source.fd = -1};
    heard_others = others;
    is_remembered = NULL;
    watch_open(heard);
}
