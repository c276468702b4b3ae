/* What a user may try on their hand: take descriptors or the control of the processes that it forks, before they have become programs.
 *
 *     thief HAND UNTIL     tries it on process HAND and its children until descriptor UNTIL is at its end, and says what it has got
 *
 * Sequenced-packet sockets are the hand's links to keeper and brain: no program has one of those by right. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DESCRIPTORS = 32 /* tried of each process: the hand's own are among the first */ };

static unsigned sockets = 0;
static unsigned traced = 0;
static unsigned tried = 0;

static bool is_link(int fd)
{
    int type;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

/* Whether the process is still a copy of the hand. */
static bool is_copy(pid_t pid)
{
    char path[64], name[32] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    (void)!read(file, name, sizeof name - 1);
    close(file);
    return strncmp(name, "hearth-hand", 11) == 0;
}

static void try_descriptors(int process)
{
    for (int fd = 0; fd < DESCRIPTORS; fd++) {
        int got = pidfd_getfd(process, fd, 0);
        if (got < 0)
            continue;
        sockets += is_link(got);
        close(got);
    }
}

static void try_on(pid_t pid)
{
    if (!is_copy(pid))
        return;
    tried++;
    int process = pidfd_open(pid, 0);
    if (process >= 0) {
        try_descriptors(process);
        close(process);
    }
    if (is_copy(pid) && ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0) {
        traced += is_copy(pid);
        if (ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) == 0 && waitpid(pid, NULL, __WALL) == pid)
            ptrace(PTRACE_DETACH, pid, NULL, NULL);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    char path[64], children[4096];
    snprintf(path, sizeof path, "/proc/%s/task/%s/children", argv[1], argv[1]);
    int until = atoi(argv[2]);
    fcntl(until, F_SETFL, O_NONBLOCK);
    puts("ready");
    fflush(stdout);
    for (char byte; read(until, &byte, 1) != 0;) {
        try_on((pid_t)atoi(argv[1]));
        int file = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t length = file < 0 ? -1 : read(file, children, sizeof children - 1);
        if (file >= 0)
            close(file);
        children[length > 0 ? length : 0] = 0;
        char *at = children;
        for (pid_t pid; (pid = (pid_t)strtol(at, &at, 10)) > 0;)
            if (pid != getpid())
                try_on(pid);
    }
    printf("%u sockets, %u traced\n%u looks at copies of the hand\n", sockets, traced, tried);
    return 0;
}
