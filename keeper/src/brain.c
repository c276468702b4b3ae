/* The brain's life: started without any capability, started again when it dies. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"
#include "holder.h"
#include "kept.h"
#include "loop.h"
#include "say.h"
#include "servant.h"

enum {
    BRAIN_DESCRIPTOR = 3,
    HEARINGS = 64, /* turns in which a late brain's words are still looked for: thousands of messages */
    GONE_MS = 1000, /* a process has ended that long after its link, or something holds it */
    HEALTHY_MS = 2 * 1000 /* who has lived that long did not die of its start: that takes half a second */
};

/* How long to wait after the first, second, ... quick death; the last for all that follow. */
static const int delays_ms[] = {0, 100, 500, 1000, 2000};

pid_t brain_pid = -1;

static int64_t started_ms;
static int64_t next_start_ms;
static unsigned quick_deaths = 0;
static uint32_t restarts = 0;

static int64_t heartbeat_due_ms = 0; /* 0: none is expected */
static int64_t gone_ms = 0;          /* when the link to the brain had ended, or it was killed, or was last looked at since; 0: it is there */
static bool hung = false;            /* this brain is being killed for it */
static bool stopped = false;         /* this brain is being killed since it was stopped */
static LastEnd last_end;
static struct source end = {.fd = -1}; /* a pidfd, where the brain isn't our child */

/* Takes every capability, for good: bounding set, securebits (uid 0 means nothing at execve), permitted set, no_new_privs. */
static int renounce(void)
{
    for (int capability = 0; capability < 64; capability++)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno != EINVAL)
            return -1;
    if (prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED |
                                     SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
              0, 0, 0) < 0)
        return -1;
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, none);
}

