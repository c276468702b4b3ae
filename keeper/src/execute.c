/* From the fork to the program. Each step that fails ends the child with its status, after a line in the unit's log. */
#include "hand.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <limits.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"
#include "exit-status.h"
#include "keeper.h"

enum {
    FIRST_PASSED = 3,
    ADDED_VARIABLES = 6,
    VARIABLE_ROOM = 64,
    GROUP_LIMIT = 256 /* supplementary groups of a process */
};

static const Spawn *order;
static int report_failure = -1;
static int complaints = STDERR_FILENO; /* where what fails is said */

static const char *status_name(int status)
{
    switch (status) {
#define EXIT_CASE(number, name) case number: return #name;
        EXIT_STATUSES(EXIT_CASE)
#undef EXIT_CASE
    default:
        return "?";
    }
}

/* Ends the child; errno says why, "what" on what. */
static _Noreturn void fail(int status, const char *what)
{
    dprintf(complaints, "%s: Failed at step %s spawning %s: %s%s%s\n", order->unit, status_name(status), order->executable, what,
            what[0] ? ": " : "", strerror(errno));
    if (report_failure >= 0)
        (void)!write(report_failure, "", 1);
    _exit(status);
}

/* ---- standard streams ---- */

/* The log. A pipe is opened for reading too: so it has a reader as long as its service lives, whoever dies meanwhile, and keeps what is written.
 * A socket cannot be opened; its other end is the brain's and the keeper's. */
static int open_log(int log)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", log);
    int both = open(path, O_RDWR | O_CLOEXEC);
    return both < 0 ? fcntl(log, F_DUPFD_CLOEXEC, FIRST_PASSED) : both;
}

/* Opens where a stream leads to: a descriptor, or -1. */
static int open_stream(const Stream *stream, int target, struct message *message, int log)
{
    int writing = (target == STDIN_FILENO ? O_RDWR : O_WRONLY | O_NOCTTY) | O_CREAT | O_CLOEXEC;
    switch (stream->kind) {
    case StreamKind_NOTHING:
        return open("/dev/null", (target == STDIN_FILENO ? O_RDONLY : O_WRONLY) | O_CLOEXEC);
    case StreamKind_LOG:
        return open_log(log);
    case StreamKind_SAME:
        return fcntl(target == STDERR_FILENO ? STDOUT_FILENO : STDIN_FILENO, F_DUPFD_CLOEXEC, FIRST_PASSED);
    case StreamKind_READ:
        return open(stream->path, (target == STDIN_FILENO ? O_RDONLY : O_RDWR) | O_NOCTTY | O_CLOEXEC);
    case StreamKind_TRUNCATE:
        return open(stream->path, writing | O_TRUNC, 0666);
    case StreamKind_APPEND:
        return open(stream->path, writing | O_APPEND, 0666);
    case StreamKind_OVERWRITE:
        return open(stream->path, writing, 0666);
    case StreamKind_TERMINAL:
        return open(stream->path, O_RDWR | O_CLOEXEC | (target == STDIN_FILENO ? 0 : O_NOCTTY));
    case StreamKind_DESCRIPTOR:
    default:
        if (stream->descriptor < message->descriptor_count)
            return fcntl(message->descriptors[stream->descriptor], F_DUPFD_CLOEXEC, FIRST_PASSED);
        errno = EBADF;
        return -1;
    }
}

static bool is_file(const Stream *stream)
{
    return stream->kind == StreamKind_TRUNCATE || stream->kind == StreamKind_APPEND || stream->kind == StreamKind_OVERWRITE;
}

/* Whether two streams are one file, which is then open once: what one writes moves where the other goes on. */
static bool is_same_file(const Stream *first, const Stream *second)
{
    bool reads_what_is_written = first->kind == StreamKind_READ && second->kind == StreamKind_OVERWRITE;
    bool writes_the_same = is_file(first) && first->kind == second->kind;
    return (reads_what_is_written || writes_the_same) && strcmp(first->path, second->path) == 0;
}

/* Opens the input for writing as well where an output is the same file. */
static int open_input(struct message *message, int log)
{
    if (is_same_file(&order->input, &order->output) || is_same_file(&order->input, &order->error))
        return open(order->input.path, O_RDWR | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
    return open_stream(&order->input, STDIN_FILENO, message, log);
}

static int open_output(const Stream *stream, int target, struct message *message, int log)
{
    if (is_same_file(&order->input, stream))
        return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, FIRST_PASSED);
    if (target == STDERR_FILENO && is_same_file(&order->output, stream))
        return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, FIRST_PASSED);
    return open_stream(stream, target, message, log);
}

