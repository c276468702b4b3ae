#include "hand.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "holder.h"
#include "inherit.h"
#include "keeper.h"
#include "kept.h"
#include "pam.h"
#include "say.h"

enum { IDLE_MS = 200 }; /* after so long without an event memory goes back to the kernel */

struct hand hand;

static struct link control = {.source.fd = -1};
static struct source signals;
static volatile sig_atomic_t finished = false;

/* ---- the brain ---- */

/* A process that its user has moved elsewhere is still its unit's, as long as we know it: as our child, or as one that is watched. */
static void signal_cgroup(const SignalCgroup *order, uint64_t token)
{
    uint32_t count = 0;
    int error = order->signal < 0 || order->signal > SIGRTMAX
                    ? EINVAL
                    : cgroup_signal(order->path, order->signal, order->except.items, order->except.count, &count);
    if (error != EINVAL)
        count += spawn_signal_strays(order->path, order->signal, order->except.items, order->except.count);
    if (error)
        answer_failed(token, error, "signal cgroup %s", order->path);
    else
        link_send(&brain, Signalled_NUMBER, token, &(Signalled){.processes = count}, NULL, 0);
}

static void signal_process(const Signal *order, uint64_t token)
{
    int error = cgroup_signal_process(order->path, order->pid, order->signal, NULL);
    if (error == ESRCH)
        error = spawn_signal_stray(order->path, order->pid, order->signal, NULL);
    if (error == ESRCH)
        error = servant_signal_watched(order->pid, order->signal, NULL);
    answer(token, error, "signal process %d of cgroup %s", order->pid, order->path);
}

static void queue_signal(const QueueSignal *order, uint64_t token)
{
    siginfo_t info = signal_with_value(order->signal, order->value);
    int error = cgroup_signal_process(order->path, order->pid, order->signal, &info);
    if (error == ESRCH)
        error = spawn_signal_stray(order->path, order->pid, order->signal, &info.si_value);
    if (error == ESRCH)
        error = servant_signal_watched(order->pid, order->signal, &info);
    answer(token, error, "queue signal %d for process %d of cgroup %s", order->signal, order->pid, order->path);
}

/* Signals; false for other orders. */
static bool signal_order(const struct message *message)
{
    if (message->type->number == SignalCgroup_NUMBER) {
        signal_cgroup(message->fields, message->token);
        return true;
    }
    if (message->type->number == Signal_NUMBER) {
        signal_process(message->fields, message->token);
        return true;
    }
    if (message->type->number == QueueSignal_NUMBER) {
        queue_signal(message->fields, message->token);
        return true;
    }
    return false;
}

/* Notes for processes on their way that a signal may reach them. */
static void note_signal(const struct message *message)
{
    if (message->type->number == SignalCgroup_NUMBER)
        spawn_signalling(((const SignalCgroup *)message->fields)->path);
    else if (message->type->number == Signal_NUMBER)
        spawn_signalling(((const Signal *)message->fields)->path);
    else if (message->type->number == QueueSignal_NUMBER)
        spawn_signalling(((const QueueSignal *)message->fields)->path);
}

static void brain_received(struct link *link, struct message *message)
{
    (void)link;
    const void *fields = message->fields;
    note_signal(message);
    switch (message->type->number) {
    case EndHand_NUMBER:
        answer_done(message->token);
        finished = true;
        return;
    case Spawn_NUMBER:
        spawn_order(fields, message);
        return;
    case AttachLog_NUMBER:
        spawn_attach_log(fields, message);
        return;
    case ForgetProcess_NUMBER:
        spawn_forget(fields, message->token);
        return;
    case BuryProcess_NUMBER:
        spawn_bury(fields, message->token);
        return;
    case FetchStored_NUMBER:
        kept_fetch(message->token);
        return;
    case ReopenLog_NUMBER:
        log_reopen(fields, message->token);
        return;
    default:
        if (cgroup_root_descriptor() < 0 && scattered_order(message))
            return;
        if (!signal_order(message) && !servant_order(message) && !files_order(message) && !tree_order(message) && !conditions_order(message) &&
            !sockets_order(message) && !paths_order(message) && !listen_order(message))
            answer_failed(message->token, ENOSYS, "%s is no order to a hand", message->type->name);
    }
}

static void brain_ended_here(struct link *link)
{
    link_close(link); /* everything is kept for the next one */
}

