/* How processes ended that a hand had started which is dead: they became ours, or the holder's, and nobody else is told. */
#include "keeper.h"

#include <stdlib.h>
#include <string.h>

#include "servant.h"

enum {
    ORPHAN_LIMIT = 4096,   /* all users' together: a user's processes end within moments of their hand, before another asks */
    USER_LIMIT = 1024,     /* one user's: the oldest goes, so that nobody pushes out what is another's */
    CGROUP_LENGTH = 1024
};

/* What had ended; the newest first. */
struct orphan {
    struct orphan *next;
    uid_t uid;             /* UNKNOWN_USER where the holder has waited for it */
    pid_t pid;
    int code;
    int status;
    char cgroup[];
};

static struct orphan *orphans = NULL;
static unsigned orphan_count = 0;

static void drop(struct orphan **place)
{
    struct orphan *one = *place;
    *place = one->next;
    free(one);
    orphan_count--;
}

static void drop_oldest(uid_t uid, bool of_all)
{
    struct orphan **oldest = NULL;
    for (struct orphan **place = &orphans; *place; place = &(*place)->next)
        if (of_all || (*place)->uid == uid)
            oldest = place;
    if (oldest)
        drop(oldest);
}

void orphans_keep(pid_t pid, uid_t uid, const char *cgroup, int code, int status)
{
    static const char deleted[] = " (deleted)"; /* the kernel's word where it was removed meanwhile */
    size_t length = strnlen(cgroup, CGROUP_LENGTH);
    if (length >= sizeof deleted && memcmp(cgroup + length - (sizeof deleted - 1), deleted, sizeof deleted - 1) == 0)
        length -= sizeof deleted - 1;
    unsigned of_user = 0;
    for (struct orphan **place = &orphans; *place;) {
        if ((*place)->pid == pid) {
            drop(place); /* the number is another's now */
            continue;
        }
        of_user += (*place)->uid == uid;
        place = &(*place)->next;
    }
    if (of_user >= USER_LIMIT)
        drop_oldest(uid, false);
    if (orphan_count >= ORPHAN_LIMIT)
        drop_oldest(0, true);
    struct orphan *new = malloc(sizeof *new + length + 1);
    if (!new)
        return; /* it counts as killed then, as one does of whom nobody knows */
    *new = (struct orphan){.next = orphans, .uid = uid, .pid = pid, .code = code, .status = status};
    memcpy(new->cgroup, cgroup, length);
    new->cgroup[length] = 0;
    orphans = new;
    orphan_count++;
}

bool orphans_know(pid_t pid, int *code, int *status)
{
    for (const struct orphan *one = orphans; one; one = one->next)
        if (one->pid == pid) {
            *code = one->code;
            *status = one->status;
            return true;
        }
    return false;
}

void orphans_tell(const AskOrphans *order, uint64_t token)
{
    Orphan *told = orphan_count ? calloc(orphan_count, sizeof *told) : NULL;
    uint32_t count = 0;
    for (struct orphan *one = orphans; told && one; one = one->next)
        if (one->uid == order->uid || one->uid == UNKNOWN_USER)
            told[count++] = (Orphan){.pid = one->pid, .cgroup = one->cgroup, .code = one->code, .status = one->status};
    link_send(&brain, Orphans_NUMBER, token, &(Orphans){.orphans = {count, told}}, NULL, 0);
    free(told);
}

void orphans_forget(const ForgetOrphans *order, uint64_t token)
{
    for (uint32_t i = 0; i < order->pids.count; i++)
        for (struct orphan **place = &orphans; *place; place = &(*place)->next)
            if ((*place)->pid == order->pids.items[i]) {
                drop(place);
                break;
            }
    answer_done(token);
}
