#include "holder.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "control.h"
#include "holdings.h"
#include "keeper.h"
#include "lock.h"
#include "loop.h"
#include "say.h"
#include "servant.h"

enum {
    SEND_SECONDS = 5,     /* a notice waits for so long for room: its reader has stopped reading, and is ended */
    HEALTHY_MS = 2 * 1000, /* a keeper that has lived for so long did not die of its start */
    RETRY_MS = 1000       /* between attempts of a keeper to make itself a holder */
};

/* How long to wait after the first, second, ... quick death of a keeper; the last for all that follow. */
static const int delays_ms[] = {0, 100, 500, 1000, 2000};

static const char holder_name[] = "hearth-holder";
static const char keeper_name[] = "hearth-keeper";

/* ---- notices ---- */

/* Sends a notice; the descriptor stays the caller's. */
static int send_notice(int socket, const struct notice *notice, int fd)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {.room = {0}};
    size_t length = offsetof(struct notice, text) + strlen(notice->text) + 1;
    struct msghdr datagram = {.msg_iov = &(struct iovec){(void *)(uintptr_t)notice, length}, .msg_iovlen = 1};
    if (fd >= 0) {
        datagram.msg_control = &control;
        datagram.msg_controllen = sizeof control.room;
        struct cmsghdr *c = CMSG_FIRSTHDR(&datagram);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    while (sendmsg(socket, &datagram, MSG_NOSIGNAL) < 0)
        if (errno != EINTR)
            return errno;
    return 0;
}

/* Receives a notice without waiting; false where there is none. */
static bool receive_notice(int socket, struct notice *notice, int *fd)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr datagram = {.msg_iov = &(struct iovec){notice, sizeof *notice}, .msg_iovlen = 1,
                              .msg_control = &control, .msg_controllen = sizeof control};
    *fd = -1;
    ssize_t length = recvmsg(socket, &datagram, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length <= (ssize_t)offsetof(struct notice, text))
        return false;
    notice->text[NOTICE_TEXT - 1] = 0;
    const struct cmsghdr *c = CMSG_FIRSTHDR(&datagram);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(c), sizeof *fd);
    return true;
}

static int open_pair(int pair[2])
{
    struct timeval patience = {.tv_sec = SEND_SECONDS};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -1;
    for (int i = 0; i < 2; i++)
        setsockopt(pair[i], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return 0;
}

/* ---- the keeper's side ---- */

static struct source holder = {.fd = -1};
static pid_t holder_pid = -1;
static bool holding = false;  /* this process is becoming the holder: what it would tell one is its own */
static int64_t succeeded_ms = -RETRY_MS; /* when there was no holder the last time: one that dies at once must not make it a storm of forks */
static int64_t retry_ms = 0; /* when to look for a holder again; 0: there is one, or none was ever */

static void tell(struct notice *notice, const char *text, int fd)
{
    if (!holding && holder.fd < 0)
        return;
    snprintf(notice->text, sizeof notice->text, "%s", text);
    if (holding)
        holdings_take(notice, fd);
    else if (send_notice(holder.fd, notice, fd) == EAGAIN && getppid() == holder_pid)
        kill(holder_pid, SIGKILL); /* its end is noticed as any other */
}

void holder_keep_descriptor(const char *name, int fd)
{
    tell(&(struct notice){.kind = KEEP_DESCRIPTOR}, name, fd);
}

void holder_drop_descriptor(const char *name)
{
    tell(&(struct notice){.kind = DROP_DESCRIPTOR}, name, -1);
}

void holder_keep_hand(uid_t uid, pid_t pid, const char *cgroup, int control)
{
    tell(&(struct notice){.kind = KEEP_HAND, .uid = uid, .pid = pid}, cgroup, control);
}

void holder_hand_ended(pid_t pid, int code, int status)
{
    tell(&(struct notice){.kind = ENDED, .pid = pid, .code = code, .status = status}, "", -1);
}

void holder_drop_hand(pid_t pid)
{
    tell(&(struct notice){.kind = DROP_HAND, .pid = pid}, "", -1);
}

void holder_keep_cgroup(const char *path)
{
    tell(&(struct notice){.kind = KEEP_CGROUP}, path, -1);
}

void holder_drop_cgroup(const char *path)
{
    tell(&(struct notice){.kind = DROP_CGROUP}, path, -1);
}

void holder_keep_brain(pid_t pid, unsigned restarts)
{
    tell(&(struct notice){.kind = KEEP_BRAIN, .pid = pid, .status = (int)restarts}, "", -1);
}

void holder_hear(void)
{
    struct notice notice;
    int fd;
    while (holder.fd >= 0 && receive_notice(holder.fd, &notice, &fd)) {
        if (fd >= 0)
            close(fd);
        if (notice.kind == ENDED)
            keeper_process_ended(notice.pid, notice.code, notice.status);
        else if (notice.kind == STOPPED)
            keeper_process_stopped(notice.pid);
    }
}

static void holder_ready(struct source *source, uint32_t events)
{
    holder_hear();
    if (!(events & EPOLLHUP))
        return;
    loop_close(source);
    say("the holder has ended: this process takes its place");
    int64_t now = loop_now_ms();
    retry_ms = succeeded_ms + RETRY_MS > now ? succeeded_ms + RETRY_MS : now;
}

void holder_listen(void)
{
    holder.ready = holder_ready;
    if (holder.fd >= 0 && loop_add(&holder, EPOLLIN) < 0)
        say_errno("listen to the holder");
}

int holder_wait_ms(void)
{
    if (retry_ms == 0)
        return -1;
    int64_t left = retry_ms - loop_now_ms();
    return left > 0 ? (int)left : 0;
}

void holder_forget(void)
{
    holder.fd = -1;
}

bool holder_has(pid_t pid)
{
    char path[32], line[512];
    int parent = -1;
    if (holder.fd < 0)
        return false;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "re");
    size_t length = file ? fread(line, 1, sizeof line - 1, file) : 0;
    if (file)
        fclose(file);
    line[length] = 0;
    const char *rest = strrchr(line, ')'); /* a name may have parentheses in it */
    return rest && sscanf(rest, ") %*c %d", &parent) == 1 && parent == holder_pid;
}

