/* What a hand can do, scene by scene. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"
#include "talk.h"

/* ---- spawning ---- */

static uint64_t last_process = 100;
/* Gives the order to start a script; *token is what its answer carries. */
static uint64_t order_spawn(const Spawn *order, const char *script, int descriptor, uint64_t *token)
{
    TEXT arguments[] = {"sh", "-c", script};
    char invocation[64]; /* another one for each run: what an earlier one has left is not ours */
    snprintf(invocation, sizeof invocation, "INVOCATION_ID=%032x", (unsigned)getppid());
    TEXT environment[] = {"PATH=/usr/bin:/bin", invocation, "MARK=spring", "WATCHDOG_USEC=5"};
    Spawn whole = *order;
    whole.process = ++last_process;
    whole.unit = "test.service";
    whole.role = "main";
    whole.cgroup = order->cgroup ? order->cgroup : unit_cgroup;
    whole.executable = order->executable ? order->executable : "/bin/sh";
    whole.searchPath = "/usr/bin:/bin";
    if (whole.arguments.count == 0) {
        whole.arguments.count = 3;
        whole.arguments.items = arguments;
    }
    whole.environment.count = 4;
    whole.environment.items = environment;
    whole.workingDirectory = order->workingDirectory ? order->workingDirectory : "/";
    whole.umask = 022;
    whole.user = order->user ? order->user : "";
    whole.group = order->group ? order->group : "";
    Stream *streams[] = {&whole.input, &whole.output, &whole.error};
    for (int i = 0; i < 3; i++)
        if (!streams[i]->path) {
            streams[i]->path = "";
            if (i > 0 && streams[i]->kind == StreamKind_NOTHING)
                streams[i]->kind = StreamKind_LOG;
        }
    *token = give(&hand, Spawn_NUMBER, &whole, descriptor);
    return whole.process;
}

uint64_t spawn(const Spawn *order, const char *script, int *log, int descriptor)
{
    uint64_t token;
    uint64_t process = order_spawn(order, script, descriptor, &token);
    struct message *message = await(&hand, 0, token);
    CLAIM(message->type->number == Spawned_NUMBER, "Spawn is answered by Spawned");
    if (log)
        *log = message_take(message, 0);
    release(message);
    return process;
}

static Exited *await_exit(uint64_t process, struct message **message)
{
    for (;;) {
        *message = await(&hand, Exited_NUMBER, 0);
        if (((Exited *)(*message)->fields)->process == process)
            return (*message)->fields;
        release(*message);
    }
}

/* Reads a log pipe to its end. */
static const char *read_log(int log)
{
    static char text[8192];
    size_t length = 0;
    for (;;) {
        struct pollfd ready = {log, POLLIN, 0};
        if (poll(&ready, 1, PATIENCE_MS) <= 0)
            break;
        ssize_t got = read(log, text + length, sizeof text - 1 - length);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    close(log);
    text[length] = 0;
    return text;
}

static int run_status(Spawn *order, const char *script, const char **output)
{
    int log;
    struct message *message;
    uint64_t process = spawn(order, script, &log, -1);
    Exited *exited = await_exit(process, &message);
    int status = exited->code == CLD_EXITED ? exited->status : 1000 + exited->status;
    const char *text = read_log(log);
    if (output)
        *output = text;
    release(message);
    must(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = process});
    return status;
}

/* ---- the scenes ---- */

static void scene_spawn(void)
{
    scene = "spawn";
    const char *output;
    CLAIM(run_status(&(Spawn){0}, "echo out; echo err >&2; exit 7", &output) == 7, "the exit status is told");
    CLAIM(strcmp(output, "out\nerr\n") == 0, "both streams are in the log");
    CLAIM(run_status(&(Spawn){0}, "kill -9 $$", NULL) == 1009, "the deadly signal is told");
    run_status(&(Spawn){0}, "echo $MARK $SYSTEMD_EXEC_PID $$ ${JOURNAL_STREAM:+stream} ${LISTEN_FDS-none}; ls /proc/self/fd | wc -l; umask", &output);
    int first = 0, second = -1, descriptors = 0;
    char mark[16] = "", stream[16] = "", listen[16] = "", mask[16] = "";
    sscanf(output, "%15s %d %d %15s %15s %d %15s", mark, &first, &second, stream, listen, &descriptors, mask);
    CLAIM(strcmp(mark, "spring") == 0 && first == second && strcmp(stream, "stream") == 0 && strcmp(listen, "none") == 0, "the environment: %s", output);
    CLAIM(descriptors == 4, "no descriptor but the standard ones is inherited (ls has one more): %s", output);
    CLAIM(strcmp(mask, "0022") == 0, "the umask is set: %s", output);
    run_status(&(Spawn){0}, "cat /proc/self/status", &output);
    CLAIM(strstr(output, "SigIgn:\t0000000000000000") && strstr(output, "SigBlk:\t0000000000000000"), "signals are at their defaults");
    CLAIM(!strstr(output, "CapEff:\t000001ff"), "a user's process has no capabilities");
}

