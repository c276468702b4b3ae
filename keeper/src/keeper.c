#include "keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "close.h"
#include "holder.h"
#include "holdings.h"
#include "kept.h"
#include "loop.h"
#include "say.h"
#include "servant.h"

enum {
    SHUTDOWN_MS = 90 * 1000,     /* for the brain to stop all users' units: systemd's own DefaultTimeoutStopSec */
    KILL_MS = 2 * 1000           /* from SIGKILL to giving up on the brain */
};

static struct source signals;
static int64_t stop_deadline_ms = 0; /* 0: not stopping */
static bool finished = false;
static int exit_status = 0;

void keeper_order(struct link *link, struct message *message)
{
    (void)link;
    switch (message->type->number) {
    case StartHand_NUMBER:
        hands_start(message->fields, message->token);
        return;
    case SignalHand_NUMBER:
        hands_signal(message->fields, message->token);
        return;
    case MountRuntimeDirectory_NUMBER:
        if (options.rootless)
            answer_failed(message->token, EPERM, "mount a runtime directory");
        else
            runtime_directory_mount(message->fields, message->token);
        return;
    case UnmountRuntimeDirectory_NUMBER:
        if (options.rootless)
            answer_failed(message->token, EPERM, "unmount a runtime directory");
        else
            runtime_directory_unmount(message->fields, message->token);
        return;
    case RemoveIpc_NUMBER:
        ipc_remove(message->fields, message->token);
        return;
    case PublishState_NUMBER:
        if (options.rootless)
            answer_failed(message->token, EPERM, "set room aside for state");
        else
            state_directories_publish(message->token);
        return;
    case IntroduceHand_NUMBER:
        hands_introduce(message->fields, message->token);
        return;
    case Alive_NUMBER:
        brain_alive(message->fields, message->token);
        return;
    case AskLastEnd_NUMBER:
        brain_tell_last_end(message->token);
        return;
    case StartSession_NUMBER:
        session_start(message->fields, message);
        return;
    case AskOrphans_NUMBER:
        orphans_tell(message->fields, message->token);
        return;
    case ForgetOrphans_NUMBER:
        orphans_forget(message->fields, message->token);
        return;
    default:
        if (!servant_order(message))
            answer_failed(message->token, ENOSYS, "%s is no order to the keeper", message->type->name);
    }
}

void keeper_reap(void)
{
    for (;;) {
        siginfo_t child = {0};
        char cgroup[1024];
        /* Until it is waited for, the kernel knows where it was, and if this process dies now the holder learns how it ended. */
        if (waitid(P_ALL, 0, &child, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) < 0 || child.si_pid == 0)
            return;
        pid_t pid = child.si_pid;
        if (child.si_code == CLD_STOPPED || child.si_code == CLD_TRAPPED) {
            child.si_pid = 0;
            if (waitid(P_PID, (id_t)pid, &child, WSTOPPED | WNOHANG) == 0 && child.si_pid == pid)
                keeper_process_stopped(pid);
            continue;
        }
        cgroup_of(pid, cgroup, sizeof cgroup);
        keeper_process_ended(&(struct ended){pid, child.si_uid, cgroup, child.si_code, child.si_status});
        waitid(P_PID, (id_t)pid, &child, WEXITED | WNOHANG);
    }
}

void keeper_process_stopped(pid_t pid)
{
    brain_stopped(pid);
    hands_stopped(pid);
    ipc_stopped(pid);
}

void keeper_process_ended(const struct ended *ended)
{
    int code = ended->code;
    int status = ended->status;
    if (ended->pid == brain_pid) {
        bool meant = brain_ended(code, status);
        if (meant || stop_deadline_ms)
            finished = true;
        if (meant)
            exit_status = status == BRAIN_SERVED_ALREADY ? EXIT_SERVED_ALREADY : status;
    } else if (hands_ended(ended->pid, code, status) || ipc_ended(ended->pid, code, status)) {
        holder_drop_orphan(ended->pid); /* which it may have taken it for, where it was its child */
    } else {
        orphans_keep(ended);
        servant_process_ended(ended->pid, code, status);
    }
}

