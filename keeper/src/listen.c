/* Listeners of socket units: kept over the brain's end, watched for it, their connections taken one at a time. */
#include "hand.h"

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "index.h"
#include "kept.h"

enum {
    LISTENER_LIMIT = 4096, /* watched at once: as many as can be kept */
    FLUSH_LIMIT = 1024,    /* connections or messages that are thrown away at once: who sends more has the service started */
    FLUSH_BYTES = 4096
};

/* A listener that the brain waits for. */
struct listener {
    struct listener *next;
    struct listener **place; /* what points to it */
    struct source source;    /* a copy of the kept descriptor */
    bool accepts;
    const char *connection; /* both texts are behind the structure */
    char name[];
};

static struct listener *listeners;
static unsigned listener_count;
static struct index listener_names;

/* What the next Spawn of a process finds attached. */
static struct {
    uint64_t process;
    int descriptors[DESCRIPTOR_LIMIT];
    unsigned count;
} attached;

static struct listener *find(const char *name)
{
    struct search search = index_search(&listener_names, index_hash_text(name));
    struct listener *one;
    while ((one = index_next(&search)) && strcmp(one->name, name) != 0)
        ;
    return one;
}

static void unwatch(struct listener *one)
{
    if (!one)
        return;
    *one->place = one->next;
    if (one->next)
        one->next->place = one->place;
    index_remove(&listener_names, index_hash_text(one->name), one);
    loop_close(&one->source);
    free(one);
    listener_count--;
}

/* ---- what comes ---- */

static void tell_connection(const char *name, const char *connection, int fd)
{
    Accepted told = {.name = name, .connection = connection};
    listen_describe(fd, &told);
    link_send(&brain, Accepted_NUMBER, 0, &told, NULL, 0);
}

/* Takes one connection; false where none was there after all. */
static bool take_connection(const struct listener *one)
{
    int fd = accept4(one->source.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    int error = fd < 0 ? errno : kept_add(one->connection, fd);
    if (error == EAGAIN || error == EINTR || error == ECONNABORTED)
        return false;
    if (error) {
        Accepted told = {.name = one->name, .connection = one->connection, .error = error, .instance = "", .peer = "", .source = ""};
        link_send(&brain, Accepted_NUMBER, 0, &told, NULL, 0);
    } else {
        tell_connection(one->name, one->connection, fd);
    }
    return true;
}

static void listener_ready(struct source *source, uint32_t events)
{
    struct listener *one = CONTAINER(source, struct listener, source);
    bool is_broken = !(events & EPOLLIN);
    if (one->accepts && !is_broken) {
        if (take_connection(one))
            unwatch(one);
        return;
    }
    link_send(&brain, SocketReady_NUMBER, 0, &(SocketReady){.name = one->name, .isBroken = is_broken}, NULL, 0);
    unwatch(one);
}

/* ---- orders ---- */

/* Whether the brain takes a copy for the hand that comes next: using anything else might make it wait. A service may have ended the
 * listening of a socket that it was given. */
static bool is_welcome(const Listen *order, int fd)
{
    int value = 0;
    socklen_t length = sizeof value;
    if (order->family != AF_INET && order->family != AF_INET6)
        return order->family == AF_UNIX || order->kind == ListenerKind_FIFO;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &length) < 0)
        return false;
    return value == SOCK_DGRAM || (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &length) == 0 && value);
}

/* What cannot be watched is of no use: a plain file, /dev/null. */
static int try_to_watch(int fd)
{
    struct source trial = {fcntl(fd, F_DUPFD_CLOEXEC, 3), listener_ready};
    if (trial.fd < 0)
        return errno;
    int error = loop_add(&trial, EPOLLIN) < 0 ? errno : 0;
    if (error)
        close(trial.fd);
    else
        loop_close(&trial);
    return error;
}

static void open_listener(const Listen *order, uint64_t token)
{
    Problem problems[LISTEN_PROBLEM_LIMIT];
    Listening told = {.problems = {0, problems}};
    const char *step = "keep";
    int fd = kept_find(order->name);
    bool is_new = fd < 0;
    if (is_new)
        fd = listen_open(order, problems, &told.problems.count, &step);
    int error = fd < 0 ? -fd : is_new ? try_to_watch(fd) : 0;
    if (is_new && !error)
        error = kept_add(order->name, fd);
    else if (is_new && fd >= 0)
        close(fd);
    if (error)
        answer_failed(token, error, "%s", step);
    else
        link_send(&brain, Listening_NUMBER, token, &told, &fd, is_welcome(order, fd));
}

