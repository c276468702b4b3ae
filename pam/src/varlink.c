#include "varlink.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { AGAIN_MS = 100 }; /* the pause after a connection has ended */

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Waits for a socket, until a time; 0 or an error number. */
static int await(int fd, short events, long long until)
{
    struct pollfd waits = {fd, events, 0};
    for (;;) {
        long long left = until - now_ms();
        int ready = left > 0 ? poll(&waits, 1, (int)left) : 0;
        if (ready > 0)
            return 0;
        if (ready == 0)
            return ETIMEDOUT;
        if (errno != EINTR)
            return errno;
    }
}

/* Only root may say who is logged in; where this is not root it is nobody who makes sessions. */
static int check_peer(int fd)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
        return errno;
    return peer.uid == 0 || peer.uid == geteuid() ? 0 : EPERM;
}

static int connect_to(const char *path, int *fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return ENAMETOOLONG;
    strcpy(address.sun_path, path);
    *fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*fd < 0)
        return errno;
    if (connect(*fd, (struct sockaddr *)&address, sizeof address) == 0)
        return check_peer(*fd);
    return errno;
}

static int send_all(int fd, const char *call, long long until)
{
    size_t left = strlen(call) + 1; /* the zero byte is its end */
    while (left > 0) {
        ssize_t sent = send(fd, call, left, MSG_NOSIGNAL);
        if (sent >= 0) {
            call += sent;
            left -= (size_t)sent;
        } else if (errno == EAGAIN) {
            int error = await(fd, POLLOUT, until);
            if (error)
                return error;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/* EPIPE where the connection ends before the answer does. */
static int receive_all(int fd, char *answer, size_t size, long long until)
{
    size_t length = 0;
    while (length < size) {
        ssize_t came = recv(fd, answer + length, size - length, 0);
        if (came > 0) {
            length += (size_t)came;
            if (memchr(answer, 0, length))
                return 0;
        } else if (came == 0) {
            return EPIPE;
        } else if (errno == EAGAIN) {
            int error = await(fd, POLLIN, until);
            if (error)
                return error;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return EMSGSIZE;
}

static int call_once(const char *path, const char *call, char *answer, size_t size, long long until)
{
    int fd = -1;
    int error = connect_to(path, &fd);
    if (!error)
        error = send_all(fd, call, until);
    if (!error)
        error = receive_all(fd, answer, size, until);
    if (fd >= 0)
        close(fd);
    return error;
}

static bool has_ended(int error)
{
    return error == EPIPE || error == ECONNRESET || error == EAGAIN; /* EAGAIN: as many wait to be let in as may */
}

int varlink_call(const char *path, const char *call, char *answer, size_t size, unsigned seconds)
{
    long long until = now_ms() + seconds * 1000LL;
    int error = call_once(path, call, answer, size, until);
    while (has_ended(error) && now_ms() + AGAIN_MS < until) {
        poll(NULL, 0, AGAIN_MS);
        error = call_once(path, call, answer, size, until);
    }
    return error;
}
