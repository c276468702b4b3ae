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
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "say.h"

enum {
    PROCESS_LIMIT = 32768,   /* each may hold two descriptors */
    RECORD_LIMIT = 8192,     /* exits kept for a brain that doesn't come back */
    LOOK_MS = 1000,          /* until a child is looked at that has not said that it is in its cgroup: it takes a millisecond */
    MOVE_MS = 20 * 1000      /* for one that moves itself: the kernel may have it wait for all cpus, its user may stop it */
};

/* What has become of the order of a process that is on its way. */
enum stage { UNANSWERED, ANSWERED, REFUSED };

/* A process between its fork and its cgroup. Nobody waits for it: its user can freeze the cgroup, or stop the process. */
struct entry {
    struct entry *next;
    struct process *process;
    struct source entered;   /* a byte when it is there, the end of file when it has ended before */
    struct message *message; /* its order, while that is unanswered */
    enum stage stage;
    int64_t look_ms;         /* when it is looked at */
    int64_t last_ms;         /* when it must be there */
    bool moves;              /* it isn't born there */
    bool signalled;          /* by order: it may have died of that */
    bool emptied;            /* its cgroup, or one above, was found without processes */
};

struct process *processes = NULL;
static unsigned process_count = 0;
static unsigned exited_count = 0;
static struct entry *entries = NULL; /* the newest first */
static struct source timer = {.fd = -1};
static int64_t next_look_ms = 0; /* for which the timer is set; 0: it isn't */

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

static const char *invocation_of(const Spawn *order)
{
    const char *invocation = "";
    for (uint32_t i = 0; i < order->environment.count; i++)
        if (strncmp(order->environment.items[i], "INVOCATION_ID=", 14) == 0)
            invocation = order->environment.items[i];
    return invocation;
}

/* Makes the record of a process, with copies of its texts: unit, role, cgroup, invocation. */
static struct process *record(uint64_t id, const char *const *texts)
{
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
    process->id = id;
    process->log = -1;
    process->executed.fd = -1;
    return process;
}

static void add(struct process *process)
{
    process->next = processes;
    processes = process;
    process_count++;
}

/* ---- on the way into the cgroup ---- */

/* Tells what was held back of a cgroup and those above while a process was on its way. */
static void tell_emptied(const char *cgroup)
{
    char path[1024];
    snprintf(path, sizeof path, "%s", cgroup);
    for (char *end; path[0]; *end = 0) {
        servant_look_at(path);
        end = strrchr(path, '/');
        if (!end)
            return;
    }
}

static void forget_entry(struct entry *entry)
{
    struct process *process = entry->process;
    bool emptied = entry->emptied;
    for (struct entry **place = &entries; *place; place = &(*place)->next)
        if (*place == entry) {
            *place = entry->next;
            break;
        }
    process->entry = NULL;
    loop_close(&entry->entered);
    message_drop(entry->message);
    free(entry);
    if (emptied)
        tell_emptied(process->cgroup);
}

/* Answers the order: from now on everything else about the process is told. */
static void answer_entry(struct entry *entry)
{
    struct process *process = entry->process;
    uint64_t token = entry->message->token;
    if (token)
        link_send(&brain, Spawned_NUMBER, token, &(Spawned){.process = process->id, .pid = process->pid}, &process->log, 1);
    message_drop(entry->message);
    entry->message = NULL;
    entry->stage = ANSWERED;
}

/* Reads whether the child has said that it is there, and if so lets go of its entry. Returns whether it is still on its way. */
static bool is_entering(struct entry *entry)
{
    char byte;
    ssize_t got = entry->entered.fd < 0 ? 0 : read(entry->entered.fd, &byte, 1);
    if (got == 0)
        loop_close(&entry->entered); /* it has ended: what becomes of the order is decided when it is reaped */
    if (got != 1)
        return true;
    if (entry->stage == UNANSWERED)
        answer_entry(entry);
    if (entry->stage == REFUSED)
        return true;
    forget_entry(entry);
    return false;
}

static void entered_ready(struct source *source, uint32_t events)
{
    (void)events;
    is_entering(CONTAINER(source, struct entry, entered));
}

/* What is frozen or stopped says nothing. It has begun all the same where it is in its cgroup, as in systemd, which does not ask; what isn't
 * there in time must not come later. */
