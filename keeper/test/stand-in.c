/* The keeper's and the hand's tests: a brain that asks them for things and looks at what comes back.
 *
 *     stand-in KEEPER      starts KEEPER with this program as its brain: as root where we are, and without root
 *     stand-in --brain DIR KEEPER is that brain, which works in DIR; its lives end by a signal, by a heartbeat that fails to come, by
 *                          being stopped, by its keeper's death before and after the holder's, and in good order */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "orphans.h"
#include "stage.h"

enum { RUN_SECONDS = 120 }; /* a run takes twenty on an idle machine */

/* A TCP socket that lingers for longer than anybody here is patient: it has sent what nobody reads. Its peer is *peer. */
static int lingering(int *peer)
{
    static const char bytes[1 << 16];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct linger longer = {1, PATIENCE_MS / 1000 + 10};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    CLAIM(bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 1) == 0, "listen on the loopback");
    getsockname(listener, (struct sockaddr *)&address, &length);
    connect(fd, (struct sockaddr *)&address, length);
    *peer = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    CLAIM(*peer >= 0 && setsockopt(fd, SOL_SOCKET, SO_LINGER, &longer, sizeof longer) == 0, "a connection that lingers");
    struct pollfd ready = {fd, POLLOUT, 0};
    while (poll(&ready, 1, 100) > 0 && send(fd, bytes, sizeof bytes, 0) > 0)
        ;
    close(listener);
    return fd;
}

/* Sends a descriptor. */
static void pass(int socket, int fd)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof fd)];
    } control = {.header = {CMSG_LEN(sizeof fd), SOL_SOCKET, SCM_RIGHTS}};
    struct iovec byte = {"x", 1};
    struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    CLAIM(sendmsg(socket, &message, MSG_NOSIGNAL) == 1, "pass a descriptor");
}

/* Lets a process of its own have it until the test is over: then the other end lingers over this brain's end. That process has nothing else when
 * this returns: it would wait for itself if the last copy of the other end were its. */
static void hold_until_the_end(int fd)
{
    char good[300], failed[300], byte;
    int ready[2];
    snprintf(good, sizeof good, "%s/good", directory);
    snprintf(failed, sizeof failed, "%s/failed", directory);
    CLAIM(pipe2(ready, O_CLOEXEC) == 0, "pipe");
    if (fork() == 0) {
        dup2(fd, STDIN_FILENO);
        dup2(ready[1], STDOUT_FILENO);
        close_range(3, ~0U, 0);
        close(STDOUT_FILENO);
        for (int i = 0; i < 10 * RUN_SECONDS && access(good, F_OK) < 0 && access(failed, F_OK) < 0; i++)
            poll(NULL, 0, 100);
        _exit(0);
    }
    close(ready[1]);
    CLAIM(read(ready[0], &byte, 1) == 0, "the other process has let go of all else");
    close(ready[0]);
    close(fd);
}

/* What a user has put into a kept socket's queue may take as long to be closed as he likes: nobody waits for it. */
static void drop_what_lingers(void)
{
    scene = "a kept socket that holds what lingers";
    static const char name[] = "socket 65534 listener a.socket 0";
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "\0hearth-linger-"};
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 15);
    length += (socklen_t)snprintf(address.sun_path + 15, 20, "%d", getpid());
    int peer, fd = lingering(&peer);
    hold_until_the_end(peer);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CLAIM(bind(listener, (struct sockaddr *)&address, length) == 0 && listen(listener, 1) == 0, "listen");
    CLAIM(connect(client, (struct sockaddr *)&address, length) == 0, "connect");
    pass(client, fd);
    close(fd);
    close(client);
    release(await(&keeper, 0, give(&keeper, KeepDescriptor_NUMBER, &(KeepDescriptor){.name = name}, listener)));
    close(listener);
    must(&keeper, DropDescriptor_NUMBER, &(DropDescriptor){.name = name});
    /* The holder is the last to close it. It has to start other keepers later. */
    scene = "a log that holds what lingers";
    static const char stream[] = "stream 65534 1 a.service";
    int pair[2];
    CLAIM(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "a stream");
    fd = lingering(&peer);
    hold_until_the_end(peer);
    pass(pair[1], fd);
    close(fd);
    close(pair[1]);
    release(await(&keeper, 0, give(&keeper, KeepDescriptor_NUMBER, &(KeepDescriptor){.name = stream}, pair[0])));
    close(pair[0]);
    must(&keeper, DropDescriptor_NUMBER, &(DropDescriptor){.name = stream});
}