bool holder_ask_end(pid_t pid, struct source *pidfd, int *code, int *status)
{
    /* PIDFD_GET_INFO of linux/pidfd.h, which older headers lack; before Linux 6.15 nobody knows how it ended. */
    struct {
        uint64_t mask;
        uint64_t cgroup;
        uint32_t ids[11];
        int32_t exit_code;
    } information = {.mask = 1 << 3 /* PIDFD_INFO_EXIT */};
    if (holder_has(pid)) {
        loop_change(pidfd, 0);
        return false;
    }
    *code = CLD_KILLED;
    *status = SIGKILL;
    if (ioctl(pidfd->fd, _IOWR(0xff, 11, information), &information) == 0 && (information.mask & 1 << 3))
        status_split(information.exit_code, code, status);
    holder_hear();
    return true;
}

/* ---- the holder ---- */

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
static void become_keeper(int socket)
{
    prctl(PR_SET_NAME, keeper_name);
    close(signals);
    signals = -1;
    holder.fd = socket;
    /* The holder may have been a keeper once: see also keeper_forget. */
    holding = false;
    retry_ms = 0;
    /* Out of the holder's process group: Ctrl-C at a terminal is the holder's to pass on, once. */
    setsid();
}

static void start_keeper(void)
{
    int pair[2];
    started_ms = loop_now_ms();
    holder_pid = getpid();
    holdings_watch();
    pid_t pid = -1;
    if (open_pair(pair) == 0) {
        pid = fork();
        if (pid == 0) {
            close(pair[0]);
            become_keeper(pair[1]);
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
    while (keeper_socket >= 0 && receive_notice(keeper_socket, &notice, &fd))
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
            waitpid(one->pid, NULL, 0);
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
    holdings_take(notice, -1);
    if (keeper_socket >= 0 && send_notice(keeper_socket, notice, -1) == EAGAIN) {
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
        struct notice notice = {.kind = stopped ? STOPPED : ENDED, .pid = child.si_pid, .code = child.si_code, .status = child.si_status};
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
        struct pollfd ready[] = {{signals, POLLIN, 0}, {keeper_socket, POLLIN, 0}, {control_descriptor(), POLLIN, 0}};
        poll(ready, 3, wait);
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

/* ---- a keeper without a holder ---- */

/* Goes on as the holder of a keeper that is a fork of this process. */
static _Noreturn void become_holder(pid_t child, int socket)
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

void holder_succeed(void)
{
    int pair[2];
    succeeded_ms = loop_now_ms();
    retry_ms = succeeded_ms + RETRY_MS;
    holder_pid = getpid();
    if (open_pair(pair) < 0) {
        say_errno("make a holder: socketpair");
        return;
    }
    pid_t pid = fork();
    if (pid < 0) {
        say_errno("make a holder: fork");
        close(pair[0]);
        close(pair[1]);
        return;
    }
    if (pid > 0) {
        holding = true;
        keeper_hold_all();
        keeper_forget();
        holdings_watch();
        lock_renew();
        become_holder(pid, pair[0]);
    }
    close(pair[0]);
    retry_ms = 0;
    holder.fd = pair[1];
    keeper_resume();
    holder_listen();
}
