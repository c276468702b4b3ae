/* What socket units listen on: sockets, FIFOs, special files and message queues, opened in the user's name. */
#include "hand.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <mqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

union listener_address {
    struct sockaddr any;
    struct sockaddr_un local;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_nl netlink;
    struct sockaddr_vm vsock;
};

/* What could not be set without mattering enough. */
struct notes {
    Problem *problems;
    uint32_t *count;
};

static void note(const struct notes *notes, int error, const char *step)
{
    if (*notes->count < LISTEN_PROBLEM_LIMIT)
        notes->problems[(*notes->count)++] = (Problem){error, step};
}

/* ---- addresses ---- */

static int local_address(const Listen *order, union listener_address *address, socklen_t *length)
{
    size_t size = strlen(order->path);
    bool is_abstract = order->path[0] == '@';
    if (size == 0 || size >= sizeof address->local.sun_path)
        return size == 0 ? EINVAL : ENAMETOOLONG;
    memcpy(address->local.sun_path, order->path, size + 1);
    if (is_abstract) /* the name is as long as it is, without a NUL at its end */
        address->local.sun_path[0] = 0;
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + !is_abstract);
    return 0;
}

static int internet_address(const Listen *order, union listener_address *address, socklen_t *length)
{
    bool is_v6 = order->family == AF_INET6;
    size_t size = is_v6 ? sizeof address->v6.sin6_addr : sizeof address->v4.sin_addr;
    if (order->port == 0 || order->port > UINT16_MAX || (order->host.length != 0 && order->host.length != size))
        return EINVAL;
    in_port_t port = htons((uint16_t)order->port);
    if (!is_v6) {
        address->v4.sin_port = port;
        if (order->host.length)
            memcpy(&address->v4.sin_addr, order->host.bytes, size);
        *length = sizeof address->v4;
        return 0;
    }
    address->v6.sin6_port = port;
    if (order->host.length)
        memcpy(&address->v6.sin6_addr, order->host.bytes, size);
    *length = sizeof address->v6;
    if (!order->networkInterface[0])
        return 0;
    char *end;
    unsigned index = if_nametoindex(order->networkInterface);
    if (index == 0)
        index = (unsigned)strtoul(order->networkInterface, &end, 10);
    address->v6.sin6_scope_id = index;
    return index == 0 ? ENODEV : 0;
}

/* A kernel without IPv6 listens on all of IPv4 where all addresses are meant. */
static int family_of(const Listen *order)
{
    bool is_any = order->family == AF_INET6 && order->host.length == 0;
    return is_any && access("/proc/net/if_inet6", F_OK) < 0 ? AF_INET : order->family;
}

static int address_of(const Listen *order, union listener_address *address, socklen_t *length)
{
    memset(address, 0, sizeof *address);
    int family = family_of(order);
    address->any.sa_family = (sa_family_t)family;
    switch (family) {
    case AF_UNIX:
        return local_address(order, address, length);
    case AF_INET:
    case AF_INET6: {
        Listen fitting = *order;
        fitting.family = family;
        return internet_address(&fitting, address, length);
    }
    case AF_VSOCK:
        address->vsock.svm_cid = order->group;
        address->vsock.svm_port = order->port;
        *length = sizeof address->vsock;
        return 0;
    case AF_NETLINK:
        address->netlink.nl_groups = order->group;
        *length = sizeof address->netlink;
        return 0;
    default:
        return EAFNOSUPPORT;
    }
}

/* ---- sockets ---- */

/* Sets a buffer's size, beyond the system's limit where that is permitted. */
static int set_buffer(int fd, const ListenOption *option)
{
    int size = 0;
    socklen_t length = sizeof size;
    int forced = option->name == SO_RCVBUF ? SO_RCVBUFFORCE : SO_SNDBUFFORCE;
    if (setsockopt(fd, SOL_SOCKET, option->name, &option->value, sizeof option->value) == 0 &&
        getsockopt(fd, SOL_SOCKET, option->name, &size, &length) == 0 && size / 2 >= option->value)
        return 0;
    return setsockopt(fd, SOL_SOCKET, forced, &option->value, sizeof option->value) < 0 ? errno : 0;
}

static int set_option(int fd, const ListenOption *option)
{
    if (option->level == SOL_SOCKET && (option->name == SO_RCVBUF || option->name == SO_SNDBUF))
        return set_buffer(fd, option);
    if (option->text[0])
        return setsockopt(fd, option->level, option->name, option->text, (socklen_t)strlen(option->text)) < 0 ? errno : 0;
    return setsockopt(fd, option->level, option->name, &option->value, sizeof option->value) < 0 ? errno : 0;
}

static void set_options(int fd, const Listen *order, bool early, const struct notes *notes)
{
    for (uint32_t i = 0; i < order->options.count; i++) {
        const ListenOption *option = &order->options.items[i];
        int error = option->isEarly == early ? set_option(fd, option) : 0;
        if (error)
            note(notes, error, option->label);
    }
}