/* Begins to end, or when asked again stops waiting. */
static void stop(int signal)
{
    if (stop_deadline_ms) {
        stop_deadline_ms = loop_now_ms();
        return;
    }
    stop_deadline_ms = loop_now_ms() + SHUTDOWN_MS;
    if (brain_pid < 0)
        finished = true;
    link_send(&brain, Shutdown_NUMBER, 0, &(Shutdown){.signal = signal, .stopUsers = !options.keep_users}, NULL, 0);
}

static void signals_ready(struct source *source, uint32_t events)
{
    (void)events;
    struct signalfd_siginfo information;
    while (read(source->fd, &information, sizeof information) == sizeof information) {
        if (information.ssi_signo == SIGCHLD)
            keeper_reap();
        else if (information.ssi_signo == SIGHUP)
            link_send(&brain, Reload_NUMBER, 0, &(Reload){0}, NULL, 0);
        else
            stop((int)information.ssi_signo);
    }
}

static void open_signals(void)
{
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGCHLD);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGINT);
    sigaddset(&handled, SIGHUP);
    sigprocmask(SIG_BLOCK, &handled, NULL);
    signals = (struct source){signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK), signals_ready};
    if (signals.fd < 0 || loop_add(&signals, EPOLLIN) < 0) {
        say_errno("watch signals");
        exit(1);
    }
}

/* Past its time the brain is killed; whatever it had still to do is done by killing everything. */
static void enforce_deadline(void)
{
    say("the brain has not stopped in time");
    if (brain_pid > 0)
        kill(brain_pid, SIGKILL);
    stop_deadline_ms = loop_now_ms() + KILL_MS;
    while (!finished && loop_now_ms() < stop_deadline_ms)
        loop_turn((int)(stop_deadline_ms - loop_now_ms()));
    finished = true;
}

/* Takes up what a keeper that has died had, which the holder has kept; the holder's list is ours, being its fork. */
static void restore(void)
{
    for (struct holding *held; (held = holdings_pop());) {
        if (held->kind == KEEP_DESCRIPTOR)
            kept_restore(held->text, held->fd);
        else if (held->kind == KEEP_CGROUP)
            servant_watch_cgroup(held->text);
        else if (held->kind == KEEP_HAND)
            hands_restore(held);
        else if (held->kind == KEEP_ORPHAN)
            orphans_restore(&(struct ended){held->pid, held->uid, held->text, held->code, held->status});
        else
            brain_restore((unsigned)held->status + 1);
        free(held);
    }
}

void keeper_hold_all(void)
{
    servant_hold_all();
    hands_hold_all();
    orphans_hold_all();
    brain_hold();
}

void keeper_forget(void)
{
    stop_deadline_ms = 0;
    hands_forget();
    ipc_forget();
    orphans_forget_all();
    brain_forget();
}

void keeper_resume(void)
{
    loop_close(&signals);
    open_signals();
    hands_resume();
    brain_resume();
}

int keeper_run(void)
{
    startup_keeper();
    loop_open();
    servant_open(NULL);
    servant_remember(orphans_know);
    open_signals();
    restore();
    holder_listen();
    while (!finished) {
        int wait = brain_wait_ms();
        if (stop_deadline_ms) {
            wait = (int)(stop_deadline_ms - loop_now_ms());
            if (wait <= 0) {
                enforce_deadline();
                break;
            }
        } else if (wait == 0) {
            brain_start();
            wait = -1;
        }
        int patience = brain_patience_ms();
        if (patience >= 0 && (wait < 0 || patience < wait))
            wait = patience;
        int holderless = holder_wait_ms();
        if (holderless >= 0 && (wait < 0 || holderless < wait))
            wait = holderless;
        int again = close_wait_ms();
        if (again >= 0 && (wait < 0 || again < wait))
            wait = again;
        if (!loop_turn(wait) || patience == 0)
            brain_judge();
        if (again >= 0)
            close_again();
        if (holderless == 0)
            holder_succeed();
    }
    if (!options.keep_users && exit_status == 0)
        hands_stop_all();
    return exit_status;
}
