#include "orphans.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "stage.h"

/* Finds out how a process ended that a dead hand has left; false where the keeper doesn't know of it. */
static bool ask_orphan(uid_t uid, pid_t pid, Orphan *found, char *cgroup, size_t room)
{
    struct message *message = ask(&keeper, AskOrphans_NUMBER, &(AskOrphans){.uid = uid});
    const Orphans *told = message->fields;
    bool known = false;
    for (uint32_t i = 0; i < told->orphans.count; i++)
        if (told->orphans.items[i].pid == pid) {
            *found = told->orphans.items[i];
            snprintf(cgroup, room, "%s", found->cgroup);
            known = true;
        }
    release(message);
    return known;
}

pid_t lose_hand(bool rootless)
{
    scene = "a hand's death";
    uid_t uid = rootless ? getuid() : NOBODY;
    int hold[2], pids[2];
    char cgroup[1024] = "";
    Orphan orphan = {0};
    start_hand(rootless);
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = unit_cgroup});
    CLAIM(pipe2(hold, O_CLOEXEC) == 0, "pipe");
    for (int i = 0; i < 2; i++) {
        int log;
        char text[32] = "";
        PassedDescriptor passed = {0, "hold"};
        spawn(&(Spawn){.passed = {1, &passed}}, "echo $$; read line <&3; echo more || exit 5; exit 4", &log, hold[0]);
        struct pollfd ready = {log, POLLIN, 0};
        poll(&ready, 1, PATIENCE_MS);
        CLAIM(read(log, text, sizeof text - 1) > 0, "the process says its pid");
        close(log);
        pids[i] = atoi(text);
    }
    close(hold[0]);
    /* A third has ended already, which the hand has told a brain that did not live to act on it. */
    uint64_t process = spawn(&(Spawn){0}, "exit 7", NULL, -1);
    struct message *message = await(&hand, Exited_NUMBER, 0);
    CLAIM(((Exited *)message->fields)->process == process, "a process ends");
    pid_t told = ((Exited *)message->fields)->pid;
    release(message);
    /* A fourth has been acted on. */
    process = spawn(&(Spawn){0}, "exit 8", NULL, -1);
    message = await(&hand, Exited_NUMBER, 0);
    pid_t buried = ((Exited *)message->fields)->pid;
    release(message);
    must(&hand, BuryProcess_NUMBER, &(BuryProcess){.process = process});
    must(&keeper, SignalHand_NUMBER, &(SignalHand){.uid = uid, .signal = SIGKILL});
    release(await(&keeper, HandExited_NUMBER, 0));
    must(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pids[0]});
    start_hand(rootless);
    must(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = told}); /* answered when it is known */
    release(await(&keeper, ProcessGone_NUMBER, 0));
    CLAIM(ask_orphan(uid, told, &orphan, cgroup, sizeof cgroup) && orphan.code == CLD_EXITED && orphan.status == 7, "an end that was told and not acted on is not lost");
    CLAIM(!ask_orphan(uid, buried, &orphan, cgroup, sizeof cgroup), "one that was acted on is not told again");
    message = ask(&hand, ReopenLog_NUMBER, &(ReopenLog){.pid = pids[1]});
    CLAIM(message->type->number == Descriptor_NUMBER, "the next hand finds the log of a process");
    int found = message_take(message, 0);
    release(message);
    must_fail(&hand, ReopenLog_NUMBER, &(ReopenLog){.pid = 0}, EINVAL);
    close(hold[1]);
    struct pollfd written = {found, POLLIN, 0};
    char more[16] = "";
    poll(&written, 1, PATIENCE_MS);
    CLAIM(read(found, more, sizeof more - 1) == 5 && strcmp(more, "more\n") == 0, "and what it writes: %s", more);
    close(found);
    message = await(&keeper, ProcessGone_NUMBER, 0);
    const ProcessGone *gone = message->fields;
    CLAIM(gone->pid == pids[0] && gone->code == CLD_EXITED && gone->status == 4, "how it ended is told: %d %d", gone->code, gone->status);
    release(message);
    /* The other one may not have ended yet, and is waited for in the same way. */
    must(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pids[1]});
    message = await(&keeper, ProcessGone_NUMBER, 0);
    gone = message->fields;
    CLAIM(gone->pid == pids[1] && gone->code == CLD_EXITED && gone->status == 4, "and of the other: %d %d", gone->code, gone->status);
    release(message);
    for (int i = 0; i < 2; i++) {
        CLAIM(ask_orphan(uid, pids[i], &orphan, cgroup, sizeof cgroup), "it is kept for the next brain");
        CLAIM(orphan.code == CLD_EXITED && orphan.status == 4, "with its status");
        CLAIM(!has_tree || rootless || strcmp(cgroup, unit_cgroup) == 0, "and where it was: %s", cgroup);
    }
    CLAIM(!ask_orphan(uid + 1, pids[0], &orphan, cgroup, sizeof cgroup), "it is nobody else's");
    must(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pids[0]});
    release(await(&keeper, ProcessGone_NUMBER, 0));
    must(&keeper, ForgetOrphans_NUMBER, &(ForgetOrphans){.pids = {2, pids}});
    CLAIM(!ask_orphan(uid, pids[0], &orphan, cgroup, sizeof cgroup), "until it is forgotten");
    must_fail(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pids[0]}, ESRCH);
    return told;
}

