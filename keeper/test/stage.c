#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned run_seconds;

char keeper_path[PATH_MAX];
char other_path[PATH_MAX];

static volatile sig_atomic_t late = false;

/* ---- the brain ---- */

void take_hand(struct message *message)
{
    struct message *welcome;
    open_end(&hand, message_take(message, 0));
    welcome = await(&hand, HandWelcome_NUMBER, 0);
    hand_pid = ((HandWelcome *)welcome->fields)->pid;
    CLAIM(((HandWelcome *)welcome->fields)->version >= 2, "the hand's version");
    CLAIM(((HandWelcome *)welcome->fields)->cgroups == has_tree, "the hand may make cgroups where there is a tree");
    release(welcome);
}

void start_hand(bool rootless)
{
    uid_t uid = rootless ? getuid() : NOBODY;
    char base[256] = "/user.slice/user-65534.slice/user@65534.service";
    char init[300];
    StartHand start = {.uid = uid, .gid = rootless ? getgid() : NOBODY, .user = "nobody", .home = "/", .shell = "/bin/sh", .cgroup = "", .oomScore = 100, .environment = TEXTS("XDG_RUNTIME_DIR=/run/user/65534")};
    snprintf(init, sizeof init, "%s/init.scope", base);
    scene = "starting a hand";
    if (has_tree && !rootless) {
        must(&keeper, MakeCgroup_NUMBER, &(MakeCgroup){.path = base, .uid = uid, .gid = NOBODY, .delegate = true, .extended = {1, &(Attribute){"user.delegate", "1"}}});
        must(&keeper, MakeCgroup_NUMBER, &(MakeCgroup){.path = init, .uid = uid, .gid = NOBODY, .delegate = true});
        start.cgroup = init;
    }
    struct message *message = ask(&keeper, StartHand_NUMBER, &start);
    if (message->type->number == Failed_NUMBER) {
        CLAIM(false, "a hand starts: %s", ((Failed *)message->fields)->step);
        finish();
    }
    CLAIM(((HandStarted *)message->fields)->uid == uid, "it is whose it is");
    take_hand(message);
    release(message);
    release(await(&hand, HandComplete_NUMBER, 0));
    must_fail(&keeper, StartHand_NUMBER, &start, EEXIST);
    snprintf(unit_cgroup, sizeof unit_cgroup, "%s/app.slice/test.service", base);
}

/* Greets the keeper, and lives. */
static _Noreturn void be_brain(void (*live)(bool rootless, uint32_t restarts))
{
    loop_open();
    open_end(&keeper, 3);
    struct message *message = await(&keeper, Welcome_NUMBER, 0);
    const Welcome *welcome = message->fields;
    bool rootless = welcome->rootless;
    uint32_t restarts = welcome->restarts;
    has_tree = welcome->cgroupRoot[0] != 0;
    snprintf(tree_root, sizeof tree_root, "%s", welcome->cgroupRoot);
    release(message);
    last_token = 1000 * (restarts + 1);
    live(rootless, restarts);
    finish();
}

/* ---- starting it all ---- */

/* Leaves what an earlier version would have left. */
static int leave_state(void)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "mkdir -p %s/hearth/managers %s/systemd/seats && printf before > %s/hearth/managers/0", directory, directory, directory);
    return system(command);
}

/* What is mounted goes with the keeper. */
static void prepare_to_run(bool rootless)
{
    if (geteuid() == 0 && !rootless && (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || leave_state() != 0))
        _exit(1);
    if (geteuid() == 0 && rootless && (setgroups(0, NULL) < 0 || setgid(NOBODY) < 0 || setuid(NOBODY) < 0))
        _exit(1);
    setenv("XDG_RUNTIME_DIR", directory, 1);
}

static void be_late(int signal)
{
    (void)signal;
    late = true;
}

static void kill_children(void)
{
    char path[64];
    int pid;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "re");
    while (children && fscanf(children, "%d", &pid) == 1)
        kill(pid, SIGKILL);
    if (children)
        fclose(children);
}

/* Waits for all that was started. The process that was started is killed on the way, and others take its place, which are ours as well then.
 * A brain that has failed leaves its hand, which nobody would end. */
static void await_end(const char *failed)
{
    late = false;
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = be_late}, NULL);
    alarm(run_seconds);
    while (wait(NULL) > 0 || errno == EINTR)
        if (late || access(failed, F_OK) == 0)
            kill_children();
    alarm(0);
    if (late)
        printf("FAILED: it has not ended in %u seconds\n", run_seconds);
}

