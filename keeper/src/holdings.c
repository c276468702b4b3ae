#include "holdings.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "close.h"
#include "index.h"
#include "say.h"

enum { ORPHAN_LIMIT = 8192 }; /* twice the keeper's, which drops what is too much for it */

struct holding *holdings = NULL;

static struct index keys;
static unsigned orphan_count = 0;

/* Whether it is a process's number that things of a kind are told by. */
static bool has_pid(enum notice_kind kind)
{
    return kind == KEEP_HAND || kind == KEEP_ORPHAN;
}

static uint64_t hash(enum notice_kind kind, pid_t pid, const char *text)
{
    return (kind == KEEP_BRAIN ? 0 : has_pid(kind) ? index_hash_number((uint64_t)pid) : index_hash_text(text)) + kind;
}

/* Adds what was made with room for it in the index. */
static void add(struct holding *one)
{
    one->next = holdings;
    one->link = &holdings;
    if (holdings)
        holdings->link = &one->next;
    holdings = one;
    orphan_count += one->kind == KEEP_ORPHAN;
    index_add(&keys, hash(one->kind, one->pid, one->text), one);
}

static void drop(struct holding *gone)
{
    *gone->link = gone->next;
    if (gone->next)
        gone->next->link = gone->link;
    orphan_count -= gone->kind == KEEP_ORPHAN;
    index_remove(&keys, hash(gone->kind, gone->pid, gone->text), gone);
    if (gone->fd >= 0)
        close_kept(gone->kind == KEEP_DESCRIPTOR ? gone->text : "", gone->fd);
    if (gone->pidfd >= 0)
        close(gone->pidfd);
    free(gone);
}

/* Returns what is held that a notice is about. */
static struct holding *find(enum notice_kind kind, const struct notice *notice)
{
    struct search search = index_search(&keys, hash(kind, notice->pid, notice->text));
    struct holding *one;
    while ((one = index_next(&search)))
        if (one->kind == kind && (kind == KEEP_BRAIN || (has_pid(kind) ? one->pid == notice->pid : strcmp(one->text, notice->text) == 0)))
            break;
    return one;
}

static struct holding *make(const struct holding *like, const char *text)
{
    size_t length = strlen(text);
    struct holding *new = index_reserve(&keys) ? malloc(sizeof *new + length + 1) : NULL;
    if (!new) {
        say("no memory to hold what the next keeper would need");
        return NULL;
    }
    *new = *like;
    memcpy(new->text, text, length + 1);
    return new;
}

bool holdings_take_up(const struct holding *like, const char *text)
{
    struct holding *new = make(like, text);
    if (new)
        add(new);
    return new != NULL;
}

static void keep(const struct notice *notice, int fd)
{
    struct holding *before = find(notice->kind, notice);
    if (before)
        drop(before);
    struct holding like = {.kind = notice->kind, .fd = fd, .pidfd = -1, .uid = notice->uid, .pid = notice->pid, .code = notice->code, .status = notice->status};
    if (!holdings_take_up(&like, notice->text) && fd >= 0)
        close_kept(notice->kind == KEEP_DESCRIPTOR ? notice->text : "", fd);
}

static void forget(enum notice_kind kind, const struct notice *notice)
{
    struct holding *one = find(kind, notice);
    if (one)
        drop(one);
}

static void ended(const struct notice *notice)
{
    struct holding *hand = find(KEEP_HAND, notice);
    if (!hand)
        return;
    hand->code = notice->code;
    hand->status = notice->status;
}

void holdings_child_ended(const struct notice *notice)
{
    const struct holding *brain = find(KEEP_BRAIN, notice);
    ended(notice);
    if (find(KEEP_HAND, notice) || (brain && brain->pid == notice->pid) || orphan_count >= ORPHAN_LIMIT)
        return;
    struct notice orphan = *notice;
    orphan.kind = KEEP_ORPHAN;
    keep(&orphan, -1);
}

void holdings_take(const struct notice *notice, int fd)
{
    switch (notice->kind) {
    case KEEP_DESCRIPTOR:
    case KEEP_HAND:
    case KEEP_CGROUP:
    case KEEP_BRAIN:
    case KEEP_ORPHAN:
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
    case DROP_ORPHAN:
        forget(KEEP_ORPHAN, notice);
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

struct holding *holdings_pop(void)
{
    struct holding *first = holdings;
    if (!first)
        return NULL;
    holdings = first->next;
    orphan_count -= first->kind == KEEP_ORPHAN;
    if (holdings)
        holdings->link = &holdings;
    else
        index_clear(&keys);
    return first;
}
