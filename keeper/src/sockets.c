/* Sockets and FIFOs in the user's name. */
#include "hand.h"
#include "kept.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

union address {
    struct sockaddr any;
    struct sockaddr_un local;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static int parse_port(const char *text, in_port_t *port)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || number == 0 || number > 65535)
        return EINVAL;
    *port = htons((uint16_t)number);
    return 0;
}

static int parse_local(const char *text, union address *address, socklen_t *length)
{
    size_t size = strlen(text);
    if (size >= sizeof address->local.sun_path)
        return ENAMETOOLONG;
    address->local.sun_family = AF_UNIX;
    memcpy(address->local.sun_path, text, size + 1);
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + 1);
    if (text[0] == '@') { /* abstract: the name is as long as it is, without a NUL at its end */
        address->local.sun_path[0] = 0;
        *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
    }
    return 0;
}

/* Understands "/path", "@abstract", "port", "v4:port" and "[v6]:port". */
static int parse(const char *text, union address *address, socklen_t *length)
{
    char host[64];
    memset(address, 0, sizeof *address);
    if (text[0] == '/' || text[0] == '@')
        return parse_local(text, address, length);
    const char *colon = strrchr(text, ':');
    size_t size = colon ? (size_t)(colon - text) : 0;
    if (!colon || text[0] == '[') {
        *length = sizeof address->v6;
        address->v6.sin6_family = AF_INET6;
        address->v6.sin6_addr = in6addr_any;
        if (!colon) {
            int error = parse_port(text, &address->v6.sin6_port);
            if (error == 0 && access("/proc/net/if_inet6", F_OK) < 0) { /* a kernel without IPv6 */
                address->v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = address->v6.sin6_port};
                *length = sizeof address->v4;
            }
            return error;
        }
        if (size < 3 || size >= sizeof host || text[size - 1] != ']')
            return EINVAL;
        snprintf(host, sizeof host, "%.*s", (int)size - 2, text + 1);
        return inet_pton(AF_INET6, host, &address->v6.sin6_addr) == 1 ? parse_port(colon + 1, &address->v6.sin6_port) : EINVAL;
    }
    if (size >= sizeof host)
        return EINVAL;
    snprintf(host, sizeof host, "%.*s", (int)size, text);
    *length = sizeof address->v4;
    address->v4.sin_family = AF_INET;
    return inet_pton(AF_INET, host, &address->v4.sin_addr) == 1 ? parse_port(colon + 1, &address->v4.sin_port) : EINVAL;
}

/* Removes what an earlier one has left, but nothing that is no socket or FIFO. */
static void unlink_stale(const char *path)
{
    struct stat status;
    if (lstat(path, &status) == 0 && (S_ISSOCK(status.st_mode) || S_ISFIFO(status.st_mode)))
        unlink(path);
}

static int make_fifo(const BindSocket *order)
{
    struct stat status;
    if (mkfifo(order->address, order->mode & 07777) < 0 && errno != EEXIST)
        return -errno;
    int fifo = open(order->address, O_RDWR | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (fifo < 0)
        return -errno;
    int error = fstat(fifo, &status) < 0 ? errno : !S_ISFIFO(status.st_mode) ? EEXIST : fchmod(fifo, order->mode & 07777) < 0 ? errno : 0;
    if (!error)
        return fifo;
    close(fifo);
    return -error;
}

static int bind_at(int fd, const BindSocket *order, const union address *address, socklen_t length)
{
    for (uint32_t i = 0; i < order->options.count; i++) {
        const SocketOption *option = &order->options.items[i];
        if (setsockopt(fd, option->level, option->name, &option->value, sizeof option->value) < 0)
            return errno;
    }
    int reuse = 1;
    if (address->any.sa_family != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    mode_t mask = umask(0777 & ~order->mode);
    int error = bind(fd, &address->any, length) < 0 ? errno : 0;
    umask(mask);
    if (!error && order->backlog >= 0 && order->kind != SocketKind_DATAGRAM && listen(fd, order->backlog) < 0)
        error = errno;
    return error;
}

static int make_socket(const BindSocket *order)
{
    static const int kinds[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
    union address address;
    socklen_t length;
    int error = parse(order->address, &address, &length);
    if (error)
        return -error;
    int fd = socket(address.any.sa_family, kinds[order->kind] | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    error = bind_at(fd, order, &address, length);
    if (!error)
        return fd;
    close(fd);
    return -error;
}

static void bind_socket(const BindSocket *order, uint64_t token)
{
    int fd = 0;
    if (order->address[0] == '/') {
        fd = -make_parents(order->address, order->directoryMode & 07777);
        if (order->unlinkFirst)
            unlink_stale(order->address);
    }
    if (fd == 0)
        fd = order->kind == SocketKind_FIFO ? order->address[0] == '/' ? make_fifo(order) : -EINVAL : make_socket(order);
    int error = fd < 0 ? -fd : 0;
    int copy = -1;
    if (!error && order->name[0]) {
        copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
        error = copy < 0 ? errno : kept_add(order->name, copy);
    }
    if (error)
        answer_failed(token, error, "listen on %s", order->address);
    else
        link_send(&brain, Descriptor_NUMBER, token, &(Descriptor){.name = order->name}, &fd, 1);
    if (fd >= 0)
        close(fd);
}

static void connect_socket(const ConnectSocket *order, uint64_t token)
{
    union address address;
    socklen_t length;
    int fd = -1;
    int error = order->address[0] == '/' || order->address[0] == '@' ? parse(order->address, &address, &length) : EINVAL;
    if (!error && (fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) < 0)
        error = errno;
    /* Never waits: a listener whose queue is full is EAGAIN. */
    if (!error && connect(fd, &address.any, length) < 0)
        error = errno;
    if (error)
        answer_failed(token, error, "connect to %s", order->address);
    else
        link_send(&brain, Descriptor_NUMBER, token, &(Descriptor){.name = ""}, &fd, 1);
    if (fd >= 0)
        close(fd);
}

bool sockets_order(const struct message *message)
{
    switch (message->type->number) {
    case BindSocket_NUMBER:
        bind_socket(message->fields, message->token);
        return true;
    case ConnectSocket_NUMBER:
        connect_socket(message->fields, message->token);
        return true;
    default:
        return false;
    }
}