static void scene_failures(void)
{
    scene = "exit statuses of systemd.exec(5)";
    const char *output;
    CLAIM(run_status(&(Spawn){.executable = "/nonexistent"}, "", &output) == 203, "a missing program: 203");
    CLAIM(strstr(output, "Failed at step EXEC spawning /nonexistent: No such file or directory"), "the log says why: %s", output);
    CLAIM(run_status(&(Spawn){.workingDirectory = "/nonexistent"}, "", NULL) == 200, "a missing working directory: 200");
    CLAIM(run_status(&(Spawn){.workingDirectory = "/nonexistent", .workingDirectoryOptional = true}, "exit 3", NULL) == 3, "but not where optional");
    Stream missing = {StreamKind_READ, "/nonexistent", 0};
    CLAIM(run_status(&(Spawn){.input = missing}, "", NULL) == 208, "missing input: 208");
    Adjustment oom = {AdjustmentKind_OOM_SCORE, 300};
    CLAIM(run_status(&(Spawn){.adjustments = {1, &oom}}, "test $(cat /proc/self/oom_score_adj) = 300", NULL) == 0, "OOMScoreAdjust= is set");
    CLAIM(run_status(&(Spawn){.user = "no-such-user"}, "", &output) == 217, "a user that isn't there: 217");
    CLAIM(strstr(output, "Failed at step USER spawning /bin/sh: no-such-user: No such process"), "the log says which: %s", output);
    CLAIM(run_status(&(Spawn){.user = "4242"}, "", NULL) == 217, "nor is one of that number: 217");
    CLAIM(run_status(&(Spawn){.user = "daemon"}, "", NULL) == 216, "another user has other groups: 216");
    CLAIM(run_status(&(Spawn){.user = "root"}, "", NULL) == 216, "so has root: 216");
    CLAIM(run_status(&(Spawn){.group = "no-such-group"}, "", NULL) == 216, "a group that isn't there: 216");
    CLAIM(run_status(&(Spawn){.group = "daemon"}, "", NULL) == 216, "another group: 216");
    CLAIM(run_status(&(Spawn){.groups = TEXTS("daemon")}, "", NULL) == 216, "supplementary groups: 216");
    Limit limit = {RLIMIT_NOFILE, 77, 78};
    CLAIM(run_status(&(Spawn){.limits = {1, &limit}}, "test $(ulimit -Sn) = 77", NULL) == 0, "limits are set");
    Limit crossed = {RLIMIT_NOFILE, 78, 77};
    CLAIM(run_status(&(Spawn){.limits = {1, &crossed}}, "", NULL) == 205, "a soft limit above the hard one: 205");
    ServiceDirectory made = {DirectoryKind_STATE, "/proc/nonexistent", 0755};
    CLAIM(run_status(&(Spawn){.directories = {1, &made}}, "", NULL) == 238, "a state directory that cannot be: 238");
    if (has_tree)
        CLAIM(run_status(&(Spawn){.cgroup = "/nonexistent"}, "", NULL) == 219, "a missing cgroup: 219");
    CLAIM(run_status(&(Spawn){.executable = "true"}, "", NULL) == 0, "a name is looked for in the search path");
}

/* Who asks for more than he may have gets as much as there is, and runs. */
static void scene_more_than_allowed(void)
{
    scene = "more than is allowed";
    static const char script[] = "nice; cat /proc/self/oom_score_adj; ulimit -Sn; ulimit -Hn";
    const char *output;
    int nice = 0, oom = 0, nicer = 0, same_oom = 0;
    long soft, hard = 0, raised = 0, same_hard = 0;
    run_status(&(Spawn){0}, script, &output);
    CLAIM(sscanf(output, "%d %d %ld %ld", &nice, &oom, &soft, &hard) == 4, "what a process has: %s", output);
    Adjustment adjustments[] = {{AdjustmentKind_NICE, nice - 1}, {AdjustmentKind_OOM_SCORE, -1000}};
    Limit limit = {RLIMIT_NOFILE, 1UL << 40, 1UL << 40};
    Spawn greedy = {.adjustments = {2, adjustments}, .limits = {1, &limit}};
    CLAIM(run_status(&greedy, script, &output) == 0, "a greedy process runs: %s", output);
    sscanf(output, "%d %d %ld %ld", &nicer, &same_oom, &raised, &same_hard);
    CLAIM(nicer == nice && same_oom == oom, "Nice= is the closest that is allowed, and OOMScoreAdjust= what it was: %d, %d", nicer, same_oom);
    CLAIM(raised == hard && same_hard == hard, "a limit is the closest that is allowed: %ld:%ld", raised, same_hard);
    Limit infinite = {RLIMIT_NOFILE, RLIM_INFINITY, RLIM_INFINITY};
    Limit lower = {RLIMIT_NOFILE, 77, RLIM_INFINITY};
    CLAIM(run_status(&(Spawn){.limits = {1, &infinite}}, "test $(ulimit -Sn) = $(ulimit -Hn)", NULL) == 0, "an infinite one, too");
    CLAIM(run_status(&(Spawn){.limits = {1, &lower}}, "test $(ulimit -Sn) = 77", NULL) == 0, "a soft limit that is allowed is kept");
}

