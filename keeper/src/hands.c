/* The keeper's side of hands: forked, told of each new brain, counted when they end. */
#include "keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "hand.h"
#include "holder.h"
#include "holdings.h"
#include "index.h"
#include "kept.h"
#include "pam.h"
#include "replace.h"
#include "say.h"

enum {
    HAND_LIMIT = 4096,     /* users at a time; each is a process and two sockets */
    STOP_SECONDS = 5       /* for hands to close their PAM sessions when everything ends */
};

/* A user's hand as the keeper sees it. */
struct hand_entry {
    struct hand_entry *next;
    struct hand_entry **link; /* what points to it */
    uid_t uid;
    pid_t pid;             /* -1: it has ended, which no brain knows yet */
    pid_t last_pid;
    struct source end;     /* a pidfd, where it is not our child: its number alone may be somebody else's by now; else -1 */
    struct link control;
    bool ready;            /* it has become the user */
    bool restored;         /* from a keeper before: it may be another program */
    bool reported;         /* it has said why it did not */
    uint64_t token;        /* of the order that its readiness answers; 0: of a brain that is gone */
    int code;
    int status;
    char *cgroup;
};

static struct hand_entry *hands = NULL;
static unsigned hand_count = 0;
static struct index living_uids, living_pids; /* of those that live */
static int own_program = -1; /* what hands of another program become */

/* Makes a socket between a hand and the brain: gives one end to the hand, returns the other; -1 where that failed. */
static int introduce(struct hand_entry *entry)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
        say_errno("make a socket for the hand of %u", entry->uid);
        return -1;
    }
    if (entry->restored && own_program >= 0)
        link_send(&entry->control, Replace_NUMBER, 0, &(Replace){0}, &own_program, 1);
    link_send(&entry->control, KeepDescriptor_NUMBER, 0, &(KeepDescriptor){.name = "brain"}, &pair[1], 1);
    close(pair[1]);
    return pair[0];
}

static void tell_present(struct hand_entry *entry, uint64_t token)
{
    int socket = introduce(entry);
    if (socket < 0) {
        if (token)
            answer_failed(token, EMFILE, "make a socket for the hand of %u", entry->uid);
        return;
    }
    if (token)
        link_send(&brain, HandStarted_NUMBER, token, &(HandStarted){.uid = entry->uid, .pid = entry->pid}, &socket, 1);
    else
        link_send(&brain, HandPresent_NUMBER, 0, &(HandPresent){.uid = entry->uid, .pid = entry->pid}, &socket, 1);
    close(socket);
}

/* What a hand says to the keeper: once, that it is the user now, or why not. Whatever might follow is user input that nobody needs: it isn't heard. */
static void control_received(struct link *link, struct message *message)
{
    struct hand_entry *entry = CONTAINER(link, struct hand_entry, control);
    if (entry->ready || entry->reported)
        return;
    if (message->type->number == Done_NUMBER) {
        entry->ready = true;
        link_mute(link);
        holder_keep_hand(entry->uid, entry->pid, entry->cgroup, entry->control.source.fd);
        tell_present(entry, entry->token);
        entry->token = 0;
    } else if (message->type->number == Failed_NUMBER) {
        const Failed *failed = message->fields;
        say("the hand of %u could not start: %s", entry->uid, failed->step);
        if (entry->token)
            answer_failed(entry->token, failed->error, "%s", failed->step);
        entry->reported = true;
        link_mute(link);
    }
}

static void control_refused(struct link *link, uint16_t number, uint64_t token, int error)
{
    (void)token;
    (void)error;
    say("the hand of %u says something that is no message (0x%04x)", CONTAINER(link, struct hand_entry, control)->uid, number);
}

static void control_ended(struct link *link)
{
    link_close(link); /* what counts is the process */
}

static struct hand_entry *find(uid_t uid)
{
    struct search search = index_search(&living_uids, index_hash_number(uid));
    struct hand_entry *entry;
    while ((entry = index_next(&search)) && entry->uid != uid)
        ;
    return entry;
}

static struct hand_entry *find_process(pid_t pid)
{
    struct search search = index_search(&living_pids, index_hash_number((uint64_t)pid));
    struct hand_entry *entry;
    while ((entry = index_next(&search)) && entry->pid != pid)
        ;
    return entry;
}

/* Makes room for one more; false without memory. */
static bool reserve(void)
{
    return index_reserve(&living_uids) && index_reserve(&living_pids);
}

static void add(struct hand_entry *entry)
{
    entry->next = hands;
    entry->link = &hands;
    if (hands)
        hands->link = &entry->next;
    hands = entry;
    hand_count++;
    if (entry->pid <= 0)
        return;
    index_add(&living_uids, index_hash_number(entry->uid), entry);
    index_add(&living_pids, index_hash_number((uint64_t)entry->pid), entry);
}

