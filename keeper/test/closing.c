/* What a user may make last: closes are counted by account; and whose end is told where a number has become another process's. */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "close.h"
#include "keeper.h"
#include "loop.h"
#include "say.h"
#include "servant.h"

enum { MANY = 200, LINGER_SECONDS = 600, TURNS_MAX = 100, ROUNDS_MAX = 10000, STATUS = 7, WRITERS_OWN = 3, PATIENCE_SECONDS = 30 };

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

/* Each ends with a process, so no share of them fills. */
static void check_lingering(void)
{
    unsigned left = 0;
    for (int i = 0; i < MANY; i++) {
        int fd = lingering();
        close_kept("socket 1000 listener a.socket 0", fd);
        left += is_open(fd);
    }
    claim(left == 0, "no socket lingers whose process has ended");
}

/* Somebody writes into a pipe from memory that is not there, and has its lock until whoever answers for that memory is gone. */
static struct {
    int ends[2];
    pid_t writer;
} held;

static bool hold(void)
{
    long page = sysconf(_SC_PAGESIZE);
    int said[2];
    char byte;
    if (pipe2(said, O_CLOEXEC) < 0)
        return false;
    held.writer = fork();
    if (held.writer == 0) {
        dup2(held.ends[1], WRITERS_OWN);
        dup2(said[1], WRITERS_OWN + 1);
        close_range(WRITERS_OWN + 2, ~0U, 0); /* or no close would be the last */
        struct uffdio_api api = {.api = UFFD_API};
        void *missing = mmap(NULL, (size_t)page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        int faults = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
        struct uffdio_register all = {.range = {(uintptr_t)missing, (size_t)page}, .mode = UFFDIO_REGISTER_MODE_MISSING};
        if (missing == MAP_FAILED || faults < 0 || ioctl(faults, UFFDIO_API, &api) < 0 || ioctl(faults, UFFDIO_REGISTER, &all) < 0)
            _exit(1);
        if (fork() == 0) { /* has the memory as it was, which is answered for */
            struct pollfd fault = {faults, POLLIN, 0};
            poll(&fault, 1, -1);
            _exit(write(WRITERS_OWN + 1, "", 1) != 1);
        }
        _exit(write(WRITERS_OWN, missing, 1) != 1);
    }
    close(said[1]);
    return read(said[0], &byte, 1) == 1;
}

/* How many of many are being closed, of one account's. */
static unsigned close_many(const char *name, const int *fds)
{
    unsigned begun = 0;
    for (int i = 0; i < MANY; i++) {
        close_kept(name, fds[i]);
        begun += !is_open(fds[i]);
    }
    return begun;
}

static void open_again(int *fds, int count)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", held.ends[1]);
    for (int i = 0; i < count; i++)
        fds[i] = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    claim(fds[count - 1] >= 0, "open a pipe many times");
}

/* What had no place is closed later. */
static void check_the_rest(int one, int two, int three, int last)
{
    bool is_left = true;
    for (int i = 0; i < ROUNDS_MAX && is_left; i++) {
        close_again();
        is_left = close_wait_ms() >= 0;
    }
    claim(!is_left, "what had no place is closed when there are some again");
    claim(!is_open(one) && !is_open(two) && !is_open(three) && !is_open(last), "all of it");
}

/* Whoever has something closed that lasts can end, and become another program: no thread of theirs is left behind in the kernel. */
static void check_end(int fd, bool becomes_another)
{
    int status = -1;
    pid_t pid = fork();
    if (pid == 0) {
        close_kept("socket 1003 listener a.socket 0", fd);
        if (becomes_another)
            execl("/bin/true", "true", NULL);
        _exit(is_open(fd));
    }
    alarm(PATIENCE_SECONDS);
    waitpid(pid, &status, 0);
    alarm(0);
    claim(status == 0, becomes_another ? "execve waits for no close" : "the end waits for no close");
    close_kept("socket 1003 listener a.socket 0", fd);
}

static void check_accounts(void)
{
    static int first[MANY], second[MANY], unknown[MANY], again[5];
    claim(pipe2(held.ends, O_CLOEXEC) == 0, "a pipe");
    open_again(first, MANY);
    open_again(second, MANY);
    open_again(unknown, MANY);
    open_again(again, 5);
    if (!hold()) { /* a page that is not there is root's to answer for */
        claim(geteuid() != 0, "somebody has the lock of a pipe");
        return;
    }
    unsigned begun = close_many("socket 1000 listener a.socket 0", first);
    claim(begun > 0 && begun < MANY, "a user has a share of the processes, and no more");
    unsigned others = close_many("stream 1001 1 a.service", second);
    claim(others > begun / 2 && others < MANY, "another has one of what is left");
    close_kept("stream 1000 1 a.service", again[0]);
    claim(is_open(again[0]), "the first one has no further in another name");
    close_kept("log stream x", again[1]);
    claim(!is_open(again[1]), "a connection to the log may last, too, and isn't theirs");
    begun = close_many("log socket x", unknown);
    claim(begun > 0 && begun < MANY, "all of whom nobody knows who they are have a share together");
    close_kept("log stream y", again[2]);
    claim(is_open(again[2]), "and no more");
    check_end(again[3], false);
    check_end(again[4], true);
    claim(close_wait_ms() >= 0, "what has no place is to be tried again");
    kill(held.writer, SIGKILL);
    waitpid(held.writer, NULL, 0);
    check_the_rest(first[MANY - 1], second[MANY - 1], unknown[MANY - 1], again[2]);
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
    check_lingering();
    check_accounts();
    printf("closing: %u claims have failed\n", failures);
    fflush(stdout);
    return failures > 0;
}