static void scene_streams(void)
{
    scene = "streams and descriptors";
    char file[300], content[64] = "";
    const char *output;
    snprintf(file, sizeof file, "%s/appended", directory);
    Stream append = {StreamKind_APPEND, file, 0};
    run_status(&(Spawn){.output = append}, "echo one", NULL);
    run_status(&(Spawn){.output = append}, "echo two", NULL);
    run_status(&(Spawn){.input = {StreamKind_READ, file, 0}}, "cat", &output);
    CLAIM(strcmp(output, "one\ntwo\n") == 0, "append: and file: %s", output);
    snprintf(file, sizeof file, "%s/both", directory);
    Stream both = {StreamKind_OVERWRITE, file, 0};
    run_status(&(Spawn){.input = {StreamKind_READ, file, 0}, .output = both, .error = both}, "echo one; echo two >&2; echo three", NULL);
    run_status(&(Spawn){.input = {StreamKind_READ, file, 0}}, "cat", &output);
    CLAIM(strcmp(output, "one\ntwo\nthree\n") == 0, "a file that is the input and both outputs is open once: %s", output);
    CLAIM(run_status(&(Spawn){0}, "test \"$WATCHDOG_PID\" = $$", NULL) == 0, "a watchdog's process is named");
    int pair[2];
    CLAIM(pipe2(pair, O_CLOEXEC) == 0, "pipe");
    PassedDescriptor passed = {0, "in:put"};
    passed.name = "front";
    struct message *message;
    int log;
    uint64_t process = spawn(&(Spawn){.passed = {1, &passed}}, "echo $LISTEN_FDS $LISTEN_FDNAMES >&3; test $LISTEN_PID = $$", &log, pair[1]);
    close(pair[1]);
    CLAIM(await_exit(process, &message)->status == 0, "LISTEN_PID is the process");
    CLAIM(read(pair[0], content, sizeof content - 1) > 0 && strcmp(content, "1 front\n") == 0, "it is passed as 3 with its name: %s", content);
    release(message);
    close(pair[0]);
    close(log);
    process = spawn(&(Spawn){.reportExecution = true}, "true", NULL, -1);
    message = await(&hand, Executed_NUMBER, 0);
    CLAIM(((Executed *)message->fields)->process == process, "execution is reported");
    release(message);
    await_exit(process, &message);
    release(message);
    process = spawn(&(Spawn){.reportExecution = true, .executable = "/nonexistent"}, "", NULL, -1);
    await_exit(process, &message);
    release(message);
    for (unsigned i = 0; i < hand.count; i++)
        CLAIM(hand.held[i]->type->number != Executed_NUMBER, "a failed execution isn't");
}

static void scene_cgroup(void)
{
    scene = "cgroups";
    uint32_t count;
    struct message *message;
    char moved[600];
    int log;
    /* Two generations, the second in a session of its own and without a parent. */
    uint64_t process = spawn(&(Spawn){0}, "setsid sh -c 'echo ready; exec sleep 1000' & exec sleep 1000", &log, -1);
    struct pollfd ready = {log, POLLIN, 0};
    poll(&ready, 1, PATIENCE_MS);
    close(log);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGTERM});
    count = message->type->number == Signalled_NUMBER ? ((Signalled *)message->fields)->processes : 0;
    CLAIM(count == 2, "both processes are signalled: %u", count);
    release(message);
    message = await(&hand, CgroupEmpty_NUMBER, 0);
    CLAIM(strcmp(((CgroupEmpty *)message->fields)->path, unit_cgroup) == 0, "the empty cgroup is told");
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGTERM, "the main process died of it");
    release(message);
    must_fail(&hand, Signal_NUMBER, &(Signal){.path = unit_cgroup, .pid = getpid(), .signal = 0}, ESRCH);
    if (!has_tree)
        return;
    process = spawn(&(Spawn){0}, "sleep 1000", NULL, -1);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGKILL});
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGKILL, "cgroup.kill kills");
    release(message);
    CLAIM(run_status(&(Spawn){0}, "exit 5", NULL) == 5, "a killed cgroup can be used again");
    snprintf(moved, sizeof moved, "%s/inner", unit_cgroup);
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = moved});
    must_fail(&hand, SetCgroupAttribute_NUMBER, &(SetCgroupAttribute){.path = moved, .name = "cgroup.procs", .value = "1"}, EPERM);
    must_fail(&hand, SetCgroupAttribute_NUMBER, &(SetCgroupAttribute){.path = moved, .name = "../cgroup.procs", .value = "1"}, EINVAL);
    must(&hand, SetCgroupAttribute_NUMBER, &(SetCgroupAttribute){.path = moved, .name = "cgroup.max.depth", .value = "3"});
    must_fail(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = "/x/../y"}, EINVAL);
    must_fail(&hand, MoveProcesses_NUMBER, &(MoveProcesses){.path = moved, .pids = {1, &(I32){getppid()}}, .uid = 77}, EPERM);
    must(&hand, RemoveCgroup_NUMBER, &(RemoveCgroup){.path = moved});
    must(&hand, RemoveCgroup_NUMBER, &(RemoveCgroup){.path = moved});
}

