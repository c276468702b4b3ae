#include "holder.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "close.h"
#include "control.h"
#include "holdings.h"
#include "keeper.h"
#include "lock.h"
#include "loop.h"
#include "say.h"

enum {
    HEALTHY_MS = 2 * 1000, /* a keeper that has lived for so long did not die of its start */
    END_MS = 5 * 1000, /* what is killed ends at once */
    RETRY_MS = 1000        /* until a keeper is started again for which there was no process */
};

/* How long to wait after the first, second, ... quick death of a keeper; the last for all that follow. */
static const int delays_ms[] = {0, 100, 500, 1000, 2000};

static const char holder_name[] = "hearth-holder";
static const char keeper_name[] = "hearth-keeper";

static int signals = -1;
static int keeper_socket = -1;
static pid_t keeper_pid = -1;
static int64_t started_ms;
static int64_t next_start_ms = 0;
static unsigned quick_deaths = 0;
static int stop_signal = 0; /* that was asked for; 0: none */
static int exit_status = -1; /* -1: go on */
static bool replacing = false; /* the keeper is ended for another program */

static void open_signals(void)
{
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGCHLD);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGINT);
    sigaddset(&handled, SIGHUP);
    sigprocmask(SIG_BLOCK, &handled, NULL);
    signals = signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) {
        say_errno("watch signals");
        exit(1);
    }
}

/* In the keeper: what belongs to the holder alone goes. */
static void become_keeper(pid_t pid, int socket)
{
    prctl(PR_SET_NAME, keeper_name);
    close(signals);
    signals = -1;
    holder_link_begin(pid, socket);
    /* Out of the holder's process group: Ctrl-C at a terminal is the holder's to pass on, once. */
    setsid();
}

static void start_keeper(void)
{
    int pair[2];
    started_ms = loop_now_ms();
    pid_t self = getpid();
    holdings_watch();
    pid_t pid = -1;
    if (notice_open_pair(pair) == 0) {
        pid = fork();
        if (pid == 0) {
            close(pair[0]);
            close_let_go();
            become_keeper(self, pair[1]);
            exit(keeper_run());
        }
        close(pair[1]);
        if (pid < 0)
            close(pair[0]);
    }
    if (pid < 0) {
        say_errno("start the keeper");
        next_start_ms = started_ms + RETRY_MS;
        return;
    }
    keeper_pid = pid;
    keeper_socket = pair[0];
    startup_shed_code();
    if (stop_signal)
        kill(keeper_pid, stop_signal);
}

static void take_notices(void)
{
    struct notice notice;
    int fd;
    while (keeper_socket >= 0 && notice_receive(keeper_socket, &notice, &fd))
        holdings_take(&notice, fd);
}

/* Two brains must not be: the one that a dead keeper has left behind goes first. */
static void end_brain(void)
{
    for (struct holding *one = holdings; one; one = one->next) {
        if (one->kind != KEEP_BRAIN || one->pid <= 0)
            continue;
        if (waitpid(one->pid, NULL, WNOHANG) == 0) { /* else it isn't ours, and gone */
            kill(one->pid, SIGKILL);
            struct pollfd end = {pidfd_open(one->pid, 0), POLLIN, 0};
            poll(&end, 1, END_MS); /* longer only where the kernel holds a thread of it, which runs no more */
            close(end.fd);
            waitpid(one->pid, NULL, WNOHANG);
        }
        one->pid = -1;
    }
}

static void keeper_ended(int code, int status)
{
    take_notices();
    close(keeper_socket);
    keeper_socket = -1;
    keeper_pid = -1;
    if (code == CLD_EXITED && (status == 0 || status == EXIT_SERVED_ALREADY)) {
        exit_status = status;
        return;
    }
    end_brain();
    if (replacing) {
        next_start_ms = 0;
        return;
    }
    if (loop_now_ms() - started_ms > HEALTHY_MS)
        quick_deaths = 0;
    size_t last = sizeof delays_ms / sizeof *delays_ms - 1;
    int delay = delays_ms[quick_deaths < last ? quick_deaths : last];
    quick_deaths++;
    next_start_ms = loop_now_ms() + delay;
    say("the keeper has ended (%s %d), starting it again in %d ms", code == CLD_EXITED ? "exit status" : "signal", status, delay);
}

