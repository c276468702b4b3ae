/* Processes of the user's units: started, remembered over the brain's end, reaped. */
#include "hand.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "entry.h"
#include "say.h"

enum {
    PROCESS_LIMIT = 32768,   /* each may hold three descriptors */
    RECORD_LIMIT = 8192      /* exits kept for a brain that doesn't come back */
};

static unsigned unwatched_count = 0; /* living processes whose pidfds could not be had */

/* The log of a process that is about to be started. */
static struct {
    uint64_t process;
    int fd; /* -1: none has come */
    bool is_named;
} attached_log = {.fd = -1};

/* ---- starting ---- */

static const char *invocation_of(const Spawn *order)
{
    const char *invocation = "";
    for (uint32_t i = 0; i < order->environment.count; i++)
        if (strncmp(order->environment.items[i], "INVOCATION_ID=", 14) == 0)
            invocation = order->environment.items[i];
    return invocation;
}

/* The pipe that reports execution: a byte when it failed, the end of file when it happened. */
static void executed_ready(struct source *source, uint32_t events)
{
    (void)events;
    struct process *process = CONTAINER(source, struct process, executed);
    char byte;
    /* That it has begun is told before. */
    bool begun = !process->entry || !entry_waits(process->entry) || process->entry->stage == ANSWERED;
    ssize_t got = read(source->fd, &byte, 1);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got == 0 && begun)
        link_send(&brain, Executed_NUMBER, 0, &(Executed){.process = process->id}, NULL, 0);
    loop_close(source);
}

void spawn_watch_execution(struct process *process, int report)
{
    entry_watch(&process->executed, report, executed_ready);
}

static int check(const Spawn *order, const struct message *message)
{
    if (order->arguments.count == 0 || order->executable[0] == 0)
        return EINVAL;
    if (order->cgroup[0] && !cgroup_path_valid(order->cgroup))
        return EINVAL;
    for (uint32_t i = 0; i < order->passed.count; i++)
        if (order->passed.items[i].descriptor >= message->descriptor_count)
            return EBADF;
    if (order->passed.count > DESCRIPTOR_LIMIT)
        return EINVAL;
    if (process_count >= PROCESS_LIMIT)
        return EAGAIN;
    return 0;
}

static void close_pair(int *pair)
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

/* Forks a child whose SIGTERM has its default and isn't blocked: what its user freezes on its way must end of it, as it would after its first
 * instruction. With a cgroup's descriptor it is born there (Linux 5.7): moving one there later waits for all cpus. -1 where that isn't to be
 * had. */
static pid_t clone_child(int cgroup)
{
    struct clone_args arguments = {.flags = CLONE_CLEAR_SIGHAND, .exit_signal = SIGCHLD};
    if (cgroup >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (unsigned)cgroup;
    }
    hand_open_to_end(true);
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid != 0)
        hand_open_to_end(false);
    return pid;
}

static pid_t fork_into(const char *path)
{
    int cgroup = cgroup_open(path);
    if (cgroup < 0)
        return -1;
    pid_t pid = clone_child(cgroup);
    if (pid != 0)
        close(cgroup);
    return pid;
}

static pid_t fork_anywhere(void)
{
    pid_t pid = clone_child(-1);
    return pid < 0 && (errno == ENOSYS || errno == EINVAL || errno == EPERM) ? fork() : pid; /* before Linux 5.5; some sandboxes */
}

/* Forks, into the cgroup where the child doesn't move there itself. */
static pid_t start(const Spawn *order, struct message *message, struct birth *birth, bool place)
{
    birth->inheritance = inherit_prepare(order);
    pid_t pid = birth->move ? -1 : place ? fork_into(order->cgroup) : fork_anywhere();
    if (pid < 0 && place) {
        birth->move = true;
        pid = fork_anywhere();
    }
    if (pid == 0)
        execute(order, message, birth);
    int error = errno;
    inherit_restore();
    errno = error;
    return pid;
}

static bool has_place(const Spawn *order)
{
    return order->cgroup[0] && cgroup_root_descriptor() >= 0;
}

void spawn_detach_log(void)
{
    if (attached_log.fd >= 0)
        close(attached_log.fd);
    attached_log.fd = -1;
}

