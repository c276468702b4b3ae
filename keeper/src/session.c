/* A process that is a user's, in a PAM session of its own: what root's clients of a user's manager talk through. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "exit-status.h"
#include "hand.h"
#include "inherit.h"
#include "kept.h"
#include "pam.h"
#include "say.h"
#include "servant.h"
#include "wire.h"

enum {
    STREAMS = 3,
    OWN_ROOM = 32,     /* "SYSTEMD_EXEC_PID=" and a number */
    BIRTH_UMASK = 0022 /* of services; PAM may set another */
};

/* ---- the process ---- */

static int words = -1; /* where the client hears why there is no process: never the user's, to whom a terminal of root's must not come */

/* Says why to the client, and ends. The words are not this process's standard error while PAM's modules run. */
static _Noreturn void fail(int status, const char *step, const char *reason)
{
    int nothing = dup(STDERR_FILENO);
    dup2(words, STDERR_FILENO);
    say("%s: %s", step, reason);
    dup2(nothing, STDERR_FILENO);
    pam_close();
    _exit(status);
}

/* Has input and output as standard streams, nothing as standard error, and besides the words and the cgroup tree alone. All that came lies above
 * those: the keeper has its own there. */
static void take_streams(const struct message *message)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (dup2(message->descriptors[STDIN_FILENO], STDIN_FILENO) < 0 || dup2(message->descriptors[STDOUT_FILENO], STDOUT_FILENO) < 0 ||
        nothing < 0 || dup2(nothing, STDERR_FILENO) < 0)
        _exit(STATUS_STDIN);
    words = message->descriptors[STDERR_FILENO];
    fcntl(words, F_SETFD, FD_CLOEXEC);
    int root = cgroup_root_descriptor();
    int kept[] = {words < root ? words : root, words < root ? root : words};
    close_all_but(root < 0 ? &words : kept, root < 0 ? 1 : 2);
}

/* What root does before there is a user: place, priority, limits. */
static void prepare(const StartSession *order)
{
    setsid();
    umask(BIRTH_UMASK);
    int error = order->cgroup[0] && cgroup_root_descriptor() >= 0 ? cgroup_enter(order->cgroup) : 0;
    if (error) {
        errno = error;
        fail(STATUS_CGROUP, "enter the cgroup", order->cgroup);
    }
    inherit_open();
    prctl(PR_SET_DUMPABLE, 0);
    inherit_oom_score(0);
    startup_restore_limits();
}

/* Returns PAM's variables and the process's own. */
static char **add_own(char **variables)
{
    size_t count = 0;
    while (variables[count])
        count++;
    char **all = calloc(count + 2, sizeof *all);
    char *own = malloc(OWN_ROOM);
    if (!all || !own)
        fail(STATUS_MEMORY, "make the environment", "no memory");
    for (size_t i = 0; i < count; i++)
        all[i] = variables[i];
    snprintf(own, OWN_ROOM, "SYSTEMD_EXEC_PID=%d", getpid());
    all[count] = own;
    return all;
}

/* Opens the session, which may take as long as PAM's modules like, becomes the user and executes the program. */
static _Noreturn void run(const StartSession *order, const struct message *message)
{
    const char *step = "", *reason = "no memory";
    signals_reset();
    say_as("hearth-session");
    take_streams(message);
    prepare(order);
    char **variables = pam_open_as(order->service, order->user, order->environment.items, order->environment.count, &step, &reason);
    if (!variables)
        fail(STATUS_PAM, step, reason);
    step = identity_become(order->user, order->uid, order->gid);
    if (step)
        fail(STATUS_USER, step, strerror(errno));
    prctl(PR_SET_DUMPABLE, 0);
    int error = pam_end_with_process(words);
    if (error)
        fail(STATUS_PAM, "have the session closed", strerror(error));
    char **environment = add_own(variables);
    char **arguments = calloc(order->arguments.count + 1, sizeof *arguments);
    if (!arguments)
        fail(STATUS_MEMORY, "make the arguments", "no memory");
    for (uint32_t i = 0; i < order->arguments.count; i++)
        arguments[i] = (char *)(uintptr_t)order->arguments.items[i];
    if (chdir("/") < 0)
        fail(STATUS_CHDIR, "change to /", strerror(errno));
    /* What PAM's modules have left open is for whoever closes the session: it has a copy, and the session's FIFO with it. */
    close_all_but(&words, 1);
    signal(SIGPIPE, SIG_IGN); /* as a service's */
    setenv("PATH", order->searchPath, 1);
    execvpe(order->executable, arguments, environment);
    fail(STATUS_EXEC, order->executable, strerror(errno));
}

/* ---- the keeper's side ---- */

/* Whether a descriptor is nothing but a way for bytes. Of a terminal whoever has it could take more than is meant for him. */
static bool is_channel(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 && (S_ISSOCK(status.st_mode) || S_ISFIFO(status.st_mode));
}

static int check(const StartSession *order, const struct message *message)
{
    if (options.rootless)
        return EPERM;
    if (message->descriptor_count != STREAMS || order->arguments.count == 0 || order->executable[0] == 0 || order->service[0] == 0 ||
        order->user[0] == 0 || order->uid == (uid_t)-1 || order->gid == (gid_t)-1 || (order->cgroup[0] && !cgroup_path_valid(order->cgroup)))
        return EINVAL;
    if (!is_channel(message->descriptors[STDIN_FILENO]) || !is_channel(message->descriptors[STDOUT_FILENO]))
        return ENOTSOCK;
    return 0;
}

void session_start(const StartSession *order, struct message *message)
{
    int error = check(order, message);
    pid_t pid = error ? -1 : kept_fork();
    if (pid == 0)
        run(order, message);
    if (pid < 0) {
        answer_failed(message->token, error ? error : errno, "start a session of user %u%s", order->uid,
                      error == ENOTSOCK ? ": its input and output must be sockets or pipes" : "");
        return;
    }
    orphans_forget_number(pid); /* of whoever had it before */
    link_send(&brain, SessionStarted_NUMBER, message->token, &(SessionStarted){.pid = pid}, NULL, 0);
}
