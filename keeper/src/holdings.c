#include "holdings.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"

struct holding *holdings = NULL;

static void drop(struct holding **place)
{
    struct holding *gone = *place;
    *place = gone->next;
    if (gone->fd >= 0)
        close(gone->fd);
    if (gone->pidfd >= 0)
        close(gone->pidfd);
    free(gone);
}

/* At the end: what is told last is told first. */
void holdings_add(struct holding *one)
{
    struct holding **place = &holdings;
    while (*place)
        place = &(*place)->next;
    one->next = NULL;
    *place = one;
}

/* Returns where what a notice is about is held; it points to NULL where it is not. */
static struct holding **find(enum notice_kind kind, const struct notice *notice)
{
    struct holding **place = &holdings;
    for (; *place; place = &(*place)->next) {
        const struct holding *one = *place;
        if (one->kind == kind && (kind == KEEP_BRAIN || (kind == KEEP_HAND ? one->pid == notice->pid : strcmp(one->text, notice->text) == 0)))
            break;
    }
    return place;
}

static void keep(const struct notice *notice, int fd)
{
    struct holding **place = find(notice->kind, notice);
    if (*place)
        drop(place);
    size_t length = strlen(notice->text);
    struct holding *new = malloc(sizeof *new + length + 1);
    if (!new) {
        say("no memory to hold what the next keeper would need");
        if (fd >= 0)
            close(fd);
        return;
    }
    *new = (struct holding){.next = holdings, .kind = notice->kind, .fd = fd, .pidfd = -1, .uid = notice->uid, .pid = notice->pid, .status = notice->status};
    memcpy(new->text, notice->text, length + 1);
    holdings = new;
}

static void forget(enum notice_kind kind, const struct notice *notice)
{
    struct holding **place = find(kind, notice);
    if (*place)
        drop(place);
}

static void ended(const struct notice *notice)
{
    struct holding *hand = *find(KEEP_HAND, notice);
    if (!hand)
        return;
    hand->code = notice->code;
    hand->status = notice->status;
}

void holdings_take(const struct notice *notice, int fd)
{
    switch (notice->kind) {
    case KEEP_DESCRIPTOR:
    case KEEP_HAND:
    case KEEP_CGROUP:
    case KEEP_BRAIN:
        keep(notice, fd);
        return;
    case DROP_DESCRIPTOR:
        forget(KEEP_DESCRIPTOR, notice);
        break;
    case DROP_HAND:
        forget(KEEP_HAND, notice);
        break;
    case DROP_CGROUP:
        forget(KEEP_CGROUP, notice);
        break;
    case ENDED:
        ended(notice);
        break;
    case STOPPED:
        break;
    }
    if (fd >= 0)
        close(fd);
}

void holdings_watch(void)
{
    for (struct holding *one = holdings; one; one = one->next) {
        if (one->kind != KEEP_HAND || one->code || one->pidfd >= 0)
            continue;
        one->pidfd = pidfd_open(one->pid, 0);
        if (one->pidfd >= 0)
            continue;
        /* Whoever has waited for it cannot tell any more how it ended. */
        one->code = CLD_KILLED;
        one->status = SIGKILL;
    }
}

static int compare(const void *one, const void *other)
{
    int a = *(const int *)one;
    int b = *(const int *)other;
    return a < b ? -1 : a > b;
}

int *holdings_descriptors(const int *further, unsigned further_count, unsigned *count)
{
    unsigned room = further_count;
    for (const struct holding *one = holdings; one; one = one->next)
        room += 2;
    int *all = malloc((room ? room : 1) * sizeof *all);
    *count = 0;
    if (!all)
        return NULL;
    for (unsigned i = 0; i < further_count; i++)
        if (further[i] >= 0)
            all[(*count)++] = further[i];
    for (const struct holding *one = holdings; one; one = one->next) {
        if (one->fd >= 0)
            all[(*count)++] = one->fd;
        if (one->pidfd >= 0)
            all[(*count)++] = one->pidfd;
    }
    qsort(all, *count, sizeof *all, compare);
    return all;
}