void spawn_attach_log(const AttachLog *order, struct message *message)
{
    spawn_detach_log();
    attached_log.process = order->process;
    attached_log.fd = message_take(message, 0);
    attached_log.is_named = order->isNamed;
    answer(message->token, attached_log.fd < 0 ? EBADF : 0, "take the log of process %llu", (unsigned long long)order->process);
}

/* Gives an order the log that has come for its process, behind all other descriptors: 0 or an errno. */
static int take_log(const Spawn *order, struct message *message)
{
    if (attached_log.fd < 0 || attached_log.process != order->process)
        return 0;
    int error = message_attach(message, attached_log.fd);
    if (error) {
        spawn_detach_log();
        return error;
    }
    message->log = message->descriptor_count;
    message->names_log = attached_log.is_named;
    attached_log.fd = -1;
    return 0;
}

/* Makes the pipes of a new process, a log among them where it has none: 0 or an errno. */
static int make_pipes(const Spawn *order, int *log, int *entered, int *report)
{
    if (log && pipe2(log, O_CLOEXEC) < 0)
        return errno;
    if (pipe2(entered, O_CLOEXEC) < 0 || (order->reportExecution && pipe2(report, O_CLOEXEC) < 0))
        return errno;
    if (log)
        fcntl(log[0], F_SETFL, O_NONBLOCK);
    fcntl(entered[0], F_SETFL, O_NONBLOCK);
    if (report[0] >= 0)
        fcntl(report[0], F_SETFL, O_NONBLOCK);
    return 0;
}

/* Starts the process that a kept message orders, which it owns from then on where that went well. Returns 0 or an errno. */
static int begin(struct message *message, bool move)
{
    const Spawn *order = message->fields;
    int log[2] = {-1, -1};
    int report[2] = {-1, -1};
    int entered[2] = {-1, -1};
    struct process *process = process_make(order->process, &(struct process_texts){order->unit, order->role, order->cgroup, invocation_of(order)});
    struct entry *entry = malloc(sizeof *entry);
    bool has_log = message->log > 0;
    int error = process && entry ? make_pipes(order, has_log ? NULL : log, entered, report) : ENOMEM;
    struct birth birth = {.log = has_log ? message->descriptors[message->log - 1] : log[1],
                          .names_log = !has_log || message->names_log, .report = report[1], .entered = entered[1], .move = move};
    pid_t pid = error ? -1 : start(order, message, &birth, has_place(order));
    if (pid < 0) {
        error = error ? error : errno;
        close_pair(log);
        close_pair(report);
        close_pair(entered);
        if (process)
            process_drop(process);
        free(entry);
        return error;
    }
    if (!has_log)
        close(log[1]);
    close(entered[1]);
    if (report[1] >= 0)
        close(report[1]);
    process->pid = pid;
    process->log = log[0];
    process_add(process);
    int64_t now = loop_now_ms();
    *entry = (struct entry){.process = process, .message = message, .look_ms = now + LOOK_MS, .last_ms = now + MOVE_MS, .moves = birth.move};
    entry_add(entry, entered[0]);
    spawn_watch_execution(process, report[0]);
    spawn_watch_end(process);
    return 0;
}

void spawn_order(const Spawn *order, struct message *message)
{
    uint64_t token = message->token;
    int error = listen_attach(order, message);
    if (!error)
        error = take_log(order, message);
    if (!error)
        error = check(order, message);
    struct message *kept = error ? NULL : message_keep(message);
    if (!error)
        error = kept ? begin(kept, false) : ENOMEM;
    if (!error)
        return;
    answer_failed(token, error, "start a process for %s", ((const Spawn *)(kept ? kept : message)->fields)->unit);
    message_drop(kept);
}

void spawn_forget(const ForgetProcess *order, uint64_t token)
{
    struct process *process = process_find(order->process);
    if (process && !process->exited) {
        answer_failed(token, EBUSY, "forget process %llu: it is alive", (unsigned long long)order->process);
        return;
    }
    if (process)
        process_drop(process);
    answer_done(token);
    spawn_reap(); /* of what it hid */
}

void spawn_bury(const BuryProcess *order, uint64_t token)
{
    struct process *process = process_find(order->process);
    if (process)
        process_bury(process);
    answer_done(token);
    spawn_reap();
}

static void tell_exited(const struct process *process, bool with_log)
{
    Exited message = {
        .process = process->id,
        .unit = process->unit,
        .role = process->role,
        .pid = process->pid,
        .code = process->code,
        .status = process->status,
        .cpuUsec = process->cpu_usec,
    };
    link_send(&brain, Exited_NUMBER, 0, &message, &process->log, with_log && process->log >= 0);
}