static void look_at(struct entry *entry, int64_t now_ms)
{
    struct process *process = entry->process;
    char cgroup[1024];
    cgroup_of(process->pid, cgroup, sizeof cgroup);
    if (!entry->moves || cgroup_path_within(cgroup, process->cgroup)) {
        answer_entry(entry);
    } else if (now_ms < entry->last_ms) {
        entry->look_ms = now_ms + LOOK_MS;
    } else {
        kill(process->pid, SIGKILL);
        answer_failed(entry->message->token, ETIMEDOUT, "start a process for %s: it was stopped before it was in its cgroup", process->unit);
        message_drop(entry->message);
        entry->message = NULL;
        entry->stage = REFUSED;
    }
}

static void look_ready(struct source *source, uint32_t events);

/* Sets the timer for the entry that is to be looked at next. */
static void set_timer(void)
{
    next_look_ms = 0;
    for (const struct entry *entry = entries; entry; entry = entry->next)
        if (entry->stage == UNANSWERED && (next_look_ms == 0 || entry->look_ms < next_look_ms))
            next_look_ms = entry->look_ms;
    if (timer.fd < 0) {
        timer = (struct source){timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), look_ready};
        if (timer.fd < 0 || loop_add(&timer, EPOLLIN) < 0)
            say_errno("watch for processes that do not begin");
    }
    int64_t left = next_look_ms - loop_now_ms();
    if (left <= 0)
        left = next_look_ms ? 1 : 0;
    timerfd_settime(timer.fd, 0, &(struct itimerspec){.it_value = {left / 1000, left % 1000 * 1000000}}, NULL);
}

static void look_ready(struct source *source, uint32_t events)
{
    (void)events;
    uint64_t times;
    (void)!read(source->fd, &times, sizeof times);
    int64_t now = loop_now_ms();
    for (struct entry *entry = entries; entry; entry = entry->next)
        if (entry->stage == UNANSWERED && entry->look_ms <= now)
            look_at(entry, now);
    set_timer();
}

void spawn_signalling(const char *path)
{
    for (struct entry *entry = entries; entry; entry = entry->next)
        entry->signalled |= cgroup_path_within(entry->process->cgroup, path);
}

bool spawn_awaits(const char *path)
{
    bool any = false;
    for (struct entry *entry = entries; entry; entry = entry->next)
        if (cgroup_path_within(entry->process->cgroup, path))
            any = entry->emptied = true;
    return any;
}

/* ---- starting ---- */

/* The pipe that reports execution: a byte when it failed, the end of file when it happened. */
static void executed_ready(struct source *source, uint32_t events)
{
    (void)events;
    struct process *process = CONTAINER(source, struct process, executed);
    char byte;
    /* That it has begun is told before. */
    bool begun = !process->entry || !is_entering(process->entry) || process->entry->stage == ANSWERED;
    ssize_t got = read(source->fd, &byte, 1);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got == 0 && begun)
        link_send(&brain, Executed_NUMBER, 0, &(Executed){.process = process->id}, NULL, 0);
    loop_close(source);
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

/* Makes the pipes of a new process: 0 or an errno. */
static int make_pipes(const Spawn *order, int *log, int *entered, int *report)
{
    if (pipe2(log, O_CLOEXEC) < 0 || pipe2(entered, O_CLOEXEC) < 0 || (order->reportExecution && pipe2(report, O_CLOEXEC) < 0))
        return errno;
    fcntl(log[0], F_SETFL, O_NONBLOCK);
    fcntl(entered[0], F_SETFL, O_NONBLOCK);
    if (report[0] >= 0)
        fcntl(report[0], F_SETFL, O_NONBLOCK);
    return 0;
}

/* Adds a source of a process; one that cannot be watched is looked at when the process has ended, or its time is over. */
static void watch(struct source *source, int fd, void (*ready)(struct source *, uint32_t))
{
    *source = (struct source){fd, ready};
    if (fd >= 0 && loop_add(source, EPOLLIN) < 0)
        loop_close(source);
}

