/* What users leave behind when they are gone: System V and POSIX objects for talk between processes. A process of its own removes
 * them as the user, so that nothing else can go: removing one's own needs no privilege. */
#include "keeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/mount.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"
#include "kept.h"
#include "remove.h"
#include "say.h"
#include "servant.h"

enum {
    REMOVAL_LIMIT = 256,  /* at a time: a few milliseconds each */
    REMOVAL_SECONDS = 60, /* for one: a hundred thousand files take less */
    DEPTH_LIMIT = 16,     /* directories in /dev/shm: one descriptor and a few KB of stack a level */
    NOBODYS_GROUP = 65534 /* no object is removed for its group */
};

/* A process that removes a user's objects. */
struct removal {
    struct removal *next;
    pid_t pid;
    uid_t uid;
    uint64_t token; /* of the order; 0: of a brain that is gone */
};

static struct removal *removals = NULL;
static unsigned removal_count = 0;

/* ---- in the user's name ---- */

/* The user, with no way back. */
static void become(uid_t uid)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (setgroups(0, NULL) < 0 || setresgid(NOBODYS_GROUP, NOBODYS_GROUP, NOBODYS_GROUP) < 0 || setresuid(uid, uid, uid) < 0 ||
        setresuid(-1U, 0, -1U) == 0) {
        say_errno("become user %u", uid);
        _exit(1);
    }
    prctl(PR_SET_DUMPABLE, 0); /* fs.suid_dumpable may say otherwise; this is a copy of the keeper */
}

/* Opens a list of /proc/sysvipc behind its headline; NULL where the kernel has no such objects. */
static FILE *open_list(const char *path)
{
    char headline[512];
    FILE *list = fopen(path, "re");
    if (list && !fgets(headline, sizeof headline, list)) {
        fclose(list);
        return NULL;
    }
    return list;
}

static void remove_shared_memory(uid_t uid)
{
    FILE *list = open_list("/proc/sysvipc/shm");
    char line[512];
    int id;
    unsigned long attached;
    uid_t owner;
    while (list && fgets(line, sizeof line, list))
        if (sscanf(line, "%*s %d %*s %*s %*s %*s %lu %u", &id, &attached, &owner) == 3 && owner == uid && attached == 0)
            if (shmctl(id, IPC_RMID, NULL) < 0 && errno != EINVAL && errno != EIDRM)
                say_errno("remove shared memory %d of user %u", id, uid);
    if (list)
        fclose(list);
}

static void remove_semaphores(uid_t uid)
{
    FILE *list = open_list("/proc/sysvipc/sem");
    char line[512];
    int id;
    uid_t owner;
    while (list && fgets(line, sizeof line, list))
        if (sscanf(line, "%*s %d %*s %*s %u", &id, &owner) == 2 && owner == uid)
            if (semctl(id, 0, IPC_RMID) < 0 && errno != EINVAL && errno != EIDRM)
                say_errno("remove semaphores %d of user %u", id, uid);
    if (list)
        fclose(list);
}

static void remove_messages(uid_t uid)
{
    FILE *list = open_list("/proc/sysvipc/msg");
    char line[512];
    int id;
    uid_t owner;
    while (list && fgets(line, sizeof line, list))
        if (sscanf(line, "%*s %d %*s %*s %*s %*s %*s %u", &id, &owner) == 2 && owner == uid)
            if (msgctl(id, IPC_RMID, NULL) < 0 && errno != EINVAL && errno != EIDRM)
                say_errno("remove message queue %d of user %u", id, uid);
    if (list)
        fclose(list);
}

static void remove_files(int directory, uid_t uid, int depth);

static void remove_directory(int directory, const char *name, uid_t uid, int depth)
{
    struct stat status;
    int child = depth > 0 ? open_here(directory, name) : -1;
    if (child < 0)
        return;
    remove_files(child, uid, depth - 1);
    bool own = fstat(child, &status) == 0 && status.st_uid == uid;
    close(child);
    /* What others have put there stays, and so does the directory. */
    if (own && unlinkat(directory, name, AT_REMOVEDIR) < 0 && errno != ENOTEMPTY && errno != ENOENT)
        say_errno("remove the directory %s of user %u", name, uid);
}

/* Removes the user's files, links not followed, and directories that are empty then. */
static void remove_files(int directory, uid_t uid, int depth)
{
    struct entries entries;
    struct stat status;
    unsigned char type;
    entries_begin(&entries, directory);
    for (const char *name; (name = entries_next(&entries, &type));) {
        if (type == DT_DIR)
            remove_directory(directory, name, uid, depth);
        else if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0 && status.st_uid == uid)
            if (unlinkat(directory, name, 0) < 0 && errno != ENOENT)
                say_errno("remove %s of user %u", name, uid);
    }
}

/* Opens the kernel's list of message queues, by a mount that nobody else sees: /dev/mqueue need not be there. For root. */
static int open_queues(void)
{
    int context = (int)syscall(SYS_fsopen, "mqueue", FSOPEN_CLOEXEC);
    int mounted = -1;
    if (context >= 0 && syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        mounted = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
    if (mounted < 0)
        return open("/dev/mqueue", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return openat(mounted, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static _Noreturn void remove_all(uid_t uid)
{
    signals_reset();
    close_from(3);
    char name[32];
    snprintf(name, sizeof name, "hearth-ipc[%u]", uid);
    say_as(name);
    say_little();
    int queues = open_queues();
    int memory = open("/dev/shm", O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* the way there is root's */
    become(uid);
    alarm(REMOVAL_SECONDS);
    remove_shared_memory(uid);
    remove_semaphores(uid);
    remove_messages(uid);
    if (memory >= 0)
        remove_files(memory, uid, DEPTH_LIMIT);
    if (queues >= 0)
        remove_files(queues, uid, 0);
    _exit(0);
}

/* ---- the keeper's side ---- */

static int check(const RemoveIpc *order)
{
    if (options.rootless || order->uid == 0)
        return EPERM;
    if (order->uid == (uid_t)-1)
        return EINVAL;
    return removal_count >= REMOVAL_LIMIT ? EAGAIN : 0;
}

void ipc_remove(const RemoveIpc *order, uint64_t token)
{
    int error = check(order);
    struct removal *removal = error ? NULL : malloc(sizeof *removal);
    pid_t pid = removal ? kept_fork() : -1;
    if (pid == 0)
        remove_all(order->uid);
    if (pid < 0) {
        answer_failed(token, error ? error : errno, "remove what user %u has left", order->uid);
        free(removal);
        return;
    }
    *removal = (struct removal){.next = removals, .pid = pid, .uid = order->uid, .token = token};
    removals = removal;
    removal_count++;
}

void ipc_forget(void)
{
    while (removals) {
        struct removal *removal = removals;
        removals = removal->next;
        free(removal);
    }
    removal_count = 0;
}

void ipc_brain_gone(void)
{
    for (struct removal *removal = removals; removal; removal = removal->next)
        removal->token = 0;
}

bool ipc_ended(pid_t pid, int code, int status)
{
    struct removal **place = &removals;
    while (*place && (*place)->pid != pid)
        place = &(*place)->next;
    struct removal *removal = *place;
    if (!removal)
        return false;
    *place = removal->next;
    removal_count--;
    if (removal->token)
        answer(removal->token, code == CLD_EXITED && status == 0 ? 0 : ECANCELED, "remove what user %u has left", removal->uid);
    free(removal);
    return true;
}

void ipc_stopped(pid_t pid)
{
    for (const struct removal *removal = removals; removal; removal = removal->next)
        if (removal->pid == pid)
            kill(pid, SIGKILL);
}