static int watch_socket(const WatchSocket *order)
{
    int kept = kept_find(order->name);
    unwatch(find(order->name));
    if (kept < 0)
        return ENOENT;
    int taken = order->accepts ? kept_find(order->connection) : -1;
    if (taken >= 0) { /* for a brain that has died before it wrote that down */
        tell_connection(order->name, order->connection, taken);
        return 0;
    }
    if (listener_count >= LISTENER_LIMIT)
        return ENOSPC;
    size_t length = strlen(order->name) + 1;
    struct listener *one = malloc(sizeof *one + length + strlen(order->connection) + 1);
    if (!one || !index_reserve(&listener_names)) {
        free(one);
        return ENOMEM;
    }
    memcpy(one->name, order->name, length);
    one->connection = strcpy(one->name + length, order->connection);
    one->accepts = order->accepts;
    one->source = (struct source){fcntl(kept, F_DUPFD_CLOEXEC, 3), listener_ready};
    if (order->accepts) /* who connects may have gone before it is taken */
        fcntl(kept, F_SETFL, fcntl(kept, F_GETFL) | O_NONBLOCK);
    if (one->source.fd < 0 || loop_add(&one->source, EPOLLIN) < 0) {
        int error = errno;
        if (one->source.fd >= 0)
            close(one->source.fd);
        free(one);
        return error;
    }
    one->next = listeners;
    one->place = &listeners;
    if (listeners)
        listeners->place = &one->next;
    listeners = one;
    listener_count++;
    index_add(&listener_names, index_hash_text(one->name), one);
    return 0;
}

/* Throws one thing away; false where there is nothing more. */
static bool flush_one(int fd, bool accepts)
{
    char bytes[FLUSH_BYTES];
    struct pollfd ready = {fd, POLLIN, 0};
    if (poll(&ready, 1, 0) <= 0 || !(ready.revents & POLLIN))
        return false;
    if (!accepts)
        return read(fd, bytes, sizeof bytes) > 0;
    int connection = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (connection >= 0)
        close(connection);
    return connection >= 0;
}

static int flush_socket(const FlushSocket *order)
{
    int fd = kept_find(order->name);
    if (fd < 0)
        return ENOENT;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    for (int i = 0; i < FLUSH_LIMIT && flush_one(fd, order->accepts); i++)
        ;
    return 0;
}

static void close_listener(const CloseListener *order)
{
    if (kept_find(order->name) < 0)
        return; /* it was closed before, and what has its files now is somebody else's */
    unwatch(find(order->name));
    kept_drop(order->name);
    for (uint32_t i = 0; i < order->files.count; i++)
        unlink(order->files.items[i]);
    if (order->queue[0])
        mq_unlink(order->queue);
}

static void detach(void)
{
    while (attached.count > 0)
        close(attached.descriptors[--attached.count]);
    attached.process = 0;
}

static int attach(const AttachKept *order)
{
    detach();
    if (order->names.count > DESCRIPTOR_LIMIT)
        return E2BIG;
    attached.process = order->process;
    for (uint32_t i = 0; i < order->names.count; i++) {
        int kept = kept_find(order->names.items[i]);
        int copy = kept < 0 ? -1 : fcntl(kept, F_DUPFD_CLOEXEC, 3);
        if (copy < 0) {
            int error = kept < 0 ? ENOENT : errno;
            detach();
            return error;
        }
        int flags = fcntl(copy, F_GETFL);
        fcntl(copy, F_SETFL, order->nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
        attached.descriptors[attached.count++] = copy;
    }
    return 0;
}

int listen_attach(const Spawn *order, struct message *message)
{
    int error = 0;
    if (attached.process == 0 || attached.process != order->process)
        return 0;
    for (unsigned i = 0; i < attached.count; i++) {
        int failed = message_attach(message, attached.descriptors[i]);
        if (failed)
            close(attached.descriptors[i]);
        error = error ? error : failed;
    }
    attached.count = 0;
    attached.process = 0;
    return error;
}

void listen_forget(void)
{
    while (listeners)
        unwatch(listeners);
    detach();
}

bool listen_order(const struct message *message)
{
    const void *fields = message->fields;
    uint64_t token = message->token;
    switch (message->type->number) {
    case Listen_NUMBER:
        open_listener(fields, token);
        return true;
    case WatchSocket_NUMBER:
        answer(token, watch_socket(fields), "watch %s", ((const WatchSocket *)fields)->name);
        return true;
    case UnwatchSocket_NUMBER:
        unwatch(find(((const UnwatchSocket *)fields)->name));
        answer_done(token);
        return true;
    case FlushSocket_NUMBER:
        answer(token, flush_socket(fields), "flush %s", ((const FlushSocket *)fields)->name);
        return true;
    case CloseListener_NUMBER:
        close_listener(fields);
        answer_done(token);
        return true;
    case KeepConnections_NUMBER: {
        const KeepConnections *order = fields;
        kept_drop_others(CONNECTION_PREFIX, order->names.items, order->names.count);
        answer_done(token);
        return true;
    }
    case AttachKept_NUMBER:
        answer(token, attach(fields), "attach what is kept");
        return true;
    default:
        return false;
    }
}