static void set_streams(struct message *message, int log)
{
    const Stream *const streams[] = {&order->input, &order->output, &order->error};
    static const int statuses[] = {STATUS_STDIN, STATUS_STDOUT, STATUS_STDERR};
    for (int target = 0; target <= 2; target++) {
        int fd = target == STDIN_FILENO ? open_input(message, log) : open_output(streams[target], target, message, log);
        if (fd < 0 || dup2(fd, target) < 0)
            fail(statuses[target], streams[target]->path);
        close(fd);
        if (target == STDIN_FILENO && streams[target]->kind == StreamKind_TERMINAL)
            ioctl(STDIN_FILENO, TIOCSCTTY, 0);
    }
}

/* ---- descriptors ---- */

/* Puts the passed descriptors from 3 on; everything else closes at execve. */
static void set_descriptors(struct message *message)
{
    int count = (int)order->passed.count;
    /* First out of the way, so that none is overwritten before it is moved. */
    for (int i = 0; i < count; i++) {
        int fd = fcntl(message->descriptors[order->passed.items[i].descriptor], F_DUPFD_CLOEXEC, FIRST_PASSED + DESCRIPTOR_LIMIT);
        if (fd < 0)
            fail(STATUS_FDS, "");
        order->passed.items[i].descriptor = (U32)fd;
    }
    if (report_failure >= 0)
        report_failure = fcntl(report_failure, F_DUPFD_CLOEXEC, FIRST_PASSED + DESCRIPTOR_LIMIT);
    complaints = fcntl(complaints, F_DUPFD_CLOEXEC, FIRST_PASSED + DESCRIPTOR_LIMIT);
    if (close_range(FIRST_PASSED, ~0U, CLOSE_RANGE_CLOEXEC) < 0) /* before Linux 5.11 */
        for (int fd = FIRST_PASSED; fd < 4096; fd++)
            fcntl(fd, F_SETFD, FD_CLOEXEC);
    for (int i = 0; i < count; i++)
        if (dup2((int)order->passed.items[i].descriptor, FIRST_PASSED + i) < 0)
            fail(STATUS_FDS, order->passed.items[i].name);
}

/* ---- adjustments ---- */

/* Applies one; the status to fail with, 0 where it went well. */
static int adjust(AdjustmentKind kind, int64_t value)
{
    unsigned long bits = (unsigned long)value;
    switch (kind) {
    case AdjustmentKind_IO_PRIORITY:
        return syscall(SYS_ioprio_set, 1, 0, (int)value) < 0 ? STATUS_IOPRIO : 0;
    case AdjustmentKind_TIMER_SLACK:
        return prctl(PR_SET_TIMERSLACK, bits) < 0 ? STATUS_TIMERSLACK : 0;
    case AdjustmentKind_PERSONALITY:
        return personality(bits) < 0 ? STATUS_PERSONALITY : 0;
    case AdjustmentKind_SECURE_BITS:
        return prctl(PR_SET_SECUREBITS, bits) < 0 ? STATUS_SECUREBITS : 0;
    case AdjustmentKind_NO_NEW_PRIVILEGES:
        return value && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? STATUS_NO_NEW_PRIVILEGES : 0;
    case AdjustmentKind_CAPABILITY_BOUNDING_SET:
        for (unsigned long capability = 0; capability < 64; capability++)
            if (!(bits >> capability & 1) && prctl(PR_CAPBSET_READ, capability) == 1 && prctl(PR_CAPBSET_DROP, capability) < 0)
                return STATUS_CAPABILITIES;
        return 0;
    case AdjustmentKind_AMBIENT_CAPABILITIES:
        for (unsigned long capability = 0; capability < 64; capability++)
            if ((bits >> capability & 1) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) < 0)
                return STATUS_CAPABILITIES;
        return 0;
    default:
        return 0; /* done elsewhere: NICE, CPU_*, IGNORE_SIGPIPE; by the hand: OOM_SCORE, COREDUMP_FILTER */
    }
}

static bool find(AdjustmentKind kind, int64_t *value)
{
    for (uint32_t i = 0; i < order->adjustments.count; i++)
        if (order->adjustments.items[i].kind == kind) {
            *value = order->adjustments.items[i].value;
            return true;
        }
    return false;
}

static bool is_forbidden(int error)
{
    return error == EPERM || error == EACCES;
}