static void first_life(bool rootless)
{
    start_hand(rootless);
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = unit_cgroup});
    play_scenes();
    play_session_scenes(rootless);
    if (!rootless) {
        struct stat status;
        scene = "the runtime directory";
        MountRuntimeDirectory mount = {.uid = NOBODY, .gid = NOBODY, .sizeBytes = 1 << 20, .inodes = 100};
        must(&keeper, MountRuntimeDirectory_NUMBER, &mount);
        must(&keeper, MountRuntimeDirectory_NUMBER, &mount);
        char path[300];
        snprintf(path, sizeof path, "%s/user/65534", directory);
        CLAIM(stat(path, &status) == 0 && status.st_uid == NOBODY && (status.st_mode & 07777) == 0700, "it is the user's");
        must(&keeper, UnmountRuntimeDirectory_NUMBER, &(UnmountRuntimeDirectory){.uid = NOBODY});
        CLAIM(stat(path, &status) < 0, "and gone");
    }
    scene = "what users leave behind";
    /* That anything goes is a scenario's to show: here it would be this machine's. */
    must_fail(&keeper, RemoveIpc_NUMBER, &(RemoveIpc){.uid = 0}, EPERM);
    must_fail(&keeper, RemoveIpc_NUMBER, &(RemoveIpc){.uid = (uid_t)-1}, rootless ? EPERM : EINVAL);
    drop_what_lingers();
    scene = "take-over";
    int pair[2];
    CLAIM(pipe2(pair, O_CLOEXEC) == 0, "pipe");
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = unit_cgroup});
    release(await(&keeper, 0, give(&keeper, KeepDescriptor_NUMBER, &(KeepDescriptor){.name = "kept"}, pair[0])));
    spawn(&(Spawn){0}, "echo last words; exit 6", NULL, -1);
    spawn(&(Spawn){0}, "echo $$; exec sleep 1000", NULL, -1);
    if (failures)
        finish();
    raise(SIGKILL);
}

/* Says how the brain before is expected to have ended. */
static void expect_end(int code, int status, bool hung, uint32_t restarts)
{
    struct message *message = ask(&keeper, AskLastEnd_NUMBER, &(AskLastEnd){0});
    const LastEnd *end = message->fields;
    CLAIM(message->type->number == LastEnd_NUMBER && end->code == code && end->status == status && end->hung == hung && end->restarts == restarts,
          "the brain before ended as it did: %d %d %d %u", end->code, end->status, end->hung, end->restarts);
    release(message);
}

/* The keeper ends what hangs: this brain must not live on. */
static void hang(void)
{
    scene = "a brain that hangs";
    expect_end(CLD_KILLED, SIGKILL, false, 1);
    must(&keeper, Alive_NUMBER, &(Alive){.patienceMs = 1000 * PATIENCE_MS});
    must(&keeper, Alive_NUMBER, &(Alive){.patienceMs = 1});
    await(&keeper, NOTHING, 0);
}

static void stop(void)
{
    scene = "a brain that was stopped";
    expect_end(CLD_KILLED, SIGKILL, true, 2);
    raise(SIGSTOP);
    await(&keeper, NOTHING, 0);
}

static pid_t parent_of(pid_t pid)
{
    char path[64], line[512];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "re");
    if (file && fgets(line, sizeof line, file))
        sscanf(strrchr(line, ')'), ") %*c %d", &parent);
    if (file)
        fclose(file);
    return parent;
}

static bool is_called(pid_t pid, const char *name)
{
    char path[64], line[64] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    FILE *file = fopen(path, "re");
    if (file && fgets(line, sizeof line, file))
        line[strcspn(line, "\n")] = 0;
    if (file)
        fclose(file);
    return strcmp(line, name) == 0;
}