/* ---- what has ended, over the keeper's end ---- */

enum { ORPHANS = 2 };

static void orphans_path(char *path, size_t size)
{
    snprintf(path, size, "%s/orphans", directory);
}

void leave_orphans(bool rootless, pid_t known)
{
    char command[128], path[300], text[32] = "";
    int log;
    scene = "the keeper's death after a hand's";
    snprintf(command, sizeof command, "echo $$; while [ -d /proc/%d ]; do sleep 0.05; done; exit 9", (int)getppid());
    spawn(&(Spawn){0}, command, &log, -1);
    CLAIM(poll(&(struct pollfd){log, POLLIN, 0}, 1, PATIENCE_MS) == 1 && read(log, text, sizeof text - 1) > 0, "the process says its pid");
    close(log);
    orphans_path(path, sizeof path);
    FILE *file = fopen(path, "we");
    CLAIM(file && fprintf(file, "%d %d", (int)known, atoi(text)) > 0 && fclose(file) == 0, "they are noted");
    must(&keeper, SignalHand_NUMBER, &(SignalHand){.uid = rootless ? getuid() : NOBODY, .signal = SIGKILL});
    release(await(&keeper, HandExited_NUMBER, 0));
    if (failures)
        finish();
}

static void read_orphans(int pids[ORPHANS])
{
    char path[300];
    orphans_path(path, sizeof path);
    FILE *file = fopen(path, "re");
    CLAIM(file && fscanf(file, "%d %d", &pids[0], &pids[1]) == ORPHANS, "they are noted");
    if (file)
        fclose(file);
    if (failures)
        finish();
}

void expect_orphans(bool rootless)
{
    static const int statuses[ORPHANS] = {7, 9};
    int pids[ORPHANS];
    char cgroup[1024] = "";
    read_orphans(pids);
    for (int i = 0; i < ORPHANS; i++) {
        Orphan orphan = {0};
        /* The second may end only now. */
        must(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pids[i]});
        release(await(&keeper, ProcessGone_NUMBER, 0));
        CLAIM(ask_orphan(rootless ? getuid() : NOBODY, pids[i], &orphan, cgroup, sizeof cgroup), "an end is known to the next keeper: %d", i);
        CLAIM(orphan.code == CLD_EXITED && orphan.status == statuses[i], "with its status: %d %d", orphan.code, orphan.status);
        CLAIM(!has_tree || rootless || strstr(cgroup, "/app.slice/test.service"), "and where it was: %s", cgroup);
    }
    if (failures)
        finish();
}

void forget_orphans(void)
{
    int pids[ORPHANS];
    read_orphans(pids);
    must(&keeper, ForgetOrphans_NUMBER, &(ForgetOrphans){.pids = {ORPHANS, pids}});
}

void miss_orphans(bool rootless)
{
    int pids[ORPHANS];
    char cgroup[1024];
    Orphan orphan;
    read_orphans(pids);
    for (int i = 0; i < ORPHANS; i++)
        CLAIM(!ask_orphan(rootless ? getuid() : NOBODY, pids[i], &orphan, cgroup, sizeof cgroup), "it is forgotten");
}