/* Without root the programs lie where anybody may execute them: the tree may be below a directory of root's. */
static int lend_programs(char *self, size_t room)
{
    char command[PATH_MAX * 5];
    int beside = (int)(strrchr(self, '/') - self);
    snprintf(command, sizeof command, "mkdir -p -m 755 %s/bin/other && install -m 755 -t %s/bin '%.*s/thief' '%.*s/told' '%s' '%s' && install -m 755 -t %s/bin/other '%s'",
             directory, directory, beside, self, beside, self, self, keeper_path, directory, other_path);
    snprintf(self, room, "%s/bin/stand-in", directory);
    snprintf(keeper_path, sizeof keeper_path, "%s/bin/hearth-keeper", directory);
    snprintf(other_path, sizeof other_path, "%s/bin/other/hearth-keeper", directory);
    return system(command);
}

static int run(char *self, size_t room, bool rootless)
{
    char command[PATH_MAX * 2], tree[64] = "", runtime[300], failed[300], finished[300];
    snprintf(directory, sizeof directory, "/tmp/hearth-stand-in.XXXXXX");
    if (!mkdtemp(directory) || chmod(directory, 0777) < 0)
        return 1;
    bool as_root = geteuid() == 0;
    if (as_root && rootless && lend_programs(self, room) != 0)
        return 1;
    if (as_root && !rootless)
        for (int i = 0; i < 2 && !tree[0]; i++) {
            snprintf(tree, sizeof tree, "/sys/fs/cgroup%s/hearth-test-%d", i ? "/unified" : "", (int)getpid());
            if (access(i ? "/sys/fs/cgroup/unified/cgroup.procs" : "/sys/fs/cgroup/cgroup.procs", W_OK) < 0 || mkdir(tree, 0755) < 0)
                tree[0] = 0;
        }
    printf("%s%s\n", rootless ? "rootless" : "as root", rootless ? "" : tree[0] ? ", with a cgroup tree" : ", without a cgroup tree");
    fflush(stdout);
    snprintf(runtime, sizeof runtime, "--run-root=%s", directory);
    char root_option[80];
    snprintf(root_option, sizeof root_option, "--cgroup-root=%s", tree[0] ? tree : "/nonexistent");
    pid_t pid = fork();
    if (pid == 0) {
        prepare_to_run(rootless);
        execl(keeper_path, "hearth-keeper", root_option, runtime, "--pam-service=hearth-test-none", rootless ? "--user" : "--keep-users", "--", self, "--brain", directory, keeper_path, other_path, NULL);
        _exit(127);
    }
    snprintf(failed, sizeof failed, "%s/failed", directory);
    snprintf(finished, sizeof finished, "%s/good", directory);
    await_end(failed);
    bool good = !late && access(finished, F_OK) == 0 && access(failed, F_OK) < 0;
    if (tree[0]) {
        snprintf(command, sizeof command, "echo 1 > %s/cgroup.kill; until find %s -depth -type d -exec rmdir {} + 2>&-; do :; done", tree, tree);
        if (system(command) != 0)
            printf("FAILED: %s is left\n", tree);
    }
    snprintf(command, sizeof command, "rm -rf %s", directory);
    if (system(command) != 0)
        good = false;
    if (!good)
        printf("FAILED\n");
    return good ? 0 : 1;
}

int stage_main(int argc, char **argv, void (*live)(bool rootless, uint32_t restarts), bool also_rootless, unsigned seconds)
{
    char self[PATH_MAX];
    if (argc == 5 && strcmp(argv[1], "--brain") == 0) {
        snprintf(directory, sizeof directory, "%s", argv[2]);
        snprintf(keeper_path, sizeof keeper_path, "%s", argv[3]);
        snprintf(other_path, sizeof other_path, "%s", argv[4]);
        be_brain(live);
    }
    if (argc != 3 || !realpath("/proc/self/exe", self) || !realpath(argv[1], keeper_path) || !realpath(argv[2], other_path)) {
        fprintf(stderr, "usage: %s KEEPER OTHER\n", argv[0]);
        return 2;
    }
    run_seconds = seconds;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int failed = geteuid() == 0 ? run(self, sizeof self, false) : 0;
    return (also_rootless ? run(self, sizeof self, true) : 0) | failed;
}