static void welcome(void)
{
    gid_t groups[256];
    uint32_t group_items[256];
    Limit limits[LIMITS];
    char cgroup[1024];
    int group_count = getgroups(256, groups);
    for (int i = 0; i < group_count; i++)
        group_items[i] = groups[i];
    for (uint32_t i = 0; i < LIMITS; i++)
        limits[i] = (Limit){i, startup.limits[i].rlim_cur, startup.limits[i].rlim_max};
    mode_t mask = umask(0);
    umask(mask);
    cgroup_of(getpid(), cgroup, sizeof cgroup);
    uint32_t variables = 0;
    while (hand.environment[variables])
        variables++;
    HandWelcome message = {
        .version = PROTOCOL_VERSION,
        .uid = hand.uid,
        .gid = hand.gid,
        .groups = {group_count > 0 ? (uint32_t)group_count : 0, group_items},
        .pid = getpid(),
        .user = hand.user,
        .home = hand.home,
        .shell = hand.shell,
        .cgroup = cgroup,
        .environment = {variables, (TEXT *)hand.environment},
        .limits = {LIMITS, limits},
        .umask = mask,
        .cgroups = cgroup_root_descriptor() >= 0,
    };
    link_send(&brain, HandWelcome_NUMBER, 0, &message, NULL, 0);
#ifdef LATER_VERSION /* see the Makefile */
    link_send(&brain, Later_NUMBER, 0, &(Later){.text = "news"}, NULL, 0);
#endif
    kept_tell();
    spawn_tell();
    link_send(&brain, HandComplete_NUMBER, 0, &(HandComplete){0}, NULL, 0);
}

/* ---- the keeper ---- */

/* The keeper introduces a new brain: its socket is attached. Or it is another program, and has us become that one before. */
static void control_received(struct link *link, struct message *message)
{
    int socket = message_take(message, 0);
    if (message->type->number == Replace_NUMBER && socket >= 0) {
        hand_replace(socket, link);
        return;
    }
    if (message->type->number != KeepDescriptor_NUMBER || socket < 0)
        return;
    link_close(&brain);
    tree_forget();
    paths_forget();
    listen_forget();
    spawn_detach_log();
    brain.received = brain_received;
    brain.refused = servant_refused;
    brain.ended = brain_ended_here;
    if (link_open(&brain, socket) < 0) {
        say_errno("watch the brain's socket");
        close(socket);
        return;
    }
    welcome();
}

/* Without a keeper no brain can find this hand any more: another one will take its services over. */
static void control_ended(struct link *link)
{
    link_close(link);
    finished = true;
}

/* A later keeper may have more to say. */
static void control_refused(struct link *link, uint16_t number, uint64_t token, int error)
{
    (void)link;
    (void)number;
    (void)token;
    (void)error;
}

/* ---- the rest ---- */

static void heard(const struct watch *watch, uint32_t mask, const char *entry)
{
    if (watch->purpose == WATCH_TREE)
        tree_heard(watch, entry);
    else
        paths_heard(watch, mask, entry);
}

static void signals_ready(struct source *source, uint32_t events)
{
    (void)events;
    struct signalfd_siginfo information;
    while (read(source->fd, &information, sizeof information) == sizeof information) {
        if (information.ssi_signo == SIGCHLD)
            spawn_reap();
        else
            finished = true;
    }
}

static void told_to_end(int number)
{
    (void)number;
    finished = true;
}

void hand_open_to_end(bool open)
{
    sigset_t end;
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    sigprocmask(open ? SIG_UNBLOCK : SIG_BLOCK, &end, NULL);
}

static void open_signals(void)
{
    sigset_t handled;
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = told_to_end}, NULL);
    sigemptyset(&handled);
    sigaddset(&handled, SIGCHLD);
    sigaddset(&handled, SIGTERM);
    sigprocmask(SIG_SETMASK, &handled, NULL);
    signals = (struct source){signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK), signals_ready};
    if (signals.fd < 0 || loop_add(&signals, EPOLLIN) < 0)
        say_errno("watch signals");
}

/* Tells the keeper why there will be no hand, and ends. */
static _Noreturn void give_up(int error, const char *step, const char *reason)
{
    char text[512];
    snprintf(text, sizeof text, "%s: %s", step, reason);
    link_send(&control, Failed_NUMBER, 0, &(Failed){.error = error, .step = text}, NULL, 0);
    pam_close();
    _exit(1);
}

/* What root does before there is a user: place, priority, limits. */
static void prepare(const StartHand *order)
{
    setsid();
    if (order->cgroup[0] && cgroup_root_descriptor() >= 0) {
        int error = cgroup_enter(order->cgroup);
        if (error)
            give_up(error, "enter the cgroup", order->cgroup);
    }
    /* The files are root's while the process isn't dumpable; rootless, where the user is nobody else, it has to be for a moment. */
    if (options.rootless)
        prctl(PR_SET_DUMPABLE, 1);
    inherit_open();
    prctl(PR_SET_DUMPABLE, 0);
    inherit_oom_score(order->oomScore);
    startup_restore_limits();
}