/* With its keeper a brain ends; the next keeper has everything. */
static void lose_keeper(void)
{
    scene = "the keeper's death";
    CLAIM(is_called(getppid(), "hearth-keeper"), "the brain's parent is the keeper");
    kill(getppid(), SIGKILL);
    for (;;)
        pause();
}

static void await_holder(pid_t pid)
{
    for (int64_t deadline = loop_now_ms() + PATIENCE_MS; !is_called(pid, "hearth-holder") && loop_now_ms() < deadline;)
        loop_turn(10);
    CLAIM(is_called(pid, "hearth-holder"), "another process is the holder");
}

/* Without a holder the keeper makes itself one; the brain notices nothing. When that one dies as well the brain dies with its parent, and
 * the keeper, which is neither's, starts another. */
static void lose_holder(void)
{
    scene = "the holder's death";
    expect_end(0, 0, false, 4);
    pid_t parent = getppid();
    CLAIM(is_called(parent_of(parent), "hearth-holder"), "the keeper's parent is the holder");
    kill(parent_of(parent), SIGKILL);
    await_holder(parent);
    expect_end(0, 0, false, 4);
    must_fail(&keeper, IntroduceHand_NUMBER, &(IntroduceHand){.uid = NOBODY - 1}, ESRCH);
    kill(parent, SIGKILL);
    for (;;)
        pause();
}

/* Another keeper for the same directory has no business here. */
static void start_second(bool rootless)
{
    char run[300];
    int status;
    scene = "a second hearthd";
    snprintf(run, sizeof run, "--run-root=%s", directory);
    pid_t pid = fork();
    if (pid == 0) {
        execl(keeper_path, "hearth-keeper", run, rootless ? "--user" : run, "--", "/bin/false", NULL);
        _exit(127);
    }
    CLAIM(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 3, "it ends with a status of its own: %x", (unsigned)status);
}

/* Where the brain writes there is room that nobody else takes. */
static void check_state_directories(void)
{
    static const char *const names[] = {"hearth", "systemd/users", "systemd/sessions", "systemd/seats", "systemd/inhibit", "user"};
    scene = "room for state";
    must(&keeper, PublishState_NUMBER, &(PublishState){0});
    must(&keeper, PublishState_NUMBER, &(PublishState){0});
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[300];
        struct statx status;
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        CLAIM(statx(AT_FDCWD, path, 0, 0, &status) == 0 && (status.stx_attributes & STATX_ATTR_MOUNT_ROOT), "%s is a file system of its own", names[i]);
        CLAIM((status.stx_mode & 0777) == (i == 0 ? 0700 : 0755), "%s may be seen by whom it should: %o", names[i], status.stx_mode);
    }
    char text[16] = "", path[300];
    snprintf(path, sizeof path, "%s/hearth/managers/0", directory);
    FILE *file = fopen(path, "re");
    CLAIM(file && fgets(text, sizeof text, file) && strcmp(text, "before") == 0, "what was there before is there still");
    if (file)
        fclose(file);
}

/* Takes the hand that is there; returns its process. */
static pid_t take_present_hand(void)
{
    struct message *message = await(&keeper, HandPresent_NUMBER, 0);
    pid_t pid = ((HandPresent *)message->fields)->pid;
    take_hand(message);
    release(message);
    release(await(&hand, HandComplete_NUMBER, 0));
    return pid;
}

static void expect_program(struct end *end, const char *path)
{
    struct stat status;
    struct message *message = ask(end, AskProgram_NUMBER, &(AskProgram){0});
    const Program *program = message->fields;
    CLAIM(stat(path, &status) == 0 && message->type->number == Program_NUMBER && program->device == status.st_dev && program->inode == status.st_ino,
          "%s executes %s", end == &keeper ? "the keeper" : "the hand", path);
    release(message);
}

/* Has hearthd replaced by a program; this brain ends with its keeper. */
static _Noreturn void replace_by(const char *path, bool rootless)
{
    char run[300], self[PATH_MAX];
    snprintf(run, sizeof run, "--run-root=%s", directory);
    CLAIM(realpath("/proc/self/exe", self), "the own path");
    if (fork() == 0) {
        execl(path, path, run, "--replace", rootless ? "--user" : run, "--", self, "--brain", directory, keeper_path, other_path, NULL);
        _exit(127);
    }
    for (;;)
        pause();
}

