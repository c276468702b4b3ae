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
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"

enum {
    PROCESS_LIMIT = 32768,   /* each may hold two descriptors */
    RECORD_LIMIT = 8192      /* exits kept for a brain that doesn't come back */
};

struct process *processes = NULL;
static unsigned process_count = 0;
static unsigned exited_count = 0;

static void drop(struct process **place)
{
    struct process *process = *place;
    *place = process->next;
    loop_close(&process->executed);
    if (process->log >= 0)
        close(process->log);
    process_count--;
    if (process->exited)
        exited_count--;
    free(process);
}

/* Makes the record of a new process, with copies of its texts. */
static struct process *record(const Spawn *order)
{
    const char *invocation = "";
    for (uint32_t i = 0; i < order->environment.count; i++)
        if (strncmp(order->environment.items[i], "INVOCATION_ID=", 14) == 0)
            invocation = order->environment.items[i];
    const char *texts[] = {order->unit, order->role, order->cgroup, invocation};
    size_t room = 0;
    for (size_t i = 0; i < 4; i++)
        room += strlen(texts[i]) + 1;
    struct process *process = calloc(1, sizeof *process + room);
    if (!process)
        return NULL;
    char *at = process->unit;
    const char *copies[4];
    for (size_t i = 0; i < 4; i++) {
        copies[i] = strcpy(at, texts[i]);
        at += strlen(at) + 1;
    }
    process->role = copies[1];
    process->cgroup = copies[2];
    process->invocation = copies[3];
    process->id = order->process;
    process->log = -1;
    process->executed.fd = -1;
    return process;
}

/* The pipe that reports execution: a byte when it failed, the end of file when it happened. */
static void executed_ready(struct source *source, uint32_t events)
{
    (void)events;
    struct process *process = CONTAINER(source, struct process, executed);
    char byte;
    ssize_t got = read(source->fd, &byte, 1);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got == 0)
        link_send(&brain, Executed_NUMBER, 0, &(Executed){.process = process->id}, NULL, 0);
    loop_close(source);
}

static bool wants_log(const Spawn *order)
{
    return order->output.kind == StreamKind_LOG || order->error.kind == StreamKind_LOG;
}

static int check(const Spawn *order, const struct message *message)
{
    if (order->arguments.count == 0 || order->executable[0] == 0)
        return EINVAL;
    if (order->cgroup[0] && cgroup_root_descriptor() >= 0 && !cgroup_path_valid(order->cgroup))
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

/* Waits until the child says that it is in its cgroup; false where it has died before. */
static bool await_entered(int *entered)
{
    char byte;
    ssize_t got;
    close(entered[1]);
    entered[1] = -1;
    while ((got = read(entered[0], &byte, 1)) < 0 && errno == EINTR)
        ;
    return got == 1;
}

/* Forks a child that is born in its cgroup (Linux 5.7): moving one there later waits for all cpus. -1 where that isn't to be had. */
static pid_t fork_into(const char *path)
{
    int cgroup = cgroup_open(path);
    if (cgroup < 0)
        return -1;
    struct clone_args arguments = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (unsigned)cgroup};
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid != 0)
        close(cgroup);
    return pid;
}

/* Forks the child, into its cgroup where it has one, and returns when it is there. */
static pid_t start(const Spawn *order, struct message *message, const int *log, const int *report)
{
    bool place = order->cgroup[0] && cgroup_root_descriptor() >= 0;
    for (bool born_there = place;; born_there = false) {
        int entered[2];
        if (pipe2(entered, O_CLOEXEC) < 0)
            return -1;
        pid_t pid = born_there ? fork_into(order->cgroup) : fork();
        if (pid == 0)
            execute(order, message, log[1], report[1], entered[1], place && !born_there);
        bool there = pid > 0 && await_entered(entered);
        int error = errno;
        close_pair(entered);
        errno = error;
        if (there || !born_there)
            return pid;
        /* Linux 6.18 kills at birth what is cloned into a cgroup that cgroup.kill was once written to: this one moves there by itself. */
        if (pid > 0)
            waitpid(pid, NULL, 0);
    }
}

void spawn_order(const Spawn *order, struct message *message)
{
    int log[2] = {-1, -1};
    int report[2] = {-1, -1};
    struct process *process = NULL;
    pid_t pid = -1;
    int error = check(order, message);
    if (!error && ((wants_log(order) && pipe2(log, O_CLOEXEC) < 0) || (order->reportExecution && pipe2(report, O_CLOEXEC) < 0)))
        error = errno;
    if (!error && !(process = record(order)))
        error = ENOMEM;
    if (!error && (pid = start(order, message, log, report)) < 0)
        error = errno;
    if (error) {
        close_pair(log);
        close_pair(report);
        free(process);
        answer_failed(message->token, error, "start a process for %s", order->unit);
        return;
    }
    if (log[1] >= 0) {
        close(log[1]);
        fcntl(log[0], F_SETFL, O_NONBLOCK);
    }
    process->pid = pid;
    process->log = log[0];
    process->next = processes;
    processes = process;
    process_count++;
    link_send(&brain, Spawned_NUMBER, message->token, &(Spawned){.process = order->process, .pid = pid}, &process->log, process->log >= 0);
    if (report[0] >= 0) {
        close(report[1]);
        fcntl(report[0], F_SETFL, O_NONBLOCK);
        process->executed = (struct source){report[0], executed_ready};
        if (loop_add(&process->executed, EPOLLIN) < 0)
            loop_close(&process->executed);
    }
}

void spawn_forget(const ForgetProcess *order, uint64_t token)
{
    for (struct process **place = &processes; *place; place = &(*place)->next) {
        if ((*place)->id != order->process)
            continue;
        if (!(*place)->exited) {
            answer_failed(token, EBUSY, "forget process %llu: it is alive", (unsigned long long)order->process);
            return;
        }
        drop(place);
        break;
    }
    answer_done(token);
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

void spawn_tell(void)
{
    for (struct process *process = processes; process; process = process->next) {
        if (process->exited) {
            tell_exited(process, true);
            continue;
        }
        ProcessPresent message = {.process = process->id, .unit = process->unit, .role = process->role, .pid = process->pid};
        link_send(&brain, ProcessPresent_NUMBER, 0, &message, &process->log, process->log >= 0);
    }
}

/* Makes room when too many exits are kept: the oldest goes, which is the last in the list. */
static void limit_records(void)
{
    while (exited_count > RECORD_LIMIT) {
        struct process **oldest = NULL;
        for (struct process **place = &processes; *place; place = &(*place)->next)
            if ((*place)->exited)
                oldest = place;
        drop(oldest);
    }
}

static uint64_t usec(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

void spawn_reap(void)
{
    int wait_status;
    struct rusage usage;
    for (pid_t pid; (pid = wait4(-1, &wait_status, WNOHANG, &usage)) > 0;) {
        int code;
        int status;
        status_split(wait_status, &code, &status);
        struct process *process = processes;
        while (process && (process->pid != pid || process->exited))
            process = process->next;
        servant_process_ended(pid, code, status);
        if (!process)
            continue; /* an adopted one that nobody asked about */
        /* That it has executed is told before its end. */
        if (process->executed.fd >= 0)
            executed_ready(&process->executed, EPOLLIN);
        process->exited = true;
        exited_count++;
        process->code = code;
        process->status = status;
        process->cpu_usec = usec(usage.ru_utime) + usec(usage.ru_stime);
        tell_exited(process, false);
        limit_records();
    }
    scattered_check();
}