/* Binds; a file that is in the way goes. */
static int bind_to(int fd, const Listen *order, const union listener_address *address, socklen_t length)
{
    bool is_file = order->family == AF_UNIX && order->path[0] == '/';
    if (is_file)
        make_parents(order->path, order->directoryMode & 07777);
    mode_t mask = umask(0777 & ~order->mode);
    int error = bind(fd, &address->any, length) < 0 ? errno : 0;
    if (error == EADDRINUSE && is_file && unlink(order->path) == 0)
        error = bind(fd, &address->any, length) < 0 ? errno : 0;
    umask(mask);
    return error;
}

static int prepare_socket(int fd, const Listen *order, const struct notes *notes, const char **step)
{
    union listener_address address;
    socklen_t length = 0;
    int reuse = 1;
    *step = "listen";
    int error = address_of(order, &address, &length);
    if (error)
        return error;
    if (order->device[0] && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, order->device, (socklen_t)strlen(order->device) + 1) < 0)
        return errno;
    set_options(fd, order, true, notes);
    if (order->family != AF_UNIX && order->family != AF_NETLINK)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    error = bind_to(fd, order, &address, length);
    bool can_accept = order->kind == ListenerKind_STREAM || order->kind == ListenerKind_SEQUENTIAL_PACKET;
    if (!error && can_accept && listen(fd, order->backlog > INT32_MAX ? INT32_MAX : (int)order->backlog) < 0)
        error = errno;
    if (!error)
        set_options(fd, order, false, notes);
    return error;
}

static int open_socket(const Listen *order, const struct notes *notes, const char **step)
{
    static const int types[] = {[ListenerKind_STREAM] = SOCK_STREAM,
                                [ListenerKind_DATAGRAM] = SOCK_DGRAM,
                                [ListenerKind_SEQUENTIAL_PACKET] = SOCK_SEQPACKET,
                                [ListenerKind_NETLINK] = SOCK_RAW};
    *step = "make a socket";
    int fd = socket(family_of(order), types[order->kind] | SOCK_CLOEXEC | SOCK_NONBLOCK, order->protocol);
    if (fd < 0)
        return -errno;
    int error = prepare_socket(fd, order, notes, step);
    if (!error)
        return fd;
    close(fd);
    return -error;
}

/* ---- files and queues ---- */

static int open_fifo(const Listen *order, const struct notes *notes)
{
    struct stat status;
    make_parents(order->path, order->directoryMode & 07777);
    mode_t mask = umask(0777 & ~order->mode);
    int made = mkfifo(order->path, order->mode & 07777);
    int error = made < 0 && errno != EEXIST ? errno : 0;
    umask(mask);
    if (error)
        return -error;
    int fd = open(order->path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0)
        return -errno;
    if (fstat(fd, &status) < 0 || !S_ISFIFO(status.st_mode) || status.st_uid != getuid() || (status.st_mode & 0777) != (order->mode & 0777)) {
        close(fd);
        return -EEXIST;
    }
    if (order->pipeSize > 0 && fcntl(fd, F_SETPIPE_SZ, order->pipeSize > INT32_MAX ? INT32_MAX : (int)order->pipeSize) < 0)
        note(notes, errno, "F_SETPIPE_SZ");
    return fd;
}

static int open_special(const Listen *order)
{
    struct stat status;
    int fd = open(order->path, (order->writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0)
        return -errno;
    if (fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || S_ISCHR(status.st_mode)))
        return fd;
    close(fd);
    return -EEXIST;
}

static int open_queue(const Listen *order)
{
    struct mq_attr attributes = {.mq_maxmsg = (long)order->queueMessages, .mq_msgsize = (long)order->queueMessageSize};
    struct stat status;
    bool is_sized = order->queueMessages > 0 && order->queueMessageSize > 0;
    mode_t mask = umask(0777 & ~order->mode);
    int fd = mq_open(order->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_CREAT, order->mode & 07777, is_sized ? &attributes : NULL);
    int error = errno;
    umask(mask);
    if (fd < 0)
        return -error;
    if (fstat(fd, &status) == 0 && (status.st_mode & 0777) == (order->mode & 0777) && status.st_uid == getuid())
        return fd;
    close(fd);
    return -EEXIST;
}

/* ---- all ---- */

static void make_links(const Listen *order, const struct notes *notes)
{
    for (uint32_t i = 0; i < order->links.count; i++) {
        const char *link = order->links.items[i];
        make_parents(link, order->directoryMode & 07777);
        unlink(link);
        if (symlink(order->path, link) < 0)
            note(notes, errno, link);
    }
}

int listen_open(const Listen *order, Problem *problems, uint32_t *count, const char **step)
{
    struct notes notes = {problems, count};
    int fd = -EINVAL;
    *count = 0;
    *step = "open";
    switch (order->kind) {
    case ListenerKind_FIFO:
        fd = open_fifo(order, &notes);
        break;
    case ListenerKind_SPECIAL:
        fd = open_special(order);
        break;
    case ListenerKind_MESSAGE_QUEUE:
        fd = open_queue(order);
        break;
    case ListenerKind_STREAM:
    case ListenerKind_DATAGRAM:
    case ListenerKind_SEQUENTIAL_PACKET:
    case ListenerKind_NETLINK:
        fd = open_socket(order, &notes, step);
        break;
    default:
        break;
    }
    if (fd >= 0)
        make_links(order, &notes);
    return fd;
}