static _Noreturn void become_brain(int socket, pid_t parent)
{
    signals_reset();
    if (dup2(socket, BRAIN_DESCRIPTOR) < 0) {
        say_errno("start the brain: dup2");
        _exit(126);
    }
    close_from(BRAIN_DESCRIPTOR + 1);
    if (!options.rootless && renounce() < 0) {
        say_errno("start the brain: give its capabilities up");
        _exit(126);
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    /* A keeper's death is its brain's, even where that one hangs: two brains must not be. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(126);
    execv(options.brain[0], options.brain);
    say_errno("execute %s", options.brain[0]);
    _exit(127);
}

/* Splits the controllers' names in place. */
static uint32_t split(char *names, TEXT *items, uint32_t limit)
{
    uint32_t count = 0;
    for (char *name; count < limit && (name = strsep(&names, " "));)
        if (*name)
            items[count++] = name;
    return count;
}

static void welcome(void)
{
    char names[sizeof startup.controllers];
    TEXT controllers[32];
    Limit limits[LIMITS];
    memcpy(names, startup.controllers, sizeof names);
    for (uint32_t i = 0; i < LIMITS; i++)
        limits[i] = (Limit){i, startup.limits[i].rlim_cur, startup.limits[i].rlim_max};
    Welcome message = {
        .version = PROTOCOL_VERSION,
        .rootless = options.rootless,
        .pam = startup.pam,
        .cgroupRoot = cgroup_root_descriptor() < 0 ? "" : cgroup_root(),
        .ownCgroup = startup.own_cgroup,
        .controllers = {split(names, controllers, 32), controllers},
        .limits = {LIMITS, limits},
        .restarts = restarts,
        .notes = {startup.note_count, startup.notes},
    };
    link_send(&brain, Welcome_NUMBER, 0, &message, NULL, 0);
#ifdef LATER_VERSION /* see the Makefile */
    link_send(&brain, Later_NUMBER, 0, &(Later){.text = "news"}, NULL, 0);
#endif
    kept_tell();
    hands_tell();
    link_send(&brain, Complete_NUMBER, 0, &(Complete){0}, NULL, 0);
}

/* The link may end before the process does; what counts is the process. */
static void brain_hung_up(struct link *link)
{
    link_close(link);
    keeper_reap();
    gone_ms = loop_now_ms();
}

/* Whether all of a process has ended but for a thread that the kernel holds, as in the close of a pipe whose lock somebody has: it is not told of
 * as ended then. */
static bool is_held(pid_t pid)
{
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (size <= 0)
        return false;
    text[size] = 0;
    const char *name_end = strrchr(text, ')');
    return name_end && strncmp(name_end, ") Z", 3) == 0;
}

/* Its link has ended, or it was killed, a while ago. */
static void judge_gone(void)
{
    gone_ms = loop_now_ms();
    if (!is_held(brain_pid))
        return;
    say("all that is left of the brain is a thread that the kernel holds: another takes over");
    keeper_process_ended(&(struct ended){brain_pid, getuid(), "", CLD_KILLED, SIGKILL});
}

void brain_start(void)
{
    int pair[2];
    started_ms = loop_now_ms();
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
        say_errno("start the brain: socketpair");
        brain_ended(0, 1);
        return;
    }
    pid_t self = getpid();
    brain_pid = kept_fork();
    if (brain_pid == 0)
        become_brain(pair[1], self);
    close(pair[1]);
    if (brain_pid < 0) {
        say_errno("start the brain: fork");
        close(pair[0]);
        brain_ended(0, 1);
        return;
    }
    brain_hold();
    brain.received = keeper_order;
    brain.refused = servant_refused;
    brain.ended = brain_hung_up;
    if (link_open(&brain, pair[0]) < 0)
        say_errno("watch the brain's socket");
    welcome();
}

void brain_hold(void)
{
    holder_keep_brain(brain_pid, restarts);
}

static void end_ready(struct source *source, uint32_t events)
{
    (void)events;
    pid_t pid = brain_pid;
    int code, status;
    if (holder_ask_end(pid, source, &code, &status) && pid == brain_pid)
        keeper_process_ended(&(struct ended){pid, getuid(), "", code, status});
}

void brain_resume(void)
{
    if (brain_pid < 0 || end.fd >= 0)
        return;
    end = (struct source){pidfd_open(brain_pid, 0), end_ready};
    if (end.fd < 0 || loop_add(&end, EPOLLIN) < 0)
        say_errno("watch the brain");
}

void brain_forget(void)
{
    end.fd = -1;
    brain_pid = -1;
    brain.source.fd = -1;
    next_start_ms = heartbeat_due_ms = gone_ms = 0;
    quick_deaths = 0;
    hung = stopped = false;
    last_end = (LastEnd){0};
}

void brain_restore(unsigned restarts_before)
{
    restarts = restarts_before;
}

void brain_alive(const Alive *order, uint64_t token)
{
    heartbeat_due_ms = order->patienceMs == 0 ? 0 : loop_now_ms() + order->patienceMs;
    answer_done(token);
}

static int until(int64_t ms)
{
    int64_t left = ms - loop_now_ms();
    return left > INT_MAX ? INT_MAX : left > 0 ? (int)left : 0;
}

/* Until its heartbeat is overdue. */
static int heartbeat_wait_ms(void)
{
    return brain_pid < 0 || heartbeat_due_ms == 0 || hung ? -1 : until(heartbeat_due_ms);
}

int brain_patience_ms(void)
{
    int heartbeat = heartbeat_wait_ms();
    int gone = brain_pid > 0 && gone_ms ? until(gone_ms + GONE_MS) : -1;
    return gone >= 0 && (heartbeat < 0 || gone < heartbeat) ? gone : heartbeat;
}

void brain_judge(void)
{
    if (brain_pid > 0 && gone_ms && until(gone_ms + GONE_MS) == 0)
        judge_gone();
    if (heartbeat_wait_ms() != 0)
        return;
    /* It may have been us who held still: what it has said meanwhile is heard first. */
    holder_hear();
    struct pollfd unheard = {brain.source.fd, POLLIN, 0};
    for (int i = 0; i < HEARINGS && heartbeat_wait_ms() == 0 && poll(&unheard, 1, 0) > 0 && brain.source.fd == unheard.fd; i++)
        brain.source.ready(&brain.source, EPOLLIN);
    if (heartbeat_wait_ms() != 0)
        return;
    say("the brain hangs: its heartbeat is overdue; it is killed, and another takes over");
    hung = true;
    kill(brain_pid, SIGKILL);
    gone_ms = loop_now_ms(); /* what the kernel holds of it may hold its link, too: the end of a process closes what was opened last first */
}

void brain_stopped(pid_t pid)
{
    if (pid != brain_pid || stopped)
        return;
    say("the brain was stopped by a signal: it is killed, and another takes over");
    stopped = true;
    kill(pid, SIGKILL);
}

void brain_tell_last_end(uint64_t token)
{
    last_end.restarts = restarts;
    link_send(&brain, LastEnd_NUMBER, token, &last_end, NULL, 0);
}

int brain_wait_ms(void)
{
    if (brain_pid > 0)
        return -1;
    int64_t left = next_start_ms - loop_now_ms();
    return left > 0 ? (int)left : 0;
}

bool brain_ended(int code, int status)
{
    brain_pid = -1;
    gone_ms = 0;
    loop_close(&end);
    brain_hold();
    link_close(&brain);
    hands_brain_gone();
    ipc_brain_gone();
    if (code == CLD_EXITED && (status == 0 || status == BRAIN_SERVED_ALREADY))
        return true;
    restarts++;
    last_end = (LastEnd){.code = code, .status = status, .hung = hung};
    bool ours = hung || stopped;
    hung = stopped = false;
    heartbeat_due_ms = 0;
    if (loop_now_ms() - started_ms > HEALTHY_MS)
        quick_deaths = 0;
    size_t last = sizeof delays_ms / sizeof *delays_ms - 1;
    /* One that we have killed had lived for a while: the next one starts at once. */
    int delay = ours ? 0 : delays_ms[quick_deaths < last ? quick_deaths : last];
    quick_deaths++;
    next_start_ms = loop_now_ms() + delay;
    say("the brain has ended (%s %d), starting it again in %d ms", code == CLD_EXITED ? "exit status" : "signal", status, delay);
    return false;
}
