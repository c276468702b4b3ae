/* Log pipes that only dead ones have read: a process's own end of its pipe leads there. */
#include "hand.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENVIRONMENT_LIMIT = 1 << 20 }; /* bytes of it that are looked at: what a hand gives stands at its end, after a user's own */

/* Which pipe the log of a process is, by what its environment said when it was started. */
struct stream {
    unsigned long long device;
    unsigned long long inode;
};

static bool find_stream(const char *environment, size_t length, struct stream *found)
{
    for (const char *at = environment; at < environment + length; at += strlen(at) + 1)
        if (sscanf(at, "JOURNAL_STREAM=%llu:%llu", &found->device, &found->inode) == 2)
            return true;
    return false;
}

static int read_stream(pid_t pid, struct stream *found)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno;
    char *environment = malloc(ENVIRONMENT_LIMIT + 1);
    size_t length = 0;
    ssize_t got = environment ? 1 : -1;
    int error = environment ? 0 : ENOMEM;
    while (got > 0 && length < ENVIRONMENT_LIMIT) {
        got = read(file, environment + length, ENVIRONMENT_LIMIT - length);
        if (got < 0)
            error = errno;
        else
            length += (size_t)got;
    }
    close(file);
    if (!error) {
        environment[length] = 0;
        error = find_stream(environment, length, found) ? 0 : ENOENT;
    }
    free(environment);
    return error;
}

/* Opens what an output of a process leads to, for reading, where that is its log: any other pipe has a reader that would miss what is taken. */
static int open_output(pid_t pid, int output, const struct stream *wanted)
{
    char path[64];
    struct stat status;
    snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, output);
    if (stat(path, &status) < 0)
        return -errno;
    if (!S_ISFIFO(status.st_mode) || status.st_dev != wanted->device || status.st_ino != wanted->inode)
        return -ENXIO;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

void log_reopen(const ReopenLog *order, uint64_t token)
{
    struct stream wanted;
    int error = order->pid > 1 ? read_stream(order->pid, &wanted) : EINVAL;
    int fd = error ? -error : open_output(order->pid, STDOUT_FILENO, &wanted);
    if (!error && fd < 0)
        fd = open_output(order->pid, STDERR_FILENO, &wanted);
    if (fd < 0) {
        answer_failed(token, -fd, "find the log of process %d", order->pid);
        return;
    }
    link_send(&brain, Descriptor_NUMBER, token, &(Descriptor){.name = ""}, &fd, 1);
    close(fd);
}