/* More processes than are held at a time. */
static void scene_crowd(void)
{
    scene = "a crowd";
    struct message *message;
    int log;
    if (!has_tree)
        return;
    uint64_t process = spawn(&(Spawn){0}, "for i in $(seq 700); do sleep 1000 & done; echo ready; exec sleep 1000", &log, -1);
    struct pollfd ready = {log, POLLIN, 0};
    poll(&ready, 1, PATIENCE_MS);
    close(log);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGTERM});
    uint32_t count = message->type->number == Signalled_NUMBER ? ((Signalled *)message->fields)->processes : 0;
    CLAIM(count == 701, "every process is signalled once: %u", count);
    release(message);
    message = await(&hand, CgroupEmpty_NUMBER, 0);
    release(message);
    await_exit(process, &message);
    release(message);
}

/* Writes the path of something in the test's directory. */
static void path_in(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/%s", directory, name);
}

static void scene_files(void)
{
    scene = "files";
    char file[300], link[300], tree[300], big[300];
    path_in(file, sizeof file, "units/a.service");
    path_in(link, sizeof link, "units/b.service");
    path_in(tree, sizeof tree, "units");
    path_in(big, sizeof big, "units/a.service.d");
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = big, .mode = 0755});
    must(&hand, WriteFile_NUMBER, &(WriteFile){.path = file, .mode = 0640, .content = {6, "[Unit]"}});
    must(&hand, MakeLink_NUMBER, &(MakeLink){.target = "a.service", .path = link});
    must_fail(&hand, MakeLink_NUMBER, &(MakeLink){.target = "c.service", .path = link}, EEXIST);
    path_in(link, sizeof link, "units/pipe.service");
    /* By the hand: this brain may not write there. */
    struct message *message = ask(&hand, BindSocket_NUMBER, &(BindSocket){.name = "", .address = link, .kind = SocketKind_FIFO, .mode = 0666, .directoryMode = 0755});
    release(message);
    message = ask(&hand, ReadTree_NUMBER, &(ReadTree){.directories = TEXTS(tree, "/nonexistent"), .maxEntries = 100, .maxFileBytes = 100000, .maxTotalBytes = 1000000});
    const Tree *read = message->fields;
    unsigned seen = 0;
    for (uint32_t i = 0; i < read->entries.count; i++) {
        const TreeEntry *entry = &read->entries.items[i];
        if (strcmp(entry->name, "a.service") == 0)
            seen += entry->kind == EntryKind_FILE && entry->content.length == 6 && entry->error == 0;
        if (strcmp(entry->name, "b.service") == 0)
            seen += entry->kind == EntryKind_LINK && strcmp(entry->target, "a.service") == 0 && entry->content.length == 6 && strcmp(strrchr(entry->resolved, '/'), "/a.service") == 0;
        if (strcmp(entry->name, "pipe.service") == 0)
            seen += entry->kind == EntryKind_OTHER;
        if (strcmp(entry->name, "a.service.d") == 0)
            seen += entry->kind == EntryKind_DIRECTORY;
    }
    CLAIM(seen == 4 && read->entries.count == 4 && !read->truncated, "the tree is read: %u of %u", seen, read->entries.count);
    release(message);
    message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(!((Synced *)message->fields)->changed, "nothing has changed yet");
    release(message);
    /* Large enough for a memfd, both ways. */
    static char zeros[200000];
    memset(zeros, 'z', sizeof zeros);
    path_in(big, sizeof big, "units/a.service.d/x.conf");
    must(&hand, WriteFile_NUMBER, &(WriteFile){.path = big, .mode = 0600, .content = {sizeof zeros, zeros}});
    message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(((Synced *)message->fields)->changed, "a new drop-in is a change");
    release(message);
    release(await(&hand, TreeChanged_NUMBER, 0));
    message = ask(&hand, ReadFile_NUMBER, &(ReadFile){.path = big, .maxBytes = 300000});
    CLAIM(message->type->number == FileContent_NUMBER && ((FileContent *)message->fields)->content.length == sizeof zeros &&
          memcmp(((FileContent *)message->fields)->content.bytes, zeros, sizeof zeros) == 0, "a large file comes back whole");
    release(message);
    must_fail(&hand, ReadFile_NUMBER, &(ReadFile){.path = big, .maxBytes = 1000}, EFBIG);
    must_fail(&hand, ReadFile_NUMBER, &(ReadFile){.path = link, .maxBytes = 1000}, EINVAL);
    path_in(big, sizeof big, "units/*.d/[x]*");
    message = ask(&hand, FindPaths_NUMBER, &(FindPaths){.pattern = big, .maxPaths = 1});
    path_in(file, sizeof file, "units/a.service.d/x.conf");
    const PathsFound *found = message->fields;
    CLAIM(found->paths.count == 1 && strcmp(found->paths.items[0], file) == 0, "a pattern's paths are found");
    release(message);
    must_fail(&hand, FindPaths_NUMBER, &(FindPaths){.pattern = big, .maxPaths = 0}, E2BIG);
    path_in(big, sizeof big, "units/*.none");
    must_fail(&hand, FindPaths_NUMBER, &(FindPaths){.pattern = big, .maxPaths = 1}, ENOENT);
    must_fail(&hand, Remove_NUMBER, &(Remove){.path = tree}, ENOTEMPTY);
    must(&hand, Remove_NUMBER, &(Remove){.path = tree, .recursive = true});
    CLAIM(access(tree, F_OK) < 0, "a tree is removed");
}