/* What is no program of ours is refused, and nobody notices. */
static void refuse_strangers(void)
{
    struct message answer;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    scene = "replaced by a stranger";
    snprintf(address.sun_path, sizeof address.sun_path, "%.90s/hearthd.control", directory);
    int socket_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    int program = open("/bin/false", O_PATH | O_CLOEXEC);
    CLAIM(connect(socket_fd, (struct sockaddr *)&address, sizeof address) == 0, "the holder listens");
    CLAIM(message_send(socket_fd, ReplaceAll_NUMBER, &(ReplaceAll){.program = "false", .brain = TEXTS("/bin/false")}, program) == 0, "it is asked");
    struct pollfd ready = {socket_fd, POLLIN, 0};
    CLAIM(poll(&ready, 1, PATIENCE_MS) == 1 && message_receive(socket_fd, &answer) == RECEIVED && answer.number == Failed_NUMBER, "it refuses");
    message_free(&answer);
    close(socket_fd);
    close(program);
    expect_program(&keeper, keeper_path);
}

/* What the hand has to tell of a process goes on through its replacement. */
static void be_replaced(bool rootless)
{
    char text[16] = "";
    int log;
    expect_end(0, 0, false, 7);
    scene = "replaced by another program";
    take_present_hand();
    refuse_strangers();
    expect_program(&hand, keeper_path);
    spawn(&(Spawn){0}, "echo begun; sleep 1; echo during; exit 3", &log, -1);
    CLAIM(poll(&(struct pollfd){log, POLLIN, 0}, 1, PATIENCE_MS) == 1 && read(log, text, sizeof text) == 6, "a process has begun");
    close(log);
    if (failures)
        finish();
    replace_by(other_path, rootless);
}

static void be_replaced_back(bool rootless)
{
    char text[16] = "";
    expect_end(0, 0, false, 8);
    scene = "replaced by another program";
    take_present_hand();
    expect_program(&keeper, other_path);
    expect_program(&hand, other_path);
    /* It has ended before the hand was the other program, or while, or after. */
    for (bool found = false; !found;) {
        struct message *message = await(&hand, Exited_NUMBER, 0);
        Exited *exited = message->fields;
        found = exited->status == 3;
        if (found && message->descriptor_count == 0) /* its log came with the greeting */
            release(await(&hand, ProcessPresent_NUMBER, 0));
        else if (found)
            CLAIM(read(message->descriptors[0], text, sizeof text) == 7 && memcmp(text, "during\n", 7) == 0, "its last words are there: %s", text);
        if (found)
            must(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = exited->process});
        release(message);
    }
    if (failures)
        finish();
    replace_by(keeper_path, rootless);
}

