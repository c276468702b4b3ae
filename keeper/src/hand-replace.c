/* The hand goes on as another program, by the keeper's order. That program is asked by a child, for which nobody waits: it is the user's,
 * who may stop it. Meanwhile the keeper isn't heard: a new brain, which is what it says next, meets the hand that there is then. */
#include "hand.h"

#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "cgroup.h"
#include "pam.h"
#include "replace.h"
#include "say.h"

enum {
    CHECK_SECONDS = 20,   /* for all hands of a machine at once; alone it takes milliseconds */
    PATIENCE_SECONDS = 25 /* for a child that its own alarm doesn't end */
};

static char own_name[] = "hearth-hand";
static char *arguments[] = {own_name, NULL};

static struct link *keeper;
static int program = -1;  /* that is asked, or has agreed */
static pid_t asked = -1;  /* the child that asks */
static bool agreed = false;
static struct source patience = {.fd = -1};

/* Writes everything; returns the memfd, or -1 and errno. */
static int write_state(struct state *state, pid_t pam_process, int pam)
{
    HandState own = {.uid = hand.uid, .gid = hand.gid, .user = hand.user, .home = hand.home, .shell = hand.shell, .cgroup = hand.cgroup};
    state_begin(state, true);
    state_put_startup(state);
    while (hand.environment[own.environment.count])
        own.environment.count++;
    own.environment.items = (TEXT *)hand.environment;
    own.control = state_fd(state, keeper->source.fd);
    own.pam = state_fd(state, pam);
    own.pamProcess = pam_process;
    inherit_hand_on(state, &own);
    state_put(state, HandState_NUMBER, &own);
    servant_hand_on(state);
    scattered_hand_on(state);
    spawn_hand_on(state);
    return state_end(state);
}

static void go_on(const char *reason)
{
    say("this program goes on: %s", reason);
    close(program);
    program = -1;
    agreed = false;
    link_pause(keeper, false);
}

static void patience_ready(struct source *source, uint32_t events)
{
    (void)events;
    loop_close(source);
    kill(asked, SIGKILL); /* its end is seen */
}

static void wait_patiently(void)
{
    patience = (struct source){timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC), patience_ready};
    if (patience.fd < 0 || loop_add(&patience, EPOLLIN) < 0)
        say_errno("set a timer");
    timerfd_settime(patience.fd, 0, &(struct itimerspec){.it_value.tv_sec = PATIENCE_SECONDS}, NULL);
}

void hand_replace(int wanted, struct link *control)
{
    struct state state;
    if (program >= 0 || replace_is_own(wanted)) {
        close(wanted);
        return;
    }
    program = wanted;
    keeper = control;
    int memfd = write_state(&state, 0, -1);
    asked = memfd < 0 ? -1 : replace_ask(program, memfd, arguments, CHECK_SECONDS);
    if (memfd >= 0)
        close(memfd);
    state_free(&state);
    if (asked < 0) {
        say_errno("ask the program that is to take this one's place");
        go_on("nobody could be asked");
        return;
    }
    link_pause(keeper, true);
    wait_patiently();
}

bool hand_replace_answered(pid_t pid, int code, int status)
{
    if (pid != asked)
        return false;
    asked = -1;
    loop_close(&patience);
    agreed = code == CLD_EXITED && status == 0;
    if (!agreed)
        go_on("the other program does not take its place");
    return true;
}

pid_t hand_replace_asked(void)
{
    return asked;
}

void hand_replace_settle(void)
{
    struct state state;
    int pam;
    if (!agreed)
        return;
    link_close(&brain); /* it has ended with the keeper that was; everything is kept for the next one */
    pid_t pam_process = pam_hand_on(&pam);
    int memfd = pam_process < 0 ? -1 : write_state(&state, pam_process, pam);
    if (memfd >= 0)
        replace_execute(program, &state, memfd, arguments);
    say_errno("become another program");
    if (memfd >= 0)
        close(memfd);
    if (pam_process >= 0)
        state_free(&state);
    go_on("the other could not be executed");
}
