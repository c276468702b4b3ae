#include "inherit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "say.h"

enum { VALUE_ROOM = 32 };

/* One file of /proc/self, which stays open: who has it open may write it, whoever owns it by now. */
struct own {
    const char *path;
    int base; /* in which the kernel shows the value; it takes decimals everywhere */
    int fd;
    long long value; /* the hand's own */
    bool changed;
};

static struct own oom_score = {.path = "/proc/self/oom_score_adj", .base = 10, .fd = -1};
static struct own coredump_filter = {.path = "/proc/self/coredump_filter", .base = 16, .fd = -1};

static void open_own(struct own *own)
{
    char text[VALUE_ROOM] = "";
    own->fd = open(own->path, O_RDWR | O_CLOEXEC);
    if (own->fd < 0)
        return;
    if (pread(own->fd, text, sizeof text - 1, 0) > 0)
        own->value = strtoll(text, NULL, own->base);
}

/* Returns 0 or an errno. */
static int write_own(const struct own *own, long long value)
{
    char text[VALUE_ROOM];
    int length = snprintf(text, sizeof text, "%lld", value);
    if (own->fd < 0)
        return EACCES;
    return pwrite(own->fd, text, (size_t)length, 0) < 0 ? errno : 0;
}

static int set(struct own *own, int64_t value)
{
    int error = write_own(own, value);
    own->changed = error == 0;
    /* What the user may not write stays as it is: user namespaces forbid it whatever the value. */
    return error == EPERM || error == EACCES ? 0 : error;
}

static void restore(struct own *own)
{
    if (!own->changed)
        return;
    int error = write_own(own, own->value);
    own->changed = false;
    if (error) {
        errno = error;
        say_errno("take %s back", own->path);
    }
}

void inherit_open(void)
{
    open_own(&oom_score);
    open_own(&coredump_filter);
}

void inherit_hand_on(struct state *state, HandState *into)
{
    into->oomScore = state_fd(state, oom_score.fd);
    into->oomScoreValue = oom_score.value;
    into->coredumpFilter = state_fd(state, coredump_filter.fd);
    into->coredumpFilterValue = coredump_filter.value;
}

void inherit_take_up(const HandState *saved)
{
    oom_score.fd = saved->oomScore;
    oom_score.value = saved->oomScoreValue;
    coredump_filter.fd = saved->coredumpFilter;
    coredump_filter.value = saved->coredumpFilterValue;
}

void inherit_oom_score(int score)
{
    int error = write_own(&oom_score, score);
    if (!error) {
        oom_score.value = score;
        return;
    }
    errno = error;
    say_errno("set oom_score_adj");
}

struct inheritance inherit_prepare(const Spawn *order)
{
    struct inheritance result = {0};
    for (uint32_t i = 0; i < order->adjustments.count; i++) {
        const Adjustment *adjustment = &order->adjustments.items[i];
        if (adjustment->kind == AdjustmentKind_OOM_SCORE)
            result.oom_score = set(&oom_score, adjustment->value);
        else if (adjustment->kind == AdjustmentKind_COREDUMP_FILTER)
            result.coredump_filter = set(&coredump_filter, adjustment->value);
    }
    return result;
}

void inherit_restore(void)
{
    restore(&oom_score);
    restore(&coredump_filter);
}