/* A cgroup that its user removed while somebody had just left it may never be told to be empty: the kernel's word comes later, and finds nothing. */
static void tell_gone(const char *cgroup)
{
    if (!cgroup[0] || !watch_has(WATCH_CGROUP, cgroup))
        return;
    int directory = cgroup_open(cgroup);
    if (directory >= 0) {
        close(directory);
    } else if (directory == -ENOENT) {
        watch_remove_name(WATCH_CGROUP, cgroup); /* it is told once */
        link_send(&brain, CgroupEmpty_NUMBER, 0, &(CgroupEmpty){.path = cgroup}, NULL, 0);
    }
}

/* Makes room when too many exits are kept: the oldest goes. */
static void limit_records(void)
{
    while (exited_count > RECORD_LIMIT)
        process_drop(process_first_exited());
}

static uint64_t usec(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

/* Linux 6.18 kills at birth what is cloned into a cgroup that cgroup.kill was once written to: that one is started again, and moves there by
 * itself. Returns whether there is nothing to tell of the end of this process. */
static bool is_stillborn(struct process *process, int code, int status)
{
    struct entry *entry = process->entry;
    if (!entry || !entry_waits(entry))
        return false;
    if (entry->stage == REFUSED) {
        entry_forget(entry);
        process_drop(process);
        return true;
    }
    if (entry->stage == ANSWERED || entry->moves || entry->signalled || code == CLD_EXITED || status != SIGKILL) {
        if (entry->stage == UNANSWERED)
            entry_answer(entry);
        entry_forget(entry);
        return false;
    }
    struct message *message = entry->message;
    uint64_t token = message->token;
    bool emptied = entry->emptied;
    entry->message = NULL;
    entry->emptied = false;
    entry_forget(entry);
    process_drop(process);
    int error = begin(message, true);
    if (!error) {
        entries->emptied = emptied;
        return true;
    }
    if (token)
        answer_failed(token, error, "start a process for %s", ((const Spawn *)message->fields)->unit);
    message_drop(message);
    return true;
}

/* Looks whether a process has ended, without waiting for it: it stays with the kernel until the brain has acted on its end, so that where
 * this hand dies before, the keeper still learns how it ended. pid 0: any. Returns its number, or 0. */
static pid_t look_for_end(pid_t pid, int *code, int *status, struct rusage *usage)
{
    siginfo_t child = {0};
    /* The C library's waitid(3) has no place for the usage. */
    if (syscall(SYS_waitid, pid ? P_PID : P_ALL, pid, &child, WEXITED | WNOHANG | WNOWAIT, usage) < 0)
        return 0;
    *code = child.si_code;
    *status = child.si_status;
    return child.si_pid;
}

/* Takes note of the end of a process that was started here; "told" says whether the brain is to hear of it now. */
static void note_end(struct process *process, bool told, int code, int status, const struct rusage *usage)
{
    pid_t pid = process->pid;
    unwatched_count -= process->end.fd < 0;
    loop_close(&process->end);
    servant_process_ended(pid, code, status);
    if (is_stillborn(process, code, status)) {
        waitpid(pid, NULL, WNOHANG);
        return;
    }
    /* That it has executed is told before its end. */
    if (process->executed.fd >= 0)
        executed_ready(&process->executed, EPOLLIN);
    process_ended(process, code, status);
    process->cpu_usec = usec(usage->ru_utime) + usec(usage->ru_stime);
    if (told) {
        tell_exited(process, false);
        tell_gone(process_cgroup(process));
    }
    if (cgroup_root_descriptor() < 0)
        scattered_ended(process);
    limit_records();
}

static void end_ready(struct source *source, uint32_t events)
{
    (void)events;
    struct process *process = CONTAINER(source, struct process, end);
    int code = 0, status = 0;
    struct rusage usage = {0};
    if (look_for_end(process->pid, &code, &status, &usage) == process->pid)
        note_end(process, true, code, status, &usage);
}

void spawn_watch_end(struct process *process)
{
    process->end = (struct source){pidfd_open(process->pid, 0), end_ready};
    if (process->end.fd >= 0 && loop_add(&process->end, EPOLLIN) < 0)
        loop_close(&process->end);
    unwatched_count += process->end.fd < 0;
}

/* Takes note of the end of one that was not: it was adopted, or asks the program that is to take this one's place. */
static void note_other(pid_t pid, int code, int status)
{
    waitpid(pid, NULL, WNOHANG);
    if (hand_replace_answered(pid, code, status))
        return;
    servant_process_ended(pid, code, status);
    if (cgroup_root_descriptor() < 0)
        scattered_orphan_ended();
}

/* Ours are looked for one by one. */
static void look_at_all(bool told)
{
    int code = 0, status = 0;
    struct rusage usage = {0};
    struct process *ended = NULL;
    for (struct process *process = processes; process; process = process->next)
        if (!process->exited && look_for_end(process->pid, &code, &status, &usage) == process->pid) {
            process->younger = ended; /* the list has the youngest first */
            ended = process;
        }
    while (ended) {
        struct process *process = ended;
        ended = process->younger;
        if (look_for_end(process->pid, &code, &status, &usage) == process->pid)
            note_end(process, told, code, status, &usage);
    }
}

/* One that waits for the brain hides others, since the kernel names the first it finds. Ours have pidfds, which are ready. Who was adopted is
 * waited for when that one is buried, but is seen to be gone from where it was. */
static void look_behind(bool told)
{
    int code = 0, status = 0;
    struct rusage usage = {0};
    pid_t asked = hand_replace_asked();
    if (asked > 0 && look_for_end(asked, &code, &status, &usage) == asked)
        note_other(asked, code, status);
    if (unwatched_count > 0 || !told) /* to a new brain nobody is told to live that has ended */
        look_at_all(told);
    if (cgroup_root_descriptor() < 0)
        scattered_orphan_ended();
}

/* Takes note of what has ended; "told" says whether the brain is to hear of it now. */
static void reap(bool told)
{
    int code = 0, status = 0;
    struct rusage usage = {0};
    for (pid_t pid; (pid = look_for_end(0, &code, &status, &usage)) > 0;) {
        struct process *process = process_find_pid(pid);
        if (process && process->exited) {
            look_behind(told);
            break;
        }
        if (process)
            note_end(process, told, code, status, &usage);
        else
            note_other(pid, code, status);
    }
}

void spawn_reap(void)
{
    reap(true);
}

void spawn_tell(void)
{
    /* The orders were another brain's. What has died at birth is started again before this one hears of it. */
    for (struct entry *entry = entries; entry; entry = entry->next)
        if (entry->message)
            entry->message->token = 0;
    reap(false);
    for (struct entry *entry = entries; entry; entry = entry->next)
        if (entry->stage == UNANSWERED)
            entry_answer(entry);
    for (struct process *process = processes; process; process = process->next) {
        if (process->exited) {
            tell_exited(process, true);
            continue;
        }
        if (process->entry && process->entry->stage == REFUSED)
            continue;
        ProcessPresent message = {.process = process->id, .unit = process->unit, .role = process->role, .pid = process->pid};
        link_send(&brain, ProcessPresent_NUMBER, 0, &message, &process->log, process->log >= 0);
    }
}

/* ---- what has left its cgroup ---- */

/* Whether it lives and is no longer within the path that it was started in. */
static bool has_left(const struct process *process, const char *path)
{
    char cgroup[1024];
    if (process->exited)
        return false;
    cgroup_of(process->pid, cgroup, sizeof cgroup);
    return !cgroup_path_within(cgroup, path);
}

uint32_t spawn_signal_strays(const char *path, int signal, const int32_t *except, uint32_t except_count)
{
    uint32_t count = 0;
    struct place *top = place_find(path);
    for (struct place *place = top; place; place = place_next(top, place))
        for (const struct process *process = place->processes; process; process = process->next_in_place) {
            bool excepted = false;
            for (uint32_t i = 0; i < except_count; i++)
                excepted |= except[i] == process->pid;
            /* Our own child that nobody has waited for: its number is still its own. */
            if (!excepted && has_left(process, path) && kill(process->pid, signal) == 0)
                count++;
        }
    return count;
}

int spawn_signal_stray(const char *path, pid_t pid, int signal, const union sigval *value)
{
    const struct process *process = process_find_living(pid);
    if (process && process->place && cgroup_path_within(process->place->path, path) && has_left(process, path))
        return (value ? sigqueue(pid, signal, *value) : kill(pid, signal)) < 0 ? errno : 0;
    return ESRCH;
}
