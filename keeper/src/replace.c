#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "control.h"
#include "hand.h"
#include "holder.h"
#include "keeper.h"
#include "say.h"
#include "wire.h"

int replace_open_own(void)
{
    return open("/proc/self/exe", O_PATH | O_CLOEXEC);
}

bool replace_is_own(int program)
{
    struct stat own, other;
    return stat("/proc/self/exe", &own) == 0 && fstat(program, &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

/* Executes the program with "--OPTION=MEMFD" between its name and the other arguments; returns where that failed. */
static void execute_with(int program, const char *option, int memfd, char **arguments)
{
    char text[48];
    size_t count = 0;
    while (arguments[count])
        count++;
    char **all = calloc(count + 2, sizeof *all);
    if (!all)
        return;
    snprintf(text, sizeof text, "--%s=%d", option, memfd);
    all[0] = arguments[0];
    all[1] = text;
    memcpy(all + 2, arguments + 1, (count - 1) * sizeof *all);
    syscall(SYS_execveat, program, "", all, environ, AT_EMPTY_PATH);
    int error = errno;
    free(all);
    errno = error;
}

pid_t replace_ask(int program, int memfd, char **arguments, unsigned seconds)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    signals_reset();
    alarm(seconds);
    if (dup2(memfd, 3) < 0 || dup2(program, 4) < 0 || fcntl(4, F_SETFD, FD_CLOEXEC) < 0)
        _exit(126);
    close_from(5);
    execute_with(4, "check-state", 3, arguments);
    say_errno("execute the program that is to take this one's place");
    _exit(127);
}

static void hand_on(const struct state *state, int memfd, int flags)
{
    for (unsigned i = 0; i < state->count; i++)
        fcntl(state->descriptors[i], F_SETFD, flags);
    fcntl(memfd, F_SETFD, flags);
}

void replace_execute(int program, const struct state *state, int memfd, char **arguments)
{
    hand_on(state, memfd, 0);
    execute_with(program, "take-up", memfd, arguments);
    int error = errno;
    hand_on(state, memfd, FD_CLOEXEC);
    errno = error;
}

int replace_check(int memfd)
{
    bool is_hand;
    const char *wrong = state_read(memfd, &is_hand, NULL);
    if (!wrong)
        return 0;
    say("the state of the program before cannot be taken up: %s", wrong);
    return 1;
}

/* Whatever of the program before is open is for this one alone. */
static void close_on_exec(void)
{
    enum { DESCRIPTORS = 65536 };
    if (syscall(SYS_close_range, 3U, ~0U, 1U << 2 /* CLOSE_RANGE_CLOEXEC */) == 0)
        return;
    for (int fd = 3; fd < DESCRIPTORS; fd++) /* before Linux 5.11 */
        fcntl(fd, F_SETFD, FD_CLOEXEC);
}

int replace_take_up(int memfd)
{
    bool is_hand;
    close_on_exec();
    const char *wrong = state_read(memfd, &is_hand, NULL);
    if (wrong) { /* it was asked before */
        say("the state of the program before cannot be taken up: %s", wrong);
        return 1;
    }
    if (is_hand)
        hand_take_up(memfd);
    return holder_take_up(memfd);
}

int replace_request(void)
{
    enum { PATIENCE_MS = 60 * 1000 }; /* for the one that is asked to ask us, and for its keeper to end */
    struct message answer;
    int program = replace_open_own();
    int socket = control_connect();
    uint32_t count = 0;
    if (socket < 0) {
        say("no hearthd runs here that can be replaced while it runs");
        return EXIT_NOBODY_TO_REPLACE;
    }
    while (options.brain[count])
        count++;
    ReplaceAll order = {.program = options.name, .brain = {count, (TEXT *)options.brain}};
    int error = program < 0 ? errno : message_send(socket, ReplaceAll_NUMBER, &order, program);
    struct pollfd ready = {socket, POLLIN, 0};
    if (error || poll(&ready, 1, PATIENCE_MS) <= 0 || message_receive(socket, &answer) != RECEIVED) {
        say("hearthd was asked to replace itself, and does not answer: %s", strerror(error ? error : ETIMEDOUT));
        return 1;
    }
    if (answer.number == Done_NUMBER)
        return 0;
    const char *step = answer.number == Failed_NUMBER ? ((const Failed *)answer.fields)->step : "it does not say why";
    say("hearthd was not replaced, and goes on as it was: %s", step);
    return 1;
}