/* Starts the process that a kept message orders, which it owns from then on where that went well. Returns 0 or an errno. */
static int begin(struct message *message, bool move)
{
    const Spawn *order = message->fields;
    int log[2] = {-1, -1};
    int report[2] = {-1, -1};
    int entered[2] = {-1, -1};
    struct process *process = record(order->process, (const char *[]){order->unit, order->role, order->cgroup, invocation_of(order)});
    struct entry *entry = malloc(sizeof *entry);
    int error = process && entry ? make_pipes(order, log, entered, report) : ENOMEM;
    struct birth birth = {.log = log[1], .report = report[1], .entered = entered[1], .move = move};
    pid_t pid = error ? -1 : start(order, message, &birth, has_place(order));
    if (pid < 0) {
        error = error ? error : errno;
        close_pair(log);
        close_pair(report);
        close_pair(entered);
        free(process);
        free(entry);
        return error;
    }
    close(log[1]);
    close(entered[1]);
    if (report[1] >= 0)
        close(report[1]);
    process->pid = pid;
    process->log = log[0];
    add(process);
    int64_t now = loop_now_ms();
    *entry = (struct entry){.next = entries, .process = process, .message = message, .look_ms = now + LOOK_MS, .last_ms = now + MOVE_MS, .moves = birth.move};
    process->entry = entry;
    entries = entry;
    watch(&entry->entered, entered[0], entered_ready);
    watch(&process->executed, report[0], executed_ready);
    if (next_look_ms == 0) /* else it is set for an older one */
        set_timer();
    return 0;
}