/* It lives no longer. */
static void bury(struct hand_entry *entry)
{
    index_remove(&living_uids, index_hash_number(entry->uid), entry);
    index_remove(&living_pids, index_hash_number((uint64_t)entry->pid), entry);
    entry->pid = -1;
}

static void drop(struct hand_entry *entry)
{
    *entry->link = entry->next;
    if (entry->next)
        entry->next->link = entry->link;
    if (entry->pid > 0)
        bury(entry);
    if (entry->ready)
        holder_drop_hand(entry->last_pid);
    loop_close(&entry->end);
    link_close(&entry->control);
    free(entry->cgroup);
    free(entry);
    hand_count--;
}

/* Our own child that nobody has waited for has its number still; the holder's may not. */
static int send_signal(const struct hand_entry *entry, int signal)
{
    return entry->end.fd < 0 ? kill(entry->pid, signal) : pidfd_send_signal(entry->end.fd, signal, NULL, 0);
}

/* Whether a hand that is being ended is still there; one of our own is waited for. */
static bool is_alive(const struct hand_entry *entry)
{
    struct pollfd end = {entry->end.fd, POLLIN, 0};
    return entry->end.fd < 0 ? waitpid(entry->pid, NULL, WNOHANG) == 0 : poll(&end, 1, 0) == 0;
}

/* Whether the order may be carried out at all: whoever is asked for, it never is root's hand but for root, and rootless only our own. */
static int check(const StartHand *order)
{
    if (find(order->uid))
        return EEXIST;
    if (hand_count >= HAND_LIMIT)
        return EAGAIN;
    if (options.rootless && order->uid != getuid())
        return EPERM;
    if (order->uid == (uid_t)-1 || order->gid == (gid_t)-1 || order->user[0] == 0 ||
        order->oomScore < -1000 || order->oomScore > 1000 || (order->cgroup[0] && !cgroup_path_valid(order->cgroup)))
        return EINVAL;
    return 0;
}

/* A hand that a brain before has ordered, and that has said nothing yet, is the answer to this order too. */
static bool on_its_way(uid_t uid, uint64_t token)
{
    struct hand_entry *entry = find(uid);
    if (!entry || entry->ready || entry->reported || entry->token)
        return false;
    entry->token = token;
    return true;
}