/* The lowest nice value that RLIMIT_NICE allows, which counts from 1 for 19 to 40 for -20. */
static int lowest_nice(void)
{
    enum { NICEST = 19, LEAST_NICE = -20 };
    struct rlimit allowed;
    if (getrlimit(RLIMIT_NICE, &allowed) < 0)
        fail(STATUS_NICE, "");
    if (allowed.rlim_cur < 1)
        return NICEST;
    return allowed.rlim_cur > NICEST - LEAST_NICE + 1 ? LEAST_NICE : NICEST + 1 - (int)allowed.rlim_cur;
}

/* Sets the nice value, or the closest one that the user may have. */
static void set_nice(int wanted)
{
    if (setpriority(PRIO_PROCESS, 0, wanted) == 0)
        return;
    int error = errno;
    errno = 0;
    int current = getpriority(PRIO_PROCESS, 0);
    if (errno != 0)
        fail(STATUS_NICE, "");
    /* Anybody may become nicer: where that is refused, there is none that is closer. */
    if (!is_forbidden(error) || wanted > current) {
        errno = error;
        fail(STATUS_NICE, "");
    }
    int lowest = lowest_nice();
    if (lowest < current && setpriority(PRIO_PROCESS, 0, lowest) < 0)
        fail(STATUS_NICE, "");
}

static void set_priorities(const struct birth *birth)
{
    int64_t value;
    int64_t priority = 0;
    errno = birth->inheritance.oom_score;
    if (errno != 0)
        fail(STATUS_OOM_ADJUST, "oom_score_adj");
    errno = birth->inheritance.coredump_filter;
    if (errno != 0)
        fail(STATUS_LIMITS, "coredump_filter");
    if (find(AdjustmentKind_NICE, &value))
        set_nice((int)value);
    find(AdjustmentKind_CPU_PRIORITY, &priority);
    if (find(AdjustmentKind_CPU_POLICY, &value) &&
        sched_setscheduler(0, (int)value, &(struct sched_param){.sched_priority = (int)priority}) < 0)
        fail(STATUS_SETSCHEDULER, "");
    if (order->affinity.length > 0 &&
        sched_setaffinity(0, order->affinity.length, (const cpu_set_t *)(const void *)order->affinity.bytes) < 0)
        fail(STATUS_CPUAFFINITY, "");
}

static rlim_t lower(rlim_t one, rlim_t other)
{
    return one < other ? one : other;
}

/* Sets a limit, or the closest one that the hard limit allows; false with errno where there is none. */
static bool set_limit(__rlimit_resource_t resource, const struct rlimit *wanted)
{
    struct rlimit allowed;
    if (setrlimit(resource, wanted) == 0)
        return true;
    if (errno != EPERM || getrlimit(resource, &allowed) < 0)
        return false;
    /* Refused for another reason than the hard limit. */
    if (allowed.rlim_max == RLIM_INFINITY) {
        errno = EPERM;
        return false;
    }
    struct rlimit closest = {lower(wanted->rlim_cur, allowed.rlim_max), lower(wanted->rlim_max, allowed.rlim_max)};
    return setrlimit(resource, &closest) == 0;
}

static void set_limits(void)
{
    /* The hand's own descriptors are many; its services begin with what PAM has set. */
    setrlimit(RLIMIT_NOFILE, &startup.limits[RLIMIT_NOFILE]);
    for (uint32_t i = 0; i < order->limits.count; i++) {
        const Limit *limit = &order->limits.items[i];
        struct rlimit wanted = {limit->soft, limit->hard};
        if (limit->resource >= LIMITS || !set_limit((__rlimit_resource_t)limit->resource, &wanted))
            fail(STATUS_LIMITS, "");
    }
}

/* ---- who and where ---- */

/* Reads a text that is a number and nothing else. */
static bool is_number(const char *text, uint32_t *number)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno != 0 || value >= UINT32_MAX)
        return false;
    *number = (uint32_t)value;
    return true;
}

static const struct passwd *find_user(const char *name)
{
    uint32_t number;
    const struct passwd *user = is_number(name, &number) ? getpwuid(number) : getpwnam(name);
    if (!user) {
        errno = ESRCH;
        fail(STATUS_USER, name);
    }
    return user;
}

static gid_t find_group(const char *name)
{
    uint32_t number;
    const struct group *group = is_number(name, &number) ? getgrgid(number) : getgrnam(name);
    if (!group) {
        errno = ESRCH;
        fail(STATUS_GROUP, name);
    }
    return group->gr_gid;
}

/* Sets the supplementary groups; "known" of them are there already. */
static void set_groups(gid_t *groups, int known)
{
    size_t count = (size_t)known;
    for (uint32_t i = 0; i < order->groups.count; i++) {
        if (count == GROUP_LIMIT) {
            errno = EINVAL;
            fail(STATUS_GROUP, "");
        }
        groups[count++] = find_group(order->groups.items[i]);
    }
    if (setgroups(count, groups) < 0)
        fail(STATUS_GROUP, order->groups.items[0]);
}