void spawn_order(const Spawn *order, struct message *message)
{
    uint64_t token = message->token;
    int error = check(order, message);
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

/* Linux 6.18 kills at birth what is cloned into a cgroup that cgroup.kill was once written to: that one is started again, and moves there by
 * itself. Returns whether there is nothing to tell of the end of this process. */
static bool is_stillborn(struct process **place, int code, int status)
{
    struct process *process = *place;
    struct entry *entry = process->entry;
    if (!entry || !is_entering(entry))
        return false;
    if (entry->stage == REFUSED) {
        forget_entry(entry);
        drop(place);
        return true;
    }
    if (entry->stage == ANSWERED || entry->moves || entry->signalled || code == CLD_EXITED || status != SIGKILL) {
        if (entry->stage == UNANSWERED)
            answer_entry(entry);
        forget_entry(entry);
        return false;
    }
    struct message *message = entry->message;
    uint64_t token = message->token;
    bool emptied = entry->emptied;
    entry->message = NULL;
    entry->emptied = false;
    forget_entry(entry);
    drop(place);
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

/* Reaps what has ended; "told" says whether the brain is to hear of it now. */
static void reap(bool told)
{
    int wait_status;
    struct rusage usage;
    for (pid_t pid; (pid = wait4(-1, &wait_status, WNOHANG, &usage)) > 0;) {
        int code;
        int status;
        status_split(wait_status, &code, &status);
        struct process **place = &processes;
        while (*place && ((*place)->pid != pid || (*place)->exited))
            place = &(*place)->next;
        if (hand_replace_answered(pid, code, status))
            continue;
        servant_process_ended(pid, code, status);
        if (!*place || is_stillborn(place, code, status))
            continue; /* an adopted one that nobody asked about, or one that has never been */
        struct process *process = *place;
        /* That it has executed is told before its end. */
        if (process->executed.fd >= 0)
            executed_ready(&process->executed, EPOLLIN);
        process->exited = true;
        exited_count++;
        process->code = code;
        process->status = status;
        process->cpu_usec = usec(usage.ru_utime) + usec(usage.ru_stime);
        if (told) {
            tell_exited(process, false);
            tell_gone(process->cgroup);
        }
        limit_records();
    }
    scattered_check();
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
            answer_entry(entry);
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

/* ---- another program ---- */

static void put_entry(struct state *state, const struct entry *entry)
{
    struct writer order = {0};
    I32 descriptors[DESCRIPTOR_LIMIT];
    EntryState saved = {
        .entered = state_fd(state, entry->entered.fd),
        .stage = entry->stage,
        .lookMs = entry->look_ms,
        .lastMs = entry->last_ms,
        .moves = entry->moves,
        .signalled = entry->signalled,
        .emptied = entry->emptied,
        .descriptors = {0, descriptors},
    };
    const struct message *message = entry->message;
    if (message) {
        message->type->encode(&order, message->fields);
        for (unsigned i = 0; i < message->descriptor_count; i++)
            descriptors[saved.descriptors.count++] = state_fd(state, message->descriptors[i]);
        saved.order = (BLOB){(uint32_t)order.length, order.bytes};
        state->out.bad |= order.bad;
    }
    state_put(state, EntryState_NUMBER, &saved);
    free(order.bytes);
}

static void put_process(struct state *state, const struct process *process)
{
    ProcessState saved = {
        .process = process->id,
        .pid = process->pid,
        .log = state_fd(state, process->log),
        .executed = state_fd(state, process->executed.fd),
        .exited = process->exited,
        .code = process->code,
        .status = process->status,
        .cpuUsec = process->cpu_usec,
        .unit = process->unit,
        .role = process->role,
        .cgroup = process->cgroup,
        .invocation = process->invocation,
    };
    state_put(state, ProcessState_NUMBER, &saved);
    if (process->entry)
        put_entry(state, process->entry);
}

/* The oldest first, so that the list is the same again. */
void spawn_hand_on(struct state *state)
{
    const struct process **all = calloc(process_count + 1, sizeof *all);
    unsigned count = 0;
    state->out.bad |= !all;
    for (const struct process *process = processes; all && process; process = process->next)
        all[count++] = process;
    while (all && count > 0)
        put_process(state, all[--count]);
    free(all);
}

static void take_up_process(const ProcessState *saved)
{
    struct process *process = record(saved->process, (const char *[]){saved->unit, saved->role, saved->cgroup, saved->invocation});
    if (!process) {
        say("no memory to take over a process of %s: it is no longer known", saved->unit);
        return;
    }
    process->pid = saved->pid;
    process->log = saved->log;
    process->exited = saved->exited;
    process->code = saved->code;
    process->status = saved->status;
    process->cpu_usec = saved->cpuUsec;
    watch(&process->executed, saved->executed, executed_ready);
    add(process);
    exited_count += saved->exited;
}

static void take_up_entry(const EntryState *saved)
{
    struct entry *entry = processes ? malloc(sizeof *entry) : NULL;
    if (!entry)
        return;
    *entry = (struct entry){.next = entries, .process = processes, .stage = (enum stage)saved->stage, .look_ms = saved->lookMs, .last_ms = saved->lastMs,
                            .moves = saved->moves, .signalled = saved->signalled, .emptied = saved->emptied};
    if (saved->order.length > 0)
        entry->message = message_make(Spawn_NUMBER, saved->order, saved->descriptors.items, saved->descriptors.count);
    if (!entry->message && entry->stage == UNANSWERED)
        entry->stage = ANSWERED;
    processes->entry = entry;
    entries = entry;
    watch(&entry->entered, saved->entered, entered_ready);
    set_timer();
}

bool spawn_take_up(const struct message_type *type, const void *fields)
{
    if (type->number == ProcessState_NUMBER)
        take_up_process(fields);
    else if (type->number == EntryState_NUMBER)
        take_up_entry(fields);
    else
        return false;
    return true;
}

/* ---- what has left its cgroup ---- */

/* Whether it lives, was started within the path, and isn't there any more. */
static bool is_stray(const struct process *process, const char *path)
{
    char cgroup[1024];
    if (process->exited || !process->cgroup[0] || !cgroup_path_within(process->cgroup, path))
        return false;
    cgroup_of(process->pid, cgroup, sizeof cgroup);
    return !cgroup_path_within(cgroup, path);
}

uint32_t spawn_signal_strays(const char *path, int signal, const int32_t *except, uint32_t except_count)
{
    uint32_t count = 0;
    for (const struct process *process = processes; process; process = process->next) {
        bool excepted = false;
        for (uint32_t i = 0; i < except_count; i++)
            excepted |= except[i] == process->pid;
        /* Our own child that nobody has waited for: its number is still its own. */
        if (!excepted && is_stray(process, path) && kill(process->pid, signal) == 0)
            count++;
    }
    return count;
}

int spawn_signal_stray(const char *path, pid_t pid, int signal)
{
    for (const struct process *process = processes; process; process = process->next)
        if (process->pid == pid && is_stray(process, path))
            return kill(pid, signal) < 0 ? errno : 0;
    return ESRCH;
}