/* Tells the keeper about a child of ours, before it is waited for: until then its number is nobody else's. */
static void pass_on(struct notice *notice)
{
    if (notice->kind == ENDED)
        holdings_child_ended(notice);
    if (keeper_socket >= 0 && notice_send(keeper_socket, notice, -1) == EAGAIN) {
        say("the keeper doesn't listen: it is killed, and another takes over");
        kill(keeper_pid, SIGKILL);
    }
}

static void reap(void)
{
    for (;;) {
        siginfo_t child = {0};
        if (waitid(P_ALL, 0, &child, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) < 0 || child.si_pid == 0)
            return;
        bool stopped = child.si_code == CLD_STOPPED || child.si_code == CLD_TRAPPED;
        struct notice notice = {.kind = stopped ? STOPPED : ENDED, .uid = child.si_uid, .pid = child.si_pid, .code = child.si_code, .status = child.si_status};
        if (!stopped)
            cgroup_of(child.si_pid, notice.text, sizeof notice.text);
        if (child.si_pid != keeper_pid)
            pass_on(&notice);
        waitid(P_PID, (id_t)child.si_pid, &child, WEXITED | WSTOPPED | WNOHANG);
        if (notice.pid == keeper_pid && !stopped) {
            keeper_ended(notice.code, notice.status);
        } else if (notice.pid == keeper_pid) {
            say("the keeper was stopped by a signal: it is killed, and another takes over");
            kill(keeper_pid, SIGKILL);
        }
    }
}

static void take_signals(void)
{
    struct signalfd_siginfo information;
    while (read(signals, &information, sizeof information) == sizeof information) {
        int number = (int)information.ssi_signo;
        if (number == SIGCHLD) {
            reap();
            continue;
        }
        if (number != SIGHUP)
            stop_signal = number;
        if (keeper_pid > 0)
            kill(keeper_pid, number);
    }
}

bool holder_end_keeper(void)
{
    struct pollfd ready = {signals, POLLIN, 0};
    replacing = true;
    while (keeper_pid > 0 && exit_status < 0) {
        kill(keeper_pid, SIGKILL);
        poll(&ready, 1, -1);
        take_signals();
    }
    replacing = false;
    return exit_status < 0 && !stop_signal;
}

/* Holds until all is over; returns the exit status. */
static int hold(void)
{
    while (exit_status < 0) {
        int wait = -1;
        if (keeper_pid < 0 && stop_signal && quick_deaths > 1)
            return 0; /* there will be no keeper to stop anything */
        if (keeper_pid < 0) {
            int64_t left = next_start_ms - loop_now_ms();
            wait = left > 0 ? (int)left : 0;
            if (wait == 0) {
                start_keeper();
                continue;
            }
        }
        int again = close_wait_ms();
        if (again >= 0 && (wait < 0 || again < wait))
            wait = again;
        struct pollfd ready[] = {{signals, POLLIN, 0}, {keeper_socket, POLLIN, 0}, {control_descriptor(), POLLIN, 0}};
        poll(ready, 3, wait);
        if (again >= 0)
            close_again();
        if (ready[1].revents & POLLIN)
            take_notices();
        if (ready[1].revents & POLLHUP && !(ready[0].revents & POLLIN))
            poll(ready, 1, -1); /* what counts is the process */
        take_signals();
        if (ready[2].revents & POLLIN && exit_status < 0)
            holder_take_order();
    }
    control_close();
    return exit_status;
}

int holder_run(void)
{
    if (!startup_run())
        return EXIT_SERVED_ALREADY;
    prctl(PR_SET_NAME, holder_name);
    open_signals();
    return hold();
}

int holder_take_up(int memfd)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, holder_name);
    holder_take_up_state(memfd);
    open_signals();
    start_keeper();
    holder_tell_taken_up();
    return hold();
}

void holder_become(pid_t child, int socket)
{
    keeper_pid = child;
    keeper_socket = socket;
    started_ms = loop_now_ms();
    prctl(PR_SET_NAME, holder_name);
    int further[] = {socket, cgroup_root_descriptor(), lock_descriptor(), control_descriptor()};
    unsigned count;
    int *kept = holdings_descriptors(further, sizeof further / sizeof *further, &count);
    if (kept)
        close_all_but(kept, count);
    free(kept);
    open_signals();
    reap(); /* whoever has ended up to now was told to nobody */
    malloc_trim(0);
    startup_shed_code();
    exit(hold());
}