/* Only what is asked for: an unprivileged manager fails here, unless nothing changes. */
static void set_identity(void)
{
    const struct passwd *user = order->user[0] ? find_user(order->user) : NULL;
    gid_t gid = user ? user->pw_gid : getegid();
    if (order->group[0])
        gid = find_group(order->group);
    bool has_groups = user && gid != 0;
    if (has_groups && initgroups(user->pw_name, gid) < 0)
        fail(STATUS_GROUP, order->user);
    if (order->groups.count > 0) {
        gid_t groups[GROUP_LIMIT];
        int known = has_groups ? getgroups(GROUP_LIMIT, groups) : 0;
        if (known < 0)
            fail(STATUS_GROUP, "");
        set_groups(groups, known);
    }
    if (gid != getegid() && setresgid(gid, gid, gid) < 0)
        fail(STATUS_GROUP, order->group[0] ? order->group : order->user);
    if (user && user->pw_uid != geteuid() && setresuid(user->pw_uid, user->pw_uid, user->pw_uid) < 0)
        fail(STATUS_USER, order->user);
}

static void make_service_directories(void)
{
    static const int statuses[] = {STATUS_RUNTIME_DIRECTORY, STATUS_STATE_DIRECTORY, STATUS_CACHE_DIRECTORY, STATUS_LOGS_DIRECTORY,
                                   STATUS_CONFIGURATION_DIRECTORY};
    for (uint32_t i = 0; i < order->directories.count; i++) {
        const ServiceDirectory *directory = &order->directories.items[i];
        errno = make_parents(directory->path, 0755);
        if (errno != 0)
            fail(statuses[directory->kind], directory->path);
        bool made = mkdir(directory->path, 0700) == 0;
        struct stat status;
        if ((!made && errno != EEXIST) || stat(directory->path, &status) < 0)
            fail(statuses[directory->kind], directory->path);
        if (!S_ISDIR(status.st_mode)) {
            errno = ENOTDIR;
            fail(statuses[directory->kind], directory->path);
        }
        if ((status.st_mode & 07777) != directory->mode && chmod(directory->path, directory->mode) < 0)
            fail(statuses[directory->kind], directory->path);
    }
}

static void change_directory(void)
{
    const char *directory = order->workingDirectory[0] ? order->workingDirectory : "/";
    if (chdir(directory) < 0 && !(order->workingDirectoryOptional && chdir("/") == 0))
        fail(STATUS_CHDIR, directory);
}

/* ---- the program ---- */

