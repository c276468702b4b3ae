/* Before anything is started: a clean process in its own place. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <linux/keyctl.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"
#include "control.h"
#include "lock.h"
#include "pam.h"
#include "say.h"

enum { NOFILE_HARD = 524288 }; /* systemd's: services ask for more than an init script's 4096 */

struct startup startup;

void startup_note(const char *note)
{
    say("%s", note);
    if (startup.note_count < NOTE_LIMIT)
        startup.notes[startup.note_count++] = note;
}

void close_between(unsigned first, unsigned last)
{
    enum { DESCRIPTORS = 65536 };
    if (first > last || close_range(first, last, 0) == 0)
        return;
    for (unsigned fd = first; fd <= last && fd < DESCRIPTORS; fd++) /* before Linux 5.9 */
        close((int)fd);
}

void close_from(int first)
{
    close_between((unsigned)first, ~0U);
}

void close_all_but(const int *kept, unsigned count)
{
    unsigned next = 3;
    for (unsigned i = 0; i < count; i++) {
        if (kept[i] < (int)next)
            continue;
        close_between(next, (unsigned)kept[i] - 1);
        next = (unsigned)kept[i] + 1;
    }
    close_between(next, ~0U);
}

void signals_reset(void)
{
    /* By the system call: the library keeps 32 and 33 to itself, which whoever started us (a JVM does) may have left ignored. All zeros
     * mean SIG_DFL whatever the structure's layout is. */
    static const unsigned long defaults[16] = {0};
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < NSIG; number++)
        syscall(SYS_rt_sigaction, number, defaults, NULL, (size_t)_NSIG / 8);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Standard streams that were closed become /dev/null, so that no socket gets their numbers. */
static void open_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == 0 ? O_RDONLY : O_WRONLY);
}

static void write_oom_score(const char *score)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    (void)!write(file, score, strlen(score));
    close(file);
}

/* Root's share: what an admin's `nice service hearth restart` would hand down to every user's services. Where something fails it stays as
 * it was, as for every daemon. */
static void reset_inheritance(void)
{
    unsigned char everywhere[1024];
    memset(everywhere, 0xff, sizeof everywhere);
    setpriority(PRIO_PROCESS, 0, 0);
    sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0});
    sched_setaffinity(0, sizeof everywhere, (cpu_set_t *)(void *)everywhere);
    syscall(SYS_ioprio_set, 1, 0, 0);
    write_oom_score("0");
    /* An anonymous session keyring: the admin's tickets are not the services'. */
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
}

static void raise_limits(void)
{
    for (int i = 0; i < LIMITS; i++)
        getrlimit((__rlimit_resource_t)i, &startup.limits[i]);
    struct rlimit *files = &startup.limits[RLIMIT_NOFILE];
    struct rlimit wanted = {NOFILE_HARD, NOFILE_HARD};
    if (files->rlim_max < NOFILE_HARD && setrlimit(RLIMIT_NOFILE, &wanted) == 0)
        files->rlim_max = NOFILE_HARD;
    wanted = (struct rlimit){files->rlim_max, files->rlim_max};
    setrlimit(RLIMIT_NOFILE, &wanted);
}

void startup_restore_limits(void)
{
    setrlimit(RLIMIT_NOFILE, &startup.limits[RLIMIT_NOFILE]);
}

/* Lets the children of a cgroup have what it has itself. One at a time: the kernel takes all or none. */
static void enable_controllers(const char *path)
{
    char names[256];
    char *rest = names;
    cgroup_controllers(path, names, sizeof names);
    for (char *name; (name = strsep(&rest, " "));) {
        char value[64];
        snprintf(value, sizeof value, "+%s", name);
        if (*name && cgroup_set(path, "cgroup.subtree_control", value) != 0)
            say_errno("enable the cgroup controller %s below %s", name, path);
    }
}

/* Root: out of whichever session or service we were started from. */
static void take_place(void)
{
    const char *place = "/system.slice/hearthd.service";
    int error = cgroup_make(place);
    if (!error)
        error = cgroup_enter(place);
    if (error) {
        errno = error;
        say_errno("move to the cgroup %s", place);
        startup_note("the cgroup tree is not writable: processes are found by their parents and INVOCATION_ID");
        cgroup_root_moved(-1);
        return;
    }
    snprintf(startup.own_cgroup, sizeof startup.own_cgroup, "%s", place);
    enable_controllers("/");
    cgroup_controllers("/", startup.controllers, sizeof startup.controllers);
    if (!strstr(startup.controllers, "memory") || !strstr(startup.controllers, "pids"))
        startup_note("the cgroup tree lacks the memory or pids controller: MemoryMax= and TasksMax= are not enforced");
}

/* Rootless: our own cgroup, where it was delegated. A cgroup with children has no processes of its own, so we move a level down. */
static void take_delegated_place(void)
{
    char own[900];
    cgroup_of(getpid(), own, sizeof own);
    snprintf(startup.own_cgroup, sizeof startup.own_cgroup, "%s/init.scope", strcmp(own, "/") == 0 ? "" : own);
    if (own[0] && cgroup_make(startup.own_cgroup) == 0 && cgroup_enter(startup.own_cgroup) == 0) {
        enable_controllers(own);
        cgroup_controllers(startup.own_cgroup, startup.controllers, sizeof startup.controllers);
        return;
    }
    startup.own_cgroup[0] = 0;
    cgroup_root_moved(-1);
    startup_note("no cgroup is delegated to this user: processes are found by their parents and INVOCATION_ID");
}

/* Has the name service's libraries loaded before the first fork. */
static void warm_name_service(void)
{
    gid_t groups[64];
    int count = 64;
    struct passwd *root = getpwuid(0);
    if (root)
        getgrouplist(root->pw_name, root->pw_gid, groups, &count);
    endpwent();
    endgrent();
}

bool startup_run(void)
{
    open_standard_streams();
    close_from(3);
    if (!lock_take())
        return false;
    signals_reset();
    umask(022);
    control_open();
    if (chdir("/") < 0)
        say_errno("change to /");
    setsid(); /* fails where we are a leader already: fine */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (!options.rootless)
        reset_inheritance();
    raise_limits();
    cgroup_open_tree(options.cgroup_root);
    if (cgroup_root_descriptor() < 0)
        startup_note("no cgroup v2 tree is mounted: processes are found by their parents and INVOCATION_ID");
    else if (options.rootless)
        take_delegated_place();
    else
        take_place();
    if (!options.rootless)
        state_directories_make();
    /* Last: a process that isn't dumpable may not write its own files in /proc. */
    prctl(PR_SET_DUMPABLE, 0);
    return true;
}

void startup_keeper(void)
{
    static bool done = false; /* true in a fork of a holder that was a keeper once */
    const char *note;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (options.rootless || done)
        return;
    done = true;
    startup.pam = pam_warm(options.pam_service, &note);
    if (!startup.pam)
        startup_note(note);
    warm_name_service();
    prctl(PR_SET_DUMPABLE, 0);
}

void startup_shed_code(void)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[512];
    while (maps && fgets(line, sizeof line, maps)) {
        unsigned long begin, end, inode;
        char access[5];
        if (sscanf(line, "%lx-%lx %4s %*x %*s %lu", &begin, &end, access, &inode) == 4 && strcmp(access, "r-xp") == 0 && inode != 0)
            madvise((void *)(uintptr_t)begin, end - begin, MADV_DONTNEED);
    }
    if (maps)
        fclose(maps);
}