/* What PAM has set is what services begin with; the hand itself needs descriptors for all their pipes. */
static void take_limits(void)
{
    for (int i = 0; i < LIMITS; i++)
        getrlimit((__rlimit_resource_t)i, &startup.limits[i]);
    rlim_t most = startup.limits[RLIMIT_NOFILE].rlim_max;
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){most, most});
}

/* Lets go of the stack below here: orders about files use much of it, at rest next to none is needed. */
static void shed_stack(void)
{
    enum { DEPTH = 256 * 1024, NEAR = 4096 };
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    uintptr_t end = (here - NEAR) & ~(page - 1);
    /* What lies below the stack's end is never mapped (stack_guard_gap), and that this reaches there is no harm. */
    if (madvise((void *)(end - DEPTH), DEPTH, MADV_DONTNEED) < 0 && errno != ENOMEM)
        say_errno("give stack back");
}

static _Noreturn void live(void)
{
    bool used = true;
    while (!finished) {
        bool busy = loop_turn(used ? IDLE_MS : -1);
        paths_settle();
        hand_replace_settle();
        if (!busy && used) {
            malloc_trim(0);
            shed_stack();
        }
        used = busy;
    }
    pam_close();
    _exit(0);
}

static void name_process(void)
{
    char name[32];
    snprintf(name, sizeof name, "hearth-hand[%u]", hand.uid);
    say_as(name);
    say_little();
    prctl(PR_SET_NAME, "hearth-hand");
    set_title("hearth-hand");
}

_Noreturn void hand_run(const StartHand *order, int socket)
{
    const char *reason = "";
    signals_reset();
    int root = cgroup_root_descriptor();
    int kept[] = {socket < root ? socket : root, socket < root ? root : socket};
    close_all_but(kept, 2);
    holder_forget();
    hand = (struct hand){.uid = order->uid, .gid = order->gid, .user = order->user, .home = order->home, .shell = order->shell, .cgroup = order->cgroup};
    name_process();
    loop_open();
    control = (struct link){.received = control_received, .refused = control_refused, .ended = control_ended};
    if (link_open(&control, socket) < 0)
        _exit(1);
    prepare(order);
    const char *step = identity_take(order, &reason);
    if (step)
        give_up(errno, step, reason);
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    take_limits();
    if (chdir(order->home) < 0 && chdir("/") < 0)
        say_errno("change to /");
    open_signals();
    servant_open(heard);
    servant_hold_back(spawn_awaits);
    link_send(&control, Done_NUMBER, 0, &(Done){0}, NULL, 0);
    startup_shed_code();
    live();
}

/* ---- another program ---- */

static const char *copy(const char *text)
{
    const char *copied = strdup(text);
    return copied ? copied : "";
}

static void take_up_hand(const HandState *saved)
{
    char **environment = calloc(saved->environment.count + 1, sizeof *environment);
    if (!environment)
        _exit(1);
    for (uint32_t i = 0; i < saved->environment.count; i++)
        environment[i] = strdup(saved->environment.items[i]);
    hand = (struct hand){.uid = saved->uid, .gid = saved->gid, .user = copy(saved->user), .home = copy(saved->home),
                         .shell = copy(saved->shell), .cgroup = copy(saved->cgroup), .environment = environment};
    name_process();
    inherit_take_up(saved);
    pam_take_up(saved->pamProcess, saved->pam);
    control = (struct link){.received = control_received, .refused = control_refused, .ended = control_ended};
    if (link_open(&control, saved->control) < 0)
        _exit(1);
}

static void take_up(const struct message_type *type, const void *fields)
{
    if (type->number == StartupState_NUMBER)
        state_take_startup(fields);
    else if (type->number == HandState_NUMBER)
        take_up_hand(fields);
    else if (type->number == CgroupState_NUMBER && cgroup_root_descriptor() < 0)
        scattered_take_up(fields);
    else if (!servant_take_up(type, fields))
        spawn_take_up(type, fields);
}

void hand_take_up(int memfd)
{
    bool is_hand;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    loop_open();
    servant_open(heard);
    servant_hold_back(spawn_awaits);
    open_signals();
    state_read(memfd, &is_hand, take_up);
    close(memfd);
    spawn_reap(); /* whoever has ended meanwhile */
    startup_shed_code();
    live();
}