/* Whether the hand sets this variable itself. */
static bool is_ours(const char *variable)
{
    static const char *const names[] = {"SYSTEMD_EXEC_PID=", "LISTEN_PID=", "LISTEN_FDS=", "LISTEN_FDNAMES=", "JOURNAL_STREAM=", "WATCHDOG_PID="};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(variable, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static char *variable(const char *name, long long number)
{
    char *text = malloc(VARIABLE_ROOM);
    if (!text)
        fail(STATUS_MEMORY, "");
    snprintf(text, VARIABLE_ROOM, "%s=%lld", name, number);
    return text;
}

static char *descriptor_names(void)
{
    size_t room = sizeof "LISTEN_FDNAMES=";
    for (uint32_t i = 0; i < order->passed.count; i++)
        room += strlen(order->passed.items[i].name) + 1;
    char *text = malloc(room);
    if (!text)
        fail(STATUS_MEMORY, "");
    char *at = stpcpy(text, "LISTEN_FDNAMES=");
    for (uint32_t i = 0; i < order->passed.count; i++) {
        if (i > 0)
            *at++ = ':';
        at = stpcpy(at, order->passed.items[i].name);
    }
    return text;
}

/* Whether the program will write into the log. */
static bool logs(const Spawn *spawn)
{
    return spawn->output.kind == StreamKind_LOG || spawn->error.kind == StreamKind_LOG;
}

static char **make_environment(const struct birth *birth)
{
    char **environment = calloc(order->environment.count + ADDED_VARIABLES + 1, sizeof *environment);
    if (!environment)
        fail(STATUS_MEMORY, "");
    size_t count = 0;
    bool watched = false; /* who has a watchdog is told whose it is */
    for (uint32_t i = 0; i < order->environment.count; i++) {
        watched |= strncmp(order->environment.items[i], "WATCHDOG_USEC=", 14) == 0;
        if (!is_ours(order->environment.items[i]))
            environment[count++] = (char *)(uintptr_t)order->environment.items[i];
    }
    environment[count++] = variable("SYSTEMD_EXEC_PID", getpid());
    if (watched)
        environment[count++] = variable("WATCHDOG_PID", getpid());
    if (order->passed.count > 0) {
        environment[count++] = variable("LISTEN_PID", getpid());
        environment[count++] = variable("LISTEN_FDS", order->passed.count);
        environment[count++] = descriptor_names();
    }
    struct stat status;
    if (birth->names_log && logs(order) && fstat(birth->log, &status) == 0) {
        char *stream = malloc(VARIABLE_ROOM);
        if (!stream)
            fail(STATUS_MEMORY, "");
        snprintf(stream, VARIABLE_ROOM, "JOURNAL_STREAM=%llu:%llu", (unsigned long long)status.st_dev, (unsigned long long)status.st_ino);
        environment[count++] = stream;
    }
    return environment;
}

/* Executes a path, or looks a name up. Returns only where that failed, errno says why. */
static void run(char **arguments, char **environment)
{
    if (strchr(order->executable, '/')) {
        execve(order->executable, arguments, environment);
        return;
    }
    int error = ENOENT;
    for (const char *at = order->searchPath; *at;) {
        size_t length = strcspn(at, ":");
        char path[PATH_MAX];
        struct stat status;
        if (length > 0 && snprintf(path, sizeof path, "%.*s/%s", (int)length, at, order->executable) < PATH_MAX &&
            stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
            execve(path, arguments, environment);
            if (errno != EACCES)
                return;
            error = EACCES;
        }
        at += length;
        at += *at == ':';
    }
    errno = error;
}

/* Closes every descriptor that isn't the child's own: the hand's links, other units' pipes. The order's are its own. */
static void let_go(const struct message *message, const struct birth *birth)
{
    int own[DESCRIPTOR_LIMIT + 4];
    size_t count = 0;
    const int few[] = {birth->log, birth->report, birth->entered, birth->move ? cgroup_root_descriptor() : -1};
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
        own[count++] = few[i];
    for (unsigned i = 0; i < message->descriptor_count; i++)
        own[count++] = message->descriptors[i];
    /* In order, so that what lies between can be closed. */
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && own[j] < own[j - 1]; j--) {
            int other = own[j];
            own[j] = own[j - 1];
            own[j - 1] = other;
        }
    unsigned next = FIRST_PASSED;
    for (size_t i = 0; i < count; i++) {
        if (own[i] < (int)next)
            continue;
        close_between(next, (unsigned)own[i] - 1);
        next = (unsigned)own[i] + 1;
    }
    close_between(next, ~0U);
}

/* Before any setting is applied, since those may take as long as their author likes. The child moves itself, since a parent that is late
 * would fetch it back from where it has moved since. */
static void enter_cgroup(const struct birth *birth)
{
    if (birth->move) {
        errno = cgroup_enter(order->cgroup);
        if (errno != 0)
            fail(STATUS_CGROUP, order->cgroup);
        close(cgroup_root_descriptor());
    }
    if (write(birth->entered, "", 1) < 0)
        _exit(STATUS_CGROUP); /* the hand is gone */
    close(birth->entered);
}

_Noreturn void execute(const Spawn *spawn, struct message *message, const struct birth *birth)
{
    int64_t ignore_pipe = 0;
    order = spawn;
    report_failure = birth->report;
    /* The log, also where the program itself will have none: hearthd's own is no place for a user's words. */
    complaints = birth->log;
    let_go(message, birth);
    signals_reset();
    if (find(AdjustmentKind_IGNORE_SIGPIPE, &ignore_pipe) && ignore_pipe)
        signal(SIGPIPE, SIG_IGN);
    if (setsid() < 0)
        fail(STATUS_SETSID, "");
    umask(order->umask & 0777);
    enter_cgroup(birth);
    set_streams(message, birth->log);
    set_priorities(birth);
    make_service_directories();
    char **environment = make_environment(birth);
    char **arguments = calloc(order->arguments.count + 1, sizeof *arguments);
    if (!arguments)
        fail(STATUS_MEMORY, "");
    for (uint32_t i = 0; i < order->arguments.count; i++)
        arguments[i] = (char *)(uintptr_t)order->arguments.items[i];
    set_descriptors(message);
    set_limits();
    set_identity();
    for (uint32_t i = 0; i < order->adjustments.count; i++) {
        int status = adjust(order->adjustments.items[i].kind, order->adjustments.items[i].value);
        if (status)
            fail(status, "");
    }
    change_directory();
    run(arguments, environment);
    fail(STATUS_EXEC, "");
}
