#include "entry.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "cgroup.h"
#include "hand.h"
#include "say.h"

struct entry *entries = NULL;

static struct source timer = {.fd = -1};
static int64_t next_look_ms = 0; /* for which the timer is set; 0: it isn't */

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

void entry_forget(struct entry *entry)
{
    struct process *process = entry->process;
    bool emptied = entry->emptied;
    *entry->link = entry->next;
    if (entry->next)
        entry->next->link = entry->link;
    process->entry = NULL;
    loop_close(&entry->entered);
    message_drop(entry->message);
    free(entry);
    if (emptied)
        tell_emptied(process_cgroup(process));
}

/* Answers the order: from now on everything else about the process is told. */
void entry_answer(struct entry *entry)
{
    struct process *process = entry->process;
    uint64_t token = entry->message->token;
    if (token)
        link_send(&brain, Spawned_NUMBER, token, &(Spawned){.process = process->id, .pid = process->pid}, &process->log, process->log >= 0);
    message_drop(entry->message);
    entry->message = NULL;
    entry->stage = ANSWERED;
}

/* Reads whether the child has said that it is there, and if so lets go of its entry. Returns whether it is still on its way. */
bool entry_waits(struct entry *entry)
{
    char byte;
    ssize_t got = entry->entered.fd < 0 ? 0 : read(entry->entered.fd, &byte, 1);
    if (got == 0)
        loop_close(&entry->entered); /* it has ended: what becomes of the order is decided when it is reaped */
    if (got != 1)
        return true;
    if (entry->stage == UNANSWERED)
        entry_answer(entry);
    if (entry->stage == REFUSED)
        return true;
    entry_forget(entry);
    return false;
}

static void entered_ready(struct source *source, uint32_t events)
{
    (void)events;
    entry_waits(CONTAINER(source, struct entry, entered));
}

/* What is frozen or stopped says nothing. It has begun all the same where it is in its cgroup, as in systemd, which does not ask; what isn't
 * there in time must not come later. */
static void look_at(struct entry *entry, int64_t now_ms)
{
    struct process *process = entry->process;
    char cgroup[1024];
    cgroup_of(process->pid, cgroup, sizeof cgroup);
    if (!entry->moves || cgroup_path_within(cgroup, process_cgroup(process))) {
        entry_answer(entry);
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

/* Returns the next entry among the processes of a place and those below; *place moves on. */
static struct entry *next_below(const struct place *top, struct place **place, struct process **process)
{
    for (;;) {
        *process = *process ? (*process)->next_in_place : (*place)->processes;
        while (*process && !(*process)->entry)
            *process = (*process)->next_in_place;
        if (*process)
            return (*process)->entry;
        *place = place_next(top, *place);
        if (!*place)
            return NULL;
    }
}

void spawn_signalling(const char *path)
{
    struct place *top = place_find(path);
    struct place *place = top;
    struct process *process = NULL;
    for (struct entry *entry; top && entries && (entry = next_below(top, &place, &process));)
        entry->signalled = true;
}

bool spawn_awaits(const char *path)
{
    struct place *top = entries ? place_find(path) : NULL;
    struct place *place = top;
    struct process *process = NULL;
    bool any = false;
    for (struct entry *entry; top && (entry = next_below(top, &place, &process));)
        any = entry->emptied = true;
    return any;
}

void entry_watch(struct source *source, int fd, void (*ready)(struct source *, uint32_t))
{
    *source = (struct source){fd, ready};
    if (fd >= 0 && loop_add(source, EPOLLIN) < 0)
        loop_close(source);
}

void entry_add(struct entry *entry, int entered)
{
    entry->process->entry = entry;
    entry->next = entries;
    entry->link = &entries;
    if (entries)
        entries->link = &entry->next;
    entries = entry;
    entry_watch(&entry->entered, entered, entered_ready);
    if (next_look_ms == 0) /* else it is set for an older one */
        set_timer();
}
