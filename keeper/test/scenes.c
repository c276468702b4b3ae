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

uint64_t next_process(void)
{
    return last_process + 1;
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

/* The exits of others are kept for who awaits those. */
static Exited *await_exit(uint64_t process, struct message **message)
{
    struct message *others[HELD];
    unsigned count = 0;
    for (;;) {
        *message = await(&hand, Exited_NUMBER, 0);
        if (((Exited *)(*message)->fields)->process == process)
            break;
        others[count++] = *message;
    }
    while (count > 0)
        hand.held[hand.count++] = others[--count];
    return (*message)->fields;
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

int attach_log(bool is_named)
{
    int pair[2];
    CLAIM(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "a stream");
    uint64_t token = give(&hand, AttachLog_NUMBER, &(AttachLog){.process = next_process(), .isNamed = is_named}, pair[1]);
    struct message *message = await(&hand, 0, token);
    CLAIM(message->type->number == Done_NUMBER, "the log is taken");
    release(message);
    close(pair[1]);
    return pair[0];
}

/* Runs a script whose output is a stream. */
static const char *run_logged(Spawn *order, const char *script, bool is_named)
{
    int log = attach_log(is_named);
    uint64_t token;
    uint64_t process = order_spawn(order, script, -1, &token);
    struct message *message = await(&hand, 0, token);
    CLAIM(message->type->number == Spawned_NUMBER && message->descriptor_count == 0, "no descriptor comes with Spawned");
    release(message);
    const char *text = read_log(log);
    await_exit(process, &message);
    CLAIM(message->descriptor_count == 0, "nor with its end");
    release(message);
    must(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = process});
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
    scene = "a log that the brain has made";
    output = run_logged(&(Spawn){0}, "echo out; echo err >&2; echo ${JOURNAL_STREAM-none}; ls /proc/self/fd | wc -l; test -S /proc/self/fd/1 && echo socket", false);
    CLAIM(strcmp(output, "out\nerr\nnone\n4\nsocket\n") == 0, "it is a socket, and nothing else is inherited: %s", output);
    output = run_logged(&(Spawn){0}, "test $(stat -L -c %d:%i /proc/$$/fd/1) = $JOURNAL_STREAM && echo same", true);
    CLAIM(strcmp(output, "same\n") == 0, "the program is told which: %s", output);
    output = run_logged(&(Spawn){.executable = "/nonexistent"}, "", false);
    CLAIM(strstr(output, "Failed at step EXEC spawning /nonexistent"), "it says why there is no program: %s", output);
    CLAIM(run_status(&(Spawn){0}, "test -p /dev/stdout", NULL) == 0, "the next process has a pipe again");
    int unused = attach_log(false);
    last_process++;
    CLAIM(run_status(&(Spawn){0}, "test -p /dev/stdout", NULL) == 0, "one that was meant for another process isn't used");
    close(attach_log(false));
    last_process++;
    CLAIM(recv(unused, mask, 1, 0) == 0, "and is let go when another comes");
    close(unused);
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
    scene = "a frozen slice, ended by SIGTERM";
    must(&hand, SetCgroupAttribute_NUMBER, &freeze);
    process = spawn(&(Spawn){0}, "exit 0", NULL, -1);
    uint64_t second = spawn(&(Spawn){0}, "exit 0", NULL, -1);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGTERM});
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGTERM, "one that is frozen before its program ends of SIGTERM");
    release(message);
    CLAIM(await_exit(second, &message)->status == SIGTERM, "so does the next");
    release(message);
    scene = "a frozen slice, killed";
    process = order_spawn(&(Spawn){0}, "exit 0", -1, &token);
    message = ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGKILL});
    CLAIM(message->type->number == Signalled_NUMBER && ((Signalled *)message->fields)->processes == 1, "what is frozen on its way is found");
    release(message);
    message = await(&hand, 0, token);
    CLAIM(message->type->number == Spawned_NUMBER, "its order is answered");
    release(message);
    CLAIM(await_exit(process, &message)->status == SIGKILL, "and it is killed, not started again");
    release(message);
    scene = "a frozen slice, used again";
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

/* A signal with a value is one to a process of the cgroup, and tells it the value. */
static void scene_value(void)
{
    enum { VALUE = 42 };
    scene = "a signal with a value";
    char told[PATH_MAX], text[16] = "";
    TEXT arguments[] = {"told"};
    struct message *message;
    int log;
    lend("told", told, sizeof told);
    uint64_t process = spawn(&(Spawn){.executable = told, .arguments = {1, arguments}}, "", &log, -1);
    struct pollfd ready = {log, POLLIN, 0};
    poll(&ready, 1, PATIENCE_MS);
    CLAIM(read(log, text, sizeof text - 1) > 0, "it is ready");
    close(log);
    QueueSignal order = {.path = unit_cgroup, .pid = (I32)strtol(text, NULL, 10), .signal = SIGRTMIN, .value = VALUE};
    must_fail(&hand, QueueSignal_NUMBER, &(QueueSignal){.path = unit_cgroup, .pid = getpid(), .signal = SIGRTMIN, .value = VALUE}, ESRCH);
    must(&hand, QueueSignal_NUMBER, &order);
    CLAIM(await_exit(process, &message)->status == VALUE, "it is told the value");
    release(message);
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
    play_file_scenes();
    scene_processes();
    scene_theft();
    scene_value();
    play_link_scenes();
    play_listen_scenes();
}
