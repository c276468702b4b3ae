/* How processes ended that a hand had started which is dead: they became ours, or the holder's, and nobody else is told. */
#include "keeper.h"

#include <stdlib.h>
#include <string.h>

#include "holder.h"
#include "index.h"
#include "servant.h"

enum {
    ORPHAN_LIMIT = 4096,   /* all users' together: a user's processes end within moments of their hand, before another asks */
    USER_LIMIT = 1024,     /* one user's: the oldest goes, so that nobody pushes out what is another's */
    CGROUP_LENGTH = 1024
};

/* One that has ended. */
struct orphan {
    struct orphan *next;  /* that ended after it */
    struct orphan **link; /* what points to it */
    struct ended ended;
    char cgroup[];
};

static struct orphan *oldest = NULL;
static struct orphan **end = &oldest; /* where the next one is linked */
static unsigned orphan_count = 0;
static struct index pids;

static struct orphan *find(pid_t pid)
{
    struct search search = index_search(&pids, index_hash_number((uint64_t)pid));
    struct orphan *one;
    while ((one = index_next(&search)) && one->ended.pid != pid)
        ;
    return one;
}

static void drop(struct orphan *one)
{
    *one->link = one->next;
    if (one->next)
        one->next->link = one->link;
    else
        end = one->link;
    index_remove(&pids, index_hash_number((uint64_t)one->ended.pid), one);
    free(one);
    orphan_count--;
}

static void drop_everywhere(struct orphan *one)
{
    if (!one)
        return;
    holder_drop_orphan(one->ended.pid);
    drop(one);
}

/* Makes room for one more of a user's. All are looked through only where there are so many that one user may have too many. */
static void limit(uid_t uid)
{
    struct orphan *oldest_of_user = NULL;
    unsigned of_user = 0;
    for (struct orphan *one = orphan_count < USER_LIMIT ? NULL : oldest; one; one = one->next) {
        if (one->ended.uid != uid)
            continue;
        oldest_of_user = oldest_of_user ? oldest_of_user : one;
        of_user++;
    }
    if (of_user >= USER_LIMIT)
        drop_everywhere(oldest_of_user);
    if (orphan_count >= ORPHAN_LIMIT)
        drop_everywhere(oldest);
}

/* Returns one that is not linked yet; NULL without memory: it counts as killed then, as one does of whom nobody knows. */
static struct orphan *make(const struct ended *ended)
{
    static const char deleted[] = " (deleted)"; /* the kernel's word where it was removed meanwhile */
    size_t length = strnlen(ended->cgroup, CGROUP_LENGTH);
    if (length >= sizeof deleted && memcmp(ended->cgroup + length - (sizeof deleted - 1), deleted, sizeof deleted - 1) == 0)
        length -= sizeof deleted - 1;
    struct orphan *new = index_reserve(&pids) ? malloc(sizeof *new + length + 1) : NULL;
    if (!new)
        return NULL;
    new->ended = *ended;
    new->ended.cgroup = new->cgroup;
    memcpy(new->cgroup, ended->cgroup, length);
    new->cgroup[length] = 0;
    return new;
}

static void add(struct orphan *new, struct orphan **link)
{
    new->link = link;
    new->next = *link;
    *link = new;
    if (new->next)
        new->next->link = &new->next;
    else
        end = &new->next;
    index_add(&pids, index_hash_number((uint64_t)new->ended.pid), new);
    orphan_count++;
}

void orphans_keep(const struct ended *ended)
{
    struct orphan *before = find(ended->pid);
    if (before)
        drop(before); /* the number is another's now */
    limit(ended->uid);
    struct orphan *new = make(ended);
    if (!new)
        return;
    add(new, end);
    holder_keep_orphan(&new->ended);
}

void orphans_restore(const struct ended *ended)
{
    struct orphan *new = orphan_count < ORPHAN_LIMIT ? make(ended) : NULL;
    if (new)
        add(new, &oldest);
    else
        holder_drop_orphan(ended->pid);
}

void orphans_hold_all(void)
{
    for (const struct orphan *one = oldest; one; one = one->next)
        holder_keep_orphan(&one->ended);
}

bool orphans_know(pid_t pid, int *code, int *status)
{
    const struct orphan *one = find(pid);
    if (!one)
        return false;
    *code = one->ended.code;
    *status = one->ended.status;
    return true;
}

void orphans_tell(const AskOrphans *order, uint64_t token)
{
    Orphan *told = orphan_count ? calloc(orphan_count, sizeof *told) : NULL;
    uint32_t count = 0;
    for (const struct orphan *one = oldest; told && one; one = one->next)
        if (one->ended.uid == order->uid)
            told[count++] = (Orphan){.pid = one->ended.pid, .cgroup = (TEXT)one->cgroup, .code = one->ended.code, .status = one->ended.status};
    link_send(&brain, Orphans_NUMBER, token, &(Orphans){.orphans = {count, told}}, NULL, 0);
    free(told);
}

void orphans_forget(const ForgetOrphans *order, uint64_t token)
{
    for (uint32_t i = 0; i < order->pids.count; i++)
        drop_everywhere(find(order->pids.items[i]));
    answer_done(token);
}

void orphans_forget_number(pid_t pid)
{
    drop_everywhere(find(pid));
}

void orphans_forget_all(void)
{
    while (oldest)
        drop(oldest);
}
