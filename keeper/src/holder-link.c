/* The keeper's side of its holder: what it has held, what it is told, and a holder made anew where there is none. */
#include "holder.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "holdings.h"
#include "keeper.h"
#include "lock.h"
#include "loop.h"
#include "say.h"
#include "servant.h"

enum { RETRY_MS = 1000 }; /* between attempts of a keeper to make itself a holder */

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
    else if (notice_send(holder.fd, notice, fd) == EAGAIN && getppid() == holder_pid)
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

void holder_keep_orphan(const struct ended *orphan)
{
    tell(&(struct notice){.kind = KEEP_ORPHAN, .uid = orphan->uid, .pid = orphan->pid, .code = orphan->code, .status = orphan->status}, orphan->cgroup, -1);
}

void holder_drop_orphan(pid_t pid)
{
    tell(&(struct notice){.kind = DROP_ORPHAN, .pid = pid}, "", -1);
}

void holder_hear(void)
{
    struct notice notice;
    int fd;
    while (holder.fd >= 0 && notice_receive(holder.fd, &notice, &fd)) {
        if (fd >= 0)
            close(fd);
        if (notice.kind == ENDED)
            keeper_process_ended(&(struct ended){notice.pid, notice.uid, notice.text, notice.code, notice.status});
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

/* What /proc/PID/stat says of a process. */
struct stat_line {
    char state;
    int parent;
    int end; /* as wait(2) tells it; 0 while it lives, and for others than those who may trace it */
};

static bool read_stat(pid_t pid, struct stat_line *found)
{
    enum { END = 49 }; /* fields after the state, which is the first behind the name */
    char path[32], line[2048];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "re");
    size_t length = file ? fread(line, 1, sizeof line - 1, file) : 0;
    if (file)
        fclose(file);
    line[length] = 0;
    const char *at = strrchr(line, ')'); /* a name may have parentheses in it */
    if (!at || sscanf(at, ") %c %d", &found->state, &found->parent) != 2)
        return false;
    at += 2;
    for (int field = 0; at && field < END; field++)
        at = strchr(at + 1, ' ');
    found->end = at ? atoi(at) : 0;
    return true;
}

bool holder_has(pid_t pid)
{
    struct stat_line found;
    return holder.fd >= 0 && read_stat(pid, &found) && found.parent == holder_pid;
}

static bool look_for_end(pid_t pid, int pidfd, int *code, int *status)
{
    /* PIDFD_GET_INFO of linux/pidfd.h, which older headers lack; from Linux 6.15 on. */
    struct {
        uint64_t mask;
        uint64_t cgroup;
        uint32_t ids[11];
        int32_t exit_code;
    } information = {.mask = 1 << 3 /* PIDFD_INFO_EXIT */};
    if (ioctl(pidfd, _IOWR(0xff, 11, information), &information) == 0 && (information.mask & 1 << 3)) {
        status_split(information.exit_code, code, status);
        return true;
    }
    struct stat_line left;
    if (!read_stat(pid, &left) || left.state != 'Z')
        return false;
    status_split(left.end, code, status);
    return true;
}

bool holder_find_end(pid_t pid, int pidfd, int *code, int *status)
{
    /* Again where it was waited for between the two questions. */
    return look_for_end(pid, pidfd, code, status) || look_for_end(pid, pidfd, code, status);
}

bool holder_ask_end(pid_t pid, struct source *pidfd, int *code, int *status)
{
    if (holder_has(pid)) {
        loop_change(pidfd, 0);
        return false;
    }
    if (!holder_find_end(pid, pidfd->fd, code, status)) {
        *code = CLD_KILLED;
        *status = SIGKILL;
    }
    holder_hear();
    return true;
}

void holder_link_begin(pid_t pid, int socket)
{
    holder_pid = pid;
    holder.fd = socket;
    /* The holder may have been a keeper once: see also keeper_forget. */
    holding = false;
    retry_ms = 0;
}

/* ---- a keeper without a holder ---- */

void holder_succeed(void)
{
    int pair[2];
    succeeded_ms = loop_now_ms();
    retry_ms = succeeded_ms + RETRY_MS;
    holder_pid = getpid();
    if (notice_open_pair(pair) < 0) {
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
        holder_become(pid, pair[0]);
    }
    close(pair[0]);
    retry_ms = 0;
    holder.fd = pair[1];
    keeper_resume();
    holder_listen();
}
