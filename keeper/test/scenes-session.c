/* Processes that are a user's, in a session of their own. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "talk.h"

/* Gives the order; returns the answer. */
static struct message *start_with(const StartSession *order, const int *streams, unsigned count)
{
    uint64_t token = ++last_token;
    link_send(&keeper.link, StartSession_NUMBER, token, order, streams, count);
    return await(&keeper, 0, token);
}

/* With three copies of a pipe's end as streams. */
static struct message *start(const StartSession *order, int end, unsigned count)
{
    return start_with(order, (int[]){end, end, end}, count);
}

/* Reads to the end, as a text. */
static void read_all(int from, char *said, size_t room)
{
    size_t length = 0;
    for (ssize_t got; length < room - 1 && (got = read(from, said + length, room - 1 - length)) > 0;)
        length += (size_t)got;
    said[length] = 0;
    close(from);
}

/* Starts a script as nobody; returns how it ended, its words in *said. */
static int run(const char *executable, const char *script, char *said, size_t room)
{
    int pipes[2];
    StartSession order = {.uid = NOBODY, .gid = NOBODY, .user = "nobody", .service = "hearth-test-none", .cgroup = "", .executable = executable,
                          .searchPath = "/usr/bin:/bin", .arguments = TEXTS("sh", "-c", script), .environment = TEXTS("MARK=spring", "PATH=/bin:/usr/bin")};
    CLAIM(pipe2(pipes, O_CLOEXEC) == 0, "pipe");
    struct message *message = start(&order, pipes[1], 3);
    close(pipes[1]);
    CLAIM(message->type->number == SessionStarted_NUMBER, "StartSession is answered by SessionStarted");
    pid_t pid = ((SessionStarted *)message->fields)->pid;
    release(message);
    must(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pid});
    read_all(pipes[0], said, room);
    message = await(&keeper, ProcessGone_NUMBER, 0);
    const ProcessGone *gone = message->fields;
    CLAIM(gone->pid == pid, "its end is told");
    int status = gone->code == CLD_EXITED ? gone->status : 1000 + gone->status;
    release(message);
    /* Whoever asks late is told as well. */
    must(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pid});
    release(await(&keeper, ProcessGone_NUMBER, 0));
    must(&keeper, ForgetOrphans_NUMBER, &(ForgetOrphans){.pids = {1, &pid}});
    must_fail(&keeper, WatchProcess_NUMBER, &(WatchProcess){.pid = pid}, ESRCH);
    return status;
}

/* A terminal is root's, and nothing of it comes to the user: neither in place of a channel, nor as standard error. */
static void check_terminal(void)
{
    int pipes[2];
    char said[256];
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    CLAIM(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0, "a terminal");
    int terminal = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    CLAIM(pipe2(pipes, O_CLOEXEC) == 0 && terminal >= 0, "pipes and a terminal");
    StartSession order = {.uid = NOBODY, .gid = NOBODY, .user = "nobody", .service = "hearth-test-none", .cgroup = "", .executable = "sh",
                          .searchPath = "/usr/bin:/bin", .arguments = TEXTS("sh", "-c", "readlink /proc/self/fd/2; ls -l /proc/$$/fd | grep -c pts"),
                          .environment = TEXTS("PATH=/bin:/usr/bin")};
    for (int i = 0; i < 2; i++) {
        struct message *message = start_with(&order, i == 0 ? (int[]){terminal, pipes[1], pipes[1]} : (int[]){pipes[1], terminal, pipes[1]}, 3);
        CLAIM(message->type->number == Failed_NUMBER && ((Failed *)message->fields)->error == ENOTSOCK, "a terminal is no channel: %d", i);
        release(message);
    }
    release(start_with(&order, (int[]){pipes[1], pipes[1], terminal}, 3));
    close(pipes[1]);
    read_all(pipes[0], said, sizeof said);
    CLAIM(strcmp(said, "/dev/null\n0\n") == 0, "standard error is nothing, and the terminal is nowhere: %s", said);
    CLAIM(pipe2(pipes, O_CLOEXEC) == 0, "pipe");
    order.executable = "/nonexistent";
    release(start_with(&order, (int[]){pipes[1], pipes[1], terminal}, 3));
    close(pipes[1]);
    close(pipes[0]);
    close(terminal);
    ssize_t got = read(master, said, sizeof said - 1);
    said[got > 0 ? got : 0] = 0;
    CLAIM(strstr(said, "No such file"), "why it could not be started is said there all the same: %s", said);
    close(master);
}

void play_session_scenes(bool rootless)
{
    static char said[8192];
    StartSession order = {.uid = NOBODY, .gid = NOBODY, .user = "nobody", .service = "hearth-test-none", .cgroup = "", .executable = "true", .searchPath = "/bin", .arguments = TEXTS("true")};
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    scene = "a session";
    if (rootless) {
        struct message *message = start(&order, nothing, 3);
        CLAIM(message->type->number == Failed_NUMBER && ((Failed *)message->fields)->error == EPERM, "without root nobody is to be become");
        release(message);
        close(nothing);
        return;
    }
    CLAIM(run("sh", "id -u; id -g; echo $MARK $((SYSTEMD_EXEC_PID == $$)); pwd; ls /proc/self/fd | wc -l; exit 7", said, sizeof said) == 7,
          "the exit status is told");
    CLAIM(strcmp(said, "65534\n65534\nspring 1\n/\n4\n") == 0, "it is the user's, with three streams and no other descriptor (ls has one more): %s", said);
    run("sh", "cat /proc/self/status", said, sizeof said);
    CLAIM(strstr(said, "CapPrm:\t0000000000000000") && strstr(said, "SigBlk:\t0000000000000000"), "it has no capability, and no signal is blocked");
    CLAIM(run("sh", "kill -9 $$", said, sizeof said) == 1009, "a deadly signal is told");
    CLAIM(run("/nonexistent", "", said, sizeof said) == 203, "a missing program: 203");
    CLAIM(strstr(said, "No such file"), "who waits at its streams hears why: %s", said);
    check_terminal();
    struct message *message = start(&order, nothing, 2);
    CLAIM(message->type->number == Failed_NUMBER && ((Failed *)message->fields)->error == EINVAL, "two streams are not enough");
    release(message);
    order.uid = (uint32_t)-1;
    message = start(&order, nothing, 3);
    CLAIM(message->type->number == Failed_NUMBER && ((Failed *)message->fields)->error == EINVAL, "nobody is number -1");
    release(message);
    close(nothing);
}
