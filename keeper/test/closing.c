/* What a user may make last: closes are counted by account; and whose end is told where a number has become another process's. */
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "close.h"
#include "keeper.h"
#include "loop.h"
#include "say.h"
#include "servant.h"

enum { MANY = 200, LINGER_SECONDS = 600, TURNS_MAX = 100, STATUS = 7 };

/* Of main.c, which is no part of this. */
struct options options = {.run_root = ""};
void set_title(const char *text) { (void)text; }

static unsigned failures = 0;

static void claim(bool holds, const char *text)
{
    if (!holds) {
        failures++;
        printf("FAILED closing: %s\n", text);
    }
}

/* A TCP socket that has sent what nobody reads: its close lasts. */
static int lingering(void)
{
    static const char bytes[1 << 16];
    int small = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct linger longer = {1, LINGER_SECONDS};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    claim(bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 1) == 0, "listen on the loopback");
    getsockname(listener, (struct sockaddr *)&address, &length);
    connect(fd, (struct sockaddr *)&address, length);
    int peer = accept4(listener, NULL, NULL, SOCK_CLOEXEC); /* which stays open until the test is over */
    claim(peer >= 0 && setsockopt(fd, SOL_SOCKET, SO_LINGER, &longer, sizeof longer) == 0, "a connection that lingers");
    struct pollfd ready = {fd, POLLOUT, 0};
    while (poll(&ready, 1, 20) > 0 && send(fd, bytes, sizeof bytes, 0) > 0)
        ;
    close(listener);
    return fd;
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

/* How many of many that linger are being closed, of one account's. */
static unsigned close_many(const char *name)
{
    unsigned begun = 0;
    for (int i = 0; i < MANY; i++) {
        int fd = lingering();
        close_kept(name, fd);
        begun += !is_open(fd);
    }
    return begun;
}

static void check_accounts(void)
{
    unsigned first = close_many("socket 1000 listener a.socket 0");
    claim(first > 0 && first < MANY, "a user has a share of the threads, and no more");
    unsigned second = close_many("stream 1001 1 a.service");
    claim(second > first / 2 && second < MANY, "another has one of what is left");
    int fd = lingering();
    close_kept("stream 1000 1 a.service", fd);
    claim(is_open(fd), "the first one has no further in another name");
    fd = lingering();
    close_kept("log stream x", fd);
    claim(!is_open(fd), "a connection to the log may last, too, and isn't theirs");
    unsigned unknown = close_many("log socket x");
    claim(unknown > 0 && unknown < MANY, "all of whom nobody knows who they are have a share together");
    fd = lingering();
    close_kept("log stream y", fd);
    claim(is_open(fd), "and no more");
}

static pid_t told;
static int told_status;

static void received(struct link *link, struct message *message)
{
    (void)link;
    if (message->type->number != ProcessGone_NUMBER)
        return;
    told = ((ProcessGone *)message->fields)->pid;
    told_status = ((ProcessGone *)message->fields)->status;
}

/* Every process that is asked for has ended, by this one's word. */
static bool know_all(pid_t pid, int *code, int *status)
{
    (void)pid;
    *code = CLD_EXITED;
    *status = STATUS;
    return true;
}

static void ignore(struct link *link, struct message *message)
{
    (void)link;
    (void)message;
}

/* The number of one that has ended is another's by now: whoever asks means the one that is remembered. */
static void check_reused_number(void)
{
    int pair[2];
    struct link client = {.received = received};
    claim(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0, "a socket pair");
    loop_open();
    servant_open(NULL);
    servant_remember(know_all);
    brain = (struct link){.received = ignore};
    claim(link_open(&brain, pair[0]) == 0 && link_open(&client, pair[1]) == 0, "a link");
    pid_t living = fork();
    if (living == 0)
        for (;;)
            pause();
    WatchProcess order = {.pid = living};
    struct message message = {.type = message_type(WatchProcess_NUMBER), .token = 1, .fields = &order};
    claim(servant_order(&message), "it is an order");
    for (int i = 0; i < TURNS_MAX && told == 0; i++)
        loop_turn(0);
    claim(told == living && told_status == STATUS, "a remembered end is told, whoever has the number now");
    kill(living, SIGKILL);
    waitpid(living, NULL, 0);
}

int main(void)
{
    say_as("closing");
    if (!freopen("/dev/null", "w", stderr)) /* some hundred lines say what stays open */
        return 1;
    check_reused_number();
    check_accounts();
    printf("closing: %u claims have failed\n", failures);
    fflush(stdout);
    _exit(failures > 0); /* some threads wait for closes that last */
}