static void scene_conditions(void)
{
    scene = "conditions";
    bool psi = access("/proc/pressure", F_OK) == 0; /* what the kernel doesn't measure is no pressure */
    Condition conditions[] = {{"PathExists", "/bin/sh"},        {"PathExists", "/nonexistent"}, {"PathExistsGlob", "/bin/s?"},
                              {"PathIsMountPoint", "/proc"},    {"FileIsExecutable", "/bin/sh"}, {"DirectoryNotEmpty", "/"},
                              {"KernelVersion", ">=3.0"},       {"CPUs", ">=1"},                {"Memory", "> 1E"},
                              {"Architecture", "native"},       {"Flavour", "sweet"},           {"PathExists", "relative"},
                              {"OSRelease", "NOSUCH!=x"},       {"OSRelease", "NOSUCH=x"},      {"OSRelease", "bogus"},
                              {"CPUFeature", "nosuch"},         {"MemoryPressure", "100%"},     {"MemoryPressure", "soon"},
                              {"KernelVersion", "\">=3.0\" \"<99\""}, {"KernelVersion", ">= 3.0"}, {"KernelVersion", ">="},
                              {"ControlGroupController", "bogus"}, {"Memory", "1.5M"},         {"CPUs", "-7"},
                              {"Firmware", "bogus"},            {"Credential", "any"},          {"Security", "bogus"}};
    const Verdict expected[] = {Verdict_YES, Verdict_NO,  Verdict_YES, Verdict_YES, Verdict_YES, Verdict_YES,
                                Verdict_YES, Verdict_YES, Verdict_NO, Verdict_YES, Verdict_UNKNOWN_KIND, Verdict_ERROR,
                                Verdict_YES, Verdict_NO, Verdict_ERROR, Verdict_NO, Verdict_YES, psi ? Verdict_ERROR : Verdict_YES,
                                Verdict_YES, Verdict_YES, Verdict_ERROR, Verdict_YES, Verdict_YES, Verdict_ERROR,
                                Verdict_NO, Verdict_NO, Verdict_NO};
    enum { COUNT = sizeof conditions / sizeof *conditions };
    struct message *message = ask(&hand, CheckConditions_NUMBER, &(CheckConditions){.conditions = {COUNT, conditions}});
    const ConditionResults *results = message->fields;
    CLAIM(results->results.count == COUNT, "each has a result");
    for (uint32_t i = 0; i < results->results.count; i++)
        CLAIM(results->results.items[i].verdict == expected[i], "Condition%s=%s", conditions[i].kind, conditions[i].argument);
    release(message);
}

static void scene_sockets(void)
{
    scene = "sockets";
    char path[300];
    path_in(path, sizeof path, "run/front.socket");
    BindSocket bind = {.name = "front.socket", .address = path, .kind = SocketKind_STREAM, .mode = 0600, .directoryMode = 0755, .backlog = 10};
    struct message *message = ask(&hand, BindSocket_NUMBER, &bind);
    struct stat status;
    CLAIM(message->type->number == Descriptor_NUMBER && message->descriptor_count == 1, "a socket is bound");
    CLAIM(stat(path, &status) == 0 && (status.st_mode & 0777) == 0600, "its mode is set");
    release(message);
    must_fail(&hand, BindSocket_NUMBER, &bind, EADDRINUSE);
    message = ask(&hand, ConnectSocket_NUMBER, &(ConnectSocket){.address = path});
    CLAIM(message->type->number == Descriptor_NUMBER, "it can be connected to");
    release(message);
    bind.unlinkFirst = true;
    message = ask(&hand, BindSocket_NUMBER, &bind);
    CLAIM(message->type->number == Descriptor_NUMBER, "a stale one is replaced");
    release(message);
    path_in(path, sizeof path, "run/fifo");
    message = ask(&hand, BindSocket_NUMBER, &(BindSocket){.name = "", .address = path, .kind = SocketKind_FIFO, .mode = 0600, .directoryMode = 0755});
    CLAIM(message->type->number == Descriptor_NUMBER && stat(path, &status) == 0 && S_ISFIFO(status.st_mode), "a FIFO is made");
    release(message);
}

static void scene_paths(void)
{
    scene = "path watches";
    char path[300], parent[300];
    path_in(parent, sizeof parent, "spool");
    path_in(path, sizeof path, "spool/in/box");
    must(&hand, WatchPath_NUMBER, &(WatchPath){.watch = 9, .path = path});
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = path, .mode = 0755});
    struct message *message = await(&hand, PathChanged_NUMBER, 0);
    CLAIM(((PathChanged *)message->fields)->watch == 9, "the way to a path is watched");
    release(message);
    must(&hand, UnwatchPath_NUMBER, &(UnwatchPath){.watch = 9});
    while (hand.count > 0 && hand.held[0]->type->number == PathChanged_NUMBER)
        release(await(&hand, PathChanged_NUMBER, 0));
}