void hands_start(const StartHand *order, uint64_t token)
{
    if (on_its_way(order->uid, token))
        return;
    int error = check(order);
    int pair[2];
    if (!error && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        error = errno;
    if (error) {
        answer_failed(token, error, "start a hand for user %u", order->uid);
        return;
    }
    pam_refresh();
    struct hand_entry *entry = reserve() ? calloc(1, sizeof *entry) : NULL;
    char *cgroup = strdup(order->cgroup);
    pid_t pid = entry && cgroup ? kept_fork() : -1;
    if (pid == 0)
        hand_run(order, pair[1]);
    close(pair[1]);
    if (pid < 0) {
        answer_failed(token, errno, "fork a hand for user %u", order->uid);
        close(pair[0]);
        free(cgroup);
        free(entry);
        return;
    }
    entry->uid = order->uid;
    entry->end.fd = -1;
    entry->pid = entry->last_pid = pid;
    entry->token = token;
    entry->cgroup = cgroup;
    entry->control = (struct link){.received = control_received, .refused = control_refused, .ended = control_ended};
    if (link_open(&entry->control, pair[0]) < 0)
        close(pair[0]);
    add(entry);
}

void hands_signal(const SignalHand *order, uint64_t token)
{
    struct hand_entry *entry = find(order->uid);
    int error = !entry ? ESRCH : send_signal(entry, order->signal) < 0 ? errno : 0;
    answer(token, error, "signal the hand of user %u", order->uid);
}

void hands_introduce(const IntroduceHand *order, uint64_t token)
{
    struct hand_entry *entry = find(order->uid);
    if (entry && entry->ready)
        tell_present(entry, token);
    else
        answer_failed(token, ESRCH, "introduce the hand of user %u", order->uid);
}

static void tell_exited(const struct hand_entry *entry)
{
    HandExited message = {.uid = entry->uid, .pid = entry->last_pid, .code = entry->code, .status = entry->status};
    link_send(&brain, HandExited_NUMBER, 0, &message, NULL, 0);
}

void hands_tell(void)
{
    for (struct hand_entry *entry = hands; entry;) {
        struct hand_entry *next = entry->next;
        if (entry->pid < 0) {
            tell_exited(entry);
            drop(entry);
        } else if (entry->ready) {
            tell_present(entry, 0);
        }
        entry = next;
    }
}

void hands_brain_gone(void)
{
    for (struct hand_entry *entry = hands; entry; entry = entry->next)
        entry->token = 0;
}

bool hands_ended(pid_t pid, int code, int status)
{
    struct hand_entry *entry = find_process(pid);
    if (!entry)
        return false;
    /* Its last words may still be in the socket. */
    if (entry->control.source.fd >= 0)
        entry->control.source.ready(&entry->control.source, EPOLLIN);
    bury(entry);
    entry->code = code;
    entry->status = status;
    if (entry->ready)
        holder_hand_ended(pid, code, status);
    bool told = true;
    if (entry->ready && brain_pid > 0)
        tell_exited(entry);
    else if (entry->ready)
        told = false;
    else if (!entry->reported && entry->token)
        answer_failed(entry->token, ECHILD, "start a hand for user %u: it ended before it was ready", entry->uid);
    if (told)
        drop(entry);
    return true;
}

void hands_stopped(pid_t pid)
{
    const struct hand_entry *entry = find_process(pid);
    if (!entry)
        return;
    say("the hand of user %u was stopped by a signal: it is ended, so that another takes over", entry->uid);
    send_signal(entry, SIGKILL);
}

/* A hand that isn't our child has ended. */
static void end_ready(struct source *source, uint32_t events)
{
    (void)events;
    struct hand_entry *entry = CONTAINER(source, struct hand_entry, end);
    pid_t pid = entry->pid;
    int code, status;
    if (holder_ask_end(pid, source, &code, &status))
        hands_ended(pid, code, status);
}

void hands_restore(const struct holding *held)
{
    struct hand_entry *entry = reserve() ? calloc(1, sizeof *entry) : NULL;
    char *cgroup = strdup(held->text);
    if (own_program < 0 && (own_program = replace_open_own()) < 0)
        say_errno("open the own program: hands stay as they are");
    if (!entry || !cgroup) {
        say("no memory to take over the hand of user %u", held->uid);
        free(entry);
        free(cgroup);
        return;
    }
    *entry = (struct hand_entry){.uid = held->uid, .pid = held->code ? -1 : held->pid, .last_pid = held->pid, .end = {held->pidfd, end_ready},
                            .ready = true, .restored = true, .code = held->code, .status = held->status, .cgroup = cgroup};
    entry->control = (struct link){.source.fd = -1, .received = control_received, .refused = control_refused, .ended = control_ended};
    if (held->fd >= 0 && link_open(&entry->control, held->fd) < 0)
        close(held->fd);
    else if (held->fd >= 0)
        link_mute(&entry->control); /* as the keeper before had: what is shut for reading reads as ended */
    if (held->pidfd >= 0 && loop_add(&entry->end, EPOLLIN) < 0)
        say_errno("watch the hand of user %u", held->uid);
    add(entry);
}

void hands_forget(void)
{
    while (hands) {
        struct hand_entry *entry = hands;
        hands = entry->next;
        free(entry->cgroup);
        free(entry);
    }
    hand_count = 0;
    index_clear(&living_uids);
    index_clear(&living_pids);
    own_program = -1;
}

void hands_hold_all(void)
{
    for (const struct hand_entry *entry = hands; entry; entry = entry->next) {
        if (!entry->ready)
            continue;
        holder_keep_hand(entry->uid, entry->last_pid, entry->cgroup, entry->control.source.fd);
        if (entry->pid < 0)
            holder_hand_ended(entry->last_pid, entry->code, entry->status);
    }
}

void hands_resume(void)
{
    for (struct hand_entry *entry = hands; entry; entry = entry->next)
        if (entry->pid > 0 && entry->end.fd < 0) {
            entry->end = (struct source){pidfd_open(entry->pid, 0), end_ready};
            if (entry->end.fd < 0 || loop_add(&entry->end, EPOLLIN) < 0)
                say_errno("watch the hand of user %u", entry->uid);
        }
}

/* Kills what is left of a user's processes: those in the cgroup that holds the hand's. */
static void kill_rest(const struct hand_entry *entry)
{
    char path[1024];
    uint32_t count;
    snprintf(path, sizeof path, "%s", entry->cgroup);
    char *last = strrchr(path, '/');
    if (!last || last == path || strcmp(last, "/init.scope") != 0)
        return;
    *last = 0;
    cgroup_signal(path, SIGKILL, NULL, 0, &count);
}

void hands_stop_all(void)
{
    for (struct hand_entry *entry = hands; entry; entry = entry->next)
        if (entry->pid > 0)
            send_signal(entry, SIGTERM);
    int64_t deadline = loop_now_ms() + STOP_SECONDS * 1000;
    for (struct hand_entry *entry = hands; entry; entry = entry->next) {
        while (entry->pid > 0 && is_alive(entry) && loop_now_ms() < deadline)
            usleep(10000);
        kill_rest(entry);
    }
}
