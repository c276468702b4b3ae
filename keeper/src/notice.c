#include "holdings.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

enum { SEND_SECONDS = 5 }; /* a notice waits for so long for room: its reader has stopped reading, and is ended */

int notice_send(int socket, const struct notice *notice, int fd)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {.room = {0}};
    size_t length = offsetof(struct notice, text) + strlen(notice->text) + 1;
    struct msghdr datagram = {.msg_iov = &(struct iovec){(void *)(uintptr_t)notice, length}, .msg_iovlen = 1};
    if (fd >= 0) {
        datagram.msg_control = &control;
        datagram.msg_controllen = sizeof control.room;
        struct cmsghdr *c = CMSG_FIRSTHDR(&datagram);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    while (sendmsg(socket, &datagram, MSG_NOSIGNAL) < 0)
        if (errno != EINTR)
            return errno;
    return 0;
}

bool notice_receive(int socket, struct notice *notice, int *fd)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr datagram = {.msg_iov = &(struct iovec){notice, sizeof *notice}, .msg_iovlen = 1,
                              .msg_control = &control, .msg_controllen = sizeof control};
    *fd = -1;
    ssize_t length = recvmsg(socket, &datagram, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length <= (ssize_t)offsetof(struct notice, text))
        return false;
    notice->text[NOTICE_TEXT - 1] = 0;
    const struct cmsghdr *c = CMSG_FIRSTHDR(&datagram);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(c), sizeof *fd);
    return true;
}

int notice_open_pair(int pair[2])
{
    struct timeval patience = {.tv_sec = SEND_SECONDS};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -1;
    for (int i = 0; i < 2; i++)
        setsockopt(pair[i], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return 0;
}