static void scene_processes(void)
{
    scene = "watched processes";
    int log;
    char text[32] = "";
    struct message *message;
    int hold[2];
    CLAIM(pipe2(hold, O_CLOEXEC) == 0, "pipe");
    PassedDescriptor passed = {0, "hold"};
    /* The child ends when nobody holds the pipe any more. */
    uint64_t process = spawn(&(Spawn){.passed = {1, &passed}}, "(read line <&3; exit 4) & echo $!", &log, hold[0]);
    close(hold[0]);
    await_exit(process, &message);
    release(message);
    struct pollfd ready = {log, POLLIN, 0};
    poll(&ready, 1, PATIENCE_MS);
    CLAIM(read(log, text, sizeof text - 1) > 0, "the child says its pid");
    close(log);
    int pid = atoi(text);
    must(&hand, WatchProcess_NUMBER, &(WatchProcess){.pid = pid});
    close(hold[1]);
    message = await(&hand, ProcessGone_NUMBER, 0);
    const ProcessGone *gone = message->fields;
    CLAIM(gone->pid == pid && gone->code == CLD_EXITED && gone->status == 4, "an adopted process's status is told");
    release(message);
    must_fail(&hand, WatchProcess_NUMBER, &(WatchProcess){.pid = pid}, ESRCH);
}

static bool is_held(uint16_t number)
{
    for (unsigned i = 0; i < hand.count; i++)
        if (hand.held[i]->type->number == number)
            return true;
    return false;
}

/* Makes the unit's cgroup anew, once what was in it has ended: one that was killed can no longer be born into. */
static void make_unit_anew(void)
{
    int64_t deadline = loop_now_ms() + PATIENCE_MS;
    for (bool busy = true; busy && loop_now_ms() < deadline;) {
        struct message *message = ask(&hand, RemoveCgroup_NUMBER, &(RemoveCgroup){.path = unit_cgroup});
        busy = message->type->number == Failed_NUMBER;
        release(message);
    }
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = unit_cgroup});
}

/* What lies at a path may be another directory without an event: a home that is mounted late, or here a link that leads elsewhere. */
static void scene_moved_files(void)
{
    scene = "files that moved";
    char one[300], other[300], home[300], tree[310];
    path_in(one, sizeof one, "homes/one/units");
    path_in(other, sizeof other, "homes/other/units");
    path_in(home, sizeof home, "homes/home");
    snprintf(tree, sizeof tree, "%s/units", home);
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = one, .mode = 0755});
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = other, .mode = 0755});
    must(&hand, MakeLink_NUMBER, &(MakeLink){.target = "one", .path = home});
    release(ask(&hand, ReadTree_NUMBER, &(ReadTree){.directories = TEXTS(tree, "/nonexistent"), .maxEntries = 100, .maxFileBytes = 100000, .maxTotalBytes = 1000000}));
    struct message *message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(!((Synced *)message->fields)->changed, "nothing has moved yet");
    release(message);
    must(&hand, Remove_NUMBER, &(Remove){.path = home});
    must(&hand, MakeLink_NUMBER, &(MakeLink){.target = "other", .path = home});
    message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(((Synced *)message->fields)->changed, "another directory is a change");
    release(message);
}

/* Its owner freezes the slice: who is started there does nothing, and nobody else waits for it. */
static void scene_frozen(void)
{
    scene = "a frozen slice";
    char slice[600];
    uint64_t token;
    struct message *message;
    if (!has_tree)
        return;
    snprintf(slice, sizeof slice, "%.*s", (int)(strrchr(unit_cgroup, '/') - unit_cgroup), unit_cgroup);
    SetCgroupAttribute freeze = {.path = slice, .name = "cgroup.freeze", .value = "1"};
    SetCgroupAttribute thaw = {.path = slice, .name = "cgroup.freeze", .value = "0"};
    make_unit_anew();
    must(&hand, SetCgroupAttribute_NUMBER, &freeze);
    uint64_t process = order_spawn(&(Spawn){.reportExecution = true}, "exit 9", -1, &token);
    release(ask(&hand, Sync_NUMBER, &(Sync){0}));
    CLAIM(!is_held(Spawned_NUMBER), "other orders do not wait for the process");
    message = await(&hand, 0, token);
    CLAIM(message->type->number == Spawned_NUMBER, "it is started all the same, as in systemd");
    release(message);
    CLAIM(!is_held(Executed_NUMBER) && !is_held(Exited_NUMBER), "and does nothing");
    must(&hand, SetCgroupAttribute_NUMBER, &thaw);
    message = await(&hand, Executed_NUMBER, 0);
    CLAIM(((Executed *)message->fields)->process == process, "thawed it goes on");
    release(message);
    CLAIM(await_exit(process, &message)->status == 9, "to its end");
    release(message);
    must(&hand, SetCgroupAttribute_NUMBER, &freeze);
    process = spawn(&(Spawn){0}, "exit 0", NULL, -1);
    uint64_t second = spawn(&(Spawn){0}, "exit 0", NULL, -1);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGTERM});
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGTERM, "one that is frozen before its program ends of SIGTERM");
    release(message);
    CLAIM(await_exit(second, &message)->status == SIGTERM, "so does the next");
    release(message);
    process = order_spawn(&(Spawn){0}, "exit 0", -1, &token);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGKILL});
    CLAIM(message->type->number == Signalled_NUMBER && ((Signalled *)message->fields)->processes == 1, "what is frozen on its way is found");
    release(message);
    message = await(&hand, 0, token);
    CLAIM(message->type->number == Spawned_NUMBER, "its order is answered");
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGKILL, "and it is killed, not started again");
    release(message);
    must(&hand, SetCgroupAttribute_NUMBER, &freeze);
    process = spawn(&(Spawn){0}, "exit 0", NULL, -1);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGTERM});
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGTERM, "one that has moved there by itself ends of SIGTERM, too");
    release(message);
    must(&hand, SetCgroupAttribute_NUMBER, &thaw);
    while (is_held(CgroupEmpty_NUMBER))
        release(await(&hand, CgroupEmpty_NUMBER, 0));
}