static void end_hand(bool rootless)
{
    struct message *message;
    expect_end(0, 0, false, 9);
    expect_program(&keeper, keeper_path);
    scene = "take-over";
    message = await(&keeper, DescriptorPresent_NUMBER, 0);
    CLAIM(strcmp(((DescriptorPresent *)message->fields)->name, "kept") == 0 && message->descriptor_count == 1, "the keeper has kept the descriptor");
    release(message);
    message = await(&keeper, HandPresent_NUMBER, 0);
    pid_t pid = ((HandPresent *)message->fields)->pid;
    take_hand(message);
    release(message);
    release(await(&keeper, Complete_NUMBER, 0));
    message = await(&hand, DescriptorPresent_NUMBER, 0);
    CLAIM(strcmp(((DescriptorPresent *)message->fields)->name, "front.socket") == 0, "the hand has kept its socket");
    release(message);
    message = await(&hand, ProcessPresent_NUMBER, 0);
    const ProcessPresent *present = message->fields;
    snprintf(unit_cgroup, sizeof unit_cgroup, "/user.slice/user-65534.slice/user@65534.service/app.slice/test.service");
    CLAIM(strcmp(present->unit, "test.service") == 0 && strcmp(present->role, "main") == 0 && message->descriptor_count == 1, "a living process is told, with its log");
    release(message);
    /* Its exit may have come while nobody was there, or comes now. */
    for (bool found = false; !found;) {
        message = await(&hand, Exited_NUMBER, 0);
        Exited *exited = message->fields;
        found = exited->status == 6;
        if (found) {
            char path[64];
            snprintf(path, sizeof path, "/proc/%d", (int)exited->pid);
            must_fail(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = exited->process + 1}, EBUSY);
            CLAIM(access(path, F_OK) == 0, "the kernel knows it until then, whatever program the hand was");
            must(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = exited->process});
            CLAIM(access(path, F_OK) < 0, "and not longer");
        }
        release(message);
    }
    scene = "a hand introduced anew";
    must_fail(&keeper, IntroduceHand_NUMBER, &(IntroduceHand){.uid = NOBODY - 1}, ESRCH);
    message = ask(&keeper, IntroduceHand_NUMBER, &(IntroduceHand){.uid = rootless ? getuid() : NOBODY});
    CLAIM(message->type->number == HandStarted_NUMBER && ((HandStarted *)message->fields)->pid == pid, "it is the same hand");
    link_close(&hand.link); /* unless the hand has closed its end first, which is noticed as any other end */
    take_hand(message);
    release(message);
    release(await(&hand, ProcessPresent_NUMBER, 0));
    release(await(&hand, HandComplete_NUMBER, 0));
    message = ask(&hand, FetchStored_NUMBER, &(FetchStored){0});
    CLAIM(message->descriptor_count == 1, "what a service has stored is there still, and was not told unasked");
    release(message);
    release(ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = unit_cgroup, .signal = SIGKILL}));
    scene = "the end";
    release(ask(&hand, EndHand_NUMBER, &(EndHand){0}));
    message = await(&keeper, HandExited_NUMBER, 0);
    /* With which status nobody knows who is here: its parent was a holder that has died. */
    CLAIM(((HandExited *)message->fields)->pid == pid, "the hand ends");
    release(message);
    leave_orphans(rootless, lose_hand(rootless));
    lose_keeper();
}

static void check_capabilities(void)
{
    scene = "the brain";
    char line[256];
    FILE *status = fopen("/proc/self/status", "re");
    while (status && fgets(line, sizeof line, status))
        for (size_t i = 0; i < 5; i++) {
            static const char *const sets[] = {"CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"};
            if (strncmp(line, sets[i], 7) == 0 && (getuid() == 0 || i != 3))
                CLAIM(strtoull(line + 7, NULL, 16) == 0, "it has no capability: %s", line);
        }
    if (status)
        fclose(status);
}

static void live(bool rootless, uint32_t restarts)
{
    if (restarts == 0) {
        release(await(&keeper, Complete_NUMBER, 0));
        check_capabilities();
        expect_end(0, 0, false, 0);
        start_second(rootless);
        if (!rootless)
            check_state_directories();
        first_life(rootless);
    }
    if (restarts != 9)
        release(await(&keeper, Complete_NUMBER, 0));
    if (restarts == 1)
        hang();
    if (restarts == 2)
        stop();
    if (restarts == 3) {
        expect_end(CLD_KILLED, SIGKILL, false, 3);
        lose_keeper();
    }
    if (restarts == 4)
        lose_holder();
    if (restarts == 5) {
        /* A keeper whose holder has died twice in a second waits before it makes the next. */
        scene = "the next holder's death";
        expect_end(CLD_KILLED, SIGKILL, false, 5);
        await_holder(getppid());
        exit(3); /* as a JVM that has no memory left */
    }
    if (restarts == 6) {
        expect_end(CLD_EXITED, 3, false, 6);
        lose_keeper();
    }
    if (restarts == 7)
        be_replaced(rootless);
    if (restarts == 8)
        be_replaced_back(rootless);
    if (restarts == 9)
        end_hand(rootless);
    if (restarts == 10) {
        scene = "orphans of a keeper before";
        expect_orphans(rootless);
        replace_by(other_path, rootless);
    }
    if (restarts == 11) {
        scene = "orphans of another program";
        expect_program(&keeper, other_path);
        expect_orphans(rootless);
        forget_orphans();
        lose_keeper();
    }
    scene = "orphans that were forgotten";
    miss_orphans(rootless);
    finish();
}

int main(int argc, char **argv)
{
    return stage_main(argc, argv, live, true, RUN_SECONDS);
}