/* Its owner moves a process away, and removes the cgroup. */
static void scene_stray(void)
{
    scene = "a process that was moved away";
    char script[2000];
    int log;
    char text[16] = "";
    struct message *message;
    if (!has_tree)
        return;
    make_unit_anew();
    snprintf(script, sizeof script, "unit=%s%s; mkdir $unit.away && echo $$ >$unit.away/cgroup.procs && rmdir $unit && echo away; exec sleep 1000", tree_root, unit_cgroup);
    uint64_t process = spawn(&(Spawn){0}, script, &log, -1);
    struct pollfd ready = {log, POLLIN, 0};
    poll(&ready, 1, PATIENCE_MS);
    CLAIM(read(log, text, sizeof text - 1) == 5, "it has moved: %s", text);
    close(log);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGTERM});
    CLAIM(message->type->number == Signalled_NUMBER && ((Signalled *)message->fields)->processes == 1, "it is signalled with its cgroup");
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGTERM, "it ends of that");
    release(message);
    message = await(&hand, CgroupEmpty_NUMBER, 0);
    CLAIM(strcmp(((CgroupEmpty *)message->fields)->path, unit_cgroup) == 0, "the cgroup that has gone is told to be empty");
    release(message);
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = unit_cgroup});
    process = spawn(&(Spawn){0}, script, &log, -1);
    ready.fd = log;
    poll(&ready, 1, PATIENCE_MS);
    close(log);
    (void)process;
    must_fail(&hand, Signal_NUMBER, &(Signal){.path = unit_cgroup, .pid = getppid(), .signal = 0}, ESRCH);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGKILL});
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGKILL, "so it is by SIGKILL");
    release(message);
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = unit_cgroup});
    while (is_held(CgroupEmpty_NUMBER))
        release(await(&hand, CgroupEmpty_NUMBER, 0));
}

/* Puts a program that lies beside this one where the user may execute it: the tree may be below a directory of root's. */
static void lend(const char *name, char *path, size_t room)
{
    char from[PATH_MAX], buffer[1 << 16];
    ssize_t length = readlink("/proc/self/exe", from, sizeof from - 1);
    from[length > 0 ? length : 0] = 0;
    snprintf(strrchr(from, '/') + 1, sizeof from - (size_t)(strrchr(from, '/') + 1 - from), "%s", name);
    snprintf(path, room, "%s/%s", directory, name);
    int source = open(from, O_RDONLY | O_CLOEXEC);
    int copy = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
    CLAIM(source >= 0 && copy >= 0, "open %s and %s", from, path);
    for (ssize_t got; (got = read(source, buffer, sizeof buffer)) > 0;)
        CLAIM(write(copy, buffer, (size_t)got) == got, "copy %s", name);
    CLAIM(fchmod(copy, 0755) == 0, "let %s be executed", name);
    close(copy);
    close(source);
}

/* Another process of the user watches for children of the hand that are not programs yet, and robs them. */
static void scene_theft(void)
{
    enum { VICTIMS = 20, DIRECTORIES = 3000 };
    scene = "theft";
    static char paths[DIRECTORIES][300];
    static ServiceDirectory directories[DIRECTORIES];
    char thief[PATH_MAX], number[16], text[64] = "";
    lend("thief", thief, sizeof thief);
    snprintf(number, sizeof number, "%d", (int)hand_pid);
    for (int i = 0; i < DIRECTORIES; i++) {
        snprintf(paths[i], sizeof *paths, "%s/cache/%d", directory, i);
        directories[i] = (ServiceDirectory){DirectoryKind_CACHE, paths[i], 0755};
    }
    int hold[2], log;
    CLAIM(pipe2(hold, O_CLOEXEC) == 0, "pipe");
    PassedDescriptor passed = {0, "until"};
    TEXT arguments[] = {"thief", number, "3"};
    struct message *message;
    uint64_t robber = spawn(&(Spawn){.executable = thief, .arguments = {3, arguments}, .passed = {1, &passed}}, "", &log, hold[0]);
    close(hold[0]);
    struct pollfd ready = {log, POLLIN, 0};
    poll(&ready, 1, PATIENCE_MS);
    CLAIM(read(log, text, sizeof text - 1) == 6, "the thief is ready: %s", text);
    Adjustment adjustments[] = {{AdjustmentKind_OOM_SCORE, 500}, {AdjustmentKind_COREDUMP_FILTER, 0x11}};
    for (int i = 0; i < VICTIMS; i++)
        CLAIM(run_status(&(Spawn){.adjustments = {2, adjustments}, .directories = {DIRECTORIES, directories}}, "exit 0", NULL) == 0, "a victim runs");
    close(hold[1]);
    await_exit(robber, &message);
    release(message);
    const char *booty = read_log(log);
    CLAIM(strncmp(booty, "0 sockets, 0 traced\n", 20) == 0, "nothing is stolen: %s", booty);
    CLAIM(strtoul(strchr(booty, '\n') + 1, NULL, 10) > VICTIMS, "though it was tried: %s", booty);
}

/* What a user's process may write into everybody's log, and that nobody waits for the log's reader. */
static void scene_said(void)
{
    enum { LINES = 100 };
    scene = "the log";
    int pipes[2];
    static char text[1 << 17];
    unsigned lines = 0;
    CLAIM(pipe2(pipes, O_CLOEXEC) == 0, "pipe");
    pid_t pid = fork();
    if (pid == 0) {
        alarm(PATIENCE_MS / 1000); /* one that waits is ended */
        dup2(pipes[1], STDERR_FILENO);
        memset(text, 'x', 900);
        for (int i = 0; i < LINES * 10; i++)
            say("%s", text);
        say_little();
        for (int i = 0; i < LINES; i++)
            say("a line");
        _exit(0);
    }
    int status = -1;
    CLAIM(waitpid(pid, &status, 0) == pid && status == 0, "a full log keeps nobody");
    close(pipes[1]);
    close(pipes[0]);
    CLAIM(pipe2(pipes, O_CLOEXEC) == 0, "pipe");
    pid = fork();
    if (pid == 0) {
        dup2(pipes[1], STDERR_FILENO);
        say_little();
        for (int i = 0; i < LINES; i++)
            say("a line");
        _exit(0);
    }
    close(pipes[1]);
    size_t length = 0;
    for (ssize_t got; length < sizeof text && (got = read(pipes[0], text + length, sizeof text - length)) > 0;)
        length += (size_t)got;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    CLAIM(lines == 20, "a user's process says so much and no more: %u lines", lines);
    waitpid(pid, NULL, 0);
    close(pipes[0]);
}

static bool muted_over = false;

static void muted_hears(struct link *link, struct message *message)
{
    (void)link;
    (void)message;
    CLAIM(false, "a muted link hears nothing");
}

static void muted_ends(struct link *link)
{
    muted_over = true;
    link_close(link);
}

/* What the keeper makes of a hand's link once the hand is the user. */
static void scene_muted(void)
{
    scene = "a muted link";
    int pair[2];
    struct message message;
    CLAIM(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0, "socketpair");
    struct link link = {.received = muted_hears, .ended = muted_ends};
    CLAIM(link_open(&link, pair[0]) == 0, "it is open");
    link_mute(&link);
    CLAIM(send(pair[1], "flood", 5, MSG_NOSIGNAL) < 0 && errno == EPIPE, "nothing can be sent to it");
    while (loop_turn(0))
        ;
    link_send(&link, KeepDescriptor_NUMBER, 0, &(KeepDescriptor){.name = "brain"}, &pair[0], 1);
    CLAIM(message_receive(pair[1], &message) == RECEIVED && message.descriptor_count == 1, "but it is heard");
    message_free(&message);
    close(pair[1]);
    for (int64_t deadline = loop_now_ms() + PATIENCE_MS; !muted_over && loop_now_ms() < deadline;)
        loop_turn(100);
    CLAIM(muted_over, "its end is noticed");
}

static void scene_malformed(void)
{
    scene = "malformed messages";
    /* A header of an order that there is, with a body that isn't one. */
    char datagram[64] = {0x30, 0x03, 0, 0, 0, 0, 0, 0, 0x77};
    CLAIM(write(hand.link.source.fd, datagram, sizeof datagram) > 0 && write(hand.link.source.fd, datagram, 3) > 0, "they are sent");
    struct message *message = await(&hand, Failed_NUMBER, 0x77);
    CLAIM(((Failed *)message->fields)->error == EBADMSG, "a malformed order fails");
    release(message);
    must_fail(&keeper, EndHand_NUMBER, &(EndHand){0}, ENOSYS);
}

void play_scenes(void)
{
    scene_spawn();
    scene_failures();
    scene_more_than_allowed();
    scene_streams();
    scene_cgroup();
    scene_crowd();
    scene_frozen();
    scene_stray();
    scene_files();
    scene_moved_files();
    scene_conditions();
    scene_sockets();
    scene_paths();
    scene_processes();
    scene_theft();
    scene_said();
    scene_muted();
    scene_malformed();
}
