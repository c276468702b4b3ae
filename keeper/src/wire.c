#include "wire.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "say.h"

enum {
    QUEUE_LIMIT = 65536,                 /* messages: an exit and an empty cgroup for as many processes as a hand has: a busy brain reads them late */
    QUEUE_BYTES_LIMIT = 8 * 1024 * 1024, /* in datagrams; large bodies are in memfds, which the brain's user pays for */
    BURST = 16,                          /* messages read from one link before others have their turn */
    SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE
};

struct header {
    uint16_t kind;
    uint16_t flags;
    uint32_t descriptors;
    uint64_t token;
};
_Static_assert(sizeof(struct header) == HEADER_SIZE, "the header has no padding");

/* A datagram that the other end had no room for. */
struct waiting {
    struct waiting *next;
    size_t length;
    unsigned count;
    int *descriptors; /* copies of our own, behind the bytes */
    char bytes[];
};

/* ---- receiving ---- */

/* Collects the descriptors that came with a datagram. Returns false where some did not fit or could not be made. */
static bool collect(struct msghdr *datagram, struct message *message)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(datagram); c; c = CMSG_NXTHDR(datagram, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count && message->descriptor_count < DESCRIPTOR_LIMIT; i++)
            memcpy(&message->descriptors[message->descriptor_count++], CMSG_DATA(c) + i * sizeof(int), sizeof(int));
    }
    return !(datagram->msg_flags & MSG_CTRUNC);
}

/* Maps the body that travelled in the first descriptor. The mapping is private: decoding writes into it. */
static bool map_body(struct message *message, size_t *length)
{
    int memfd = message_take(message, 0);
    struct stat status;
    bool good = memfd >= 0 && (fcntl(memfd, F_GET_SEALS) & SEALS) == SEALS && fstat(memfd, &status) == 0 &&
                status.st_size > 0 && status.st_size <= BODY_LIMIT;
    if (good) {
        void *body = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, memfd, 0);
        good = body != MAP_FAILED;
        if (good) {
            message->body = body;
            message->mapped = *length = (size_t)status.st_size;
        }
    }
    if (memfd >= 0)
        close(memfd);
    /* From here on the descriptors are the message's own. */
    if (message->descriptor_count > 0)
        memmove(message->descriptors, message->descriptors + 1, --message->descriptor_count * sizeof(int));
    return good;
}

/* Makes a message of a datagram's bytes, which it owns from then on. */
static enum received decode(struct message *message, char *bytes, size_t length)
{
    struct header header;
    message->body = bytes;
    if (length < HEADER_SIZE)
        return MALFORMED;
    memcpy(&header, bytes, HEADER_SIZE);
    message->token = le64toh(header.token);
    message->number = le16toh(header.kind);
    message->type = message_type(message->number);
    uint16_t flags = le16toh(header.flags);
    if (le32toh(header.descriptors) != message->descriptor_count || (flags & ~FLAG_MEMFD) != 0)
        return MALFORMED;
    if (!message->type || message->type->direction == STATE)
        return UNKNOWN;
    char *body = bytes + HEADER_SIZE;
    size_t body_length = length - HEADER_SIZE;
    if (flags & FLAG_MEMFD) {
        if (body_length > 0 || !map_body(message, &body_length))
            return MALFORMED;
        body = message->body;
        free(bytes);
    }
    message->fields = malloc(message->type->size);
    if (!message->fields || !body_decode(message->type, body, body_length, message->fields, &message->blocks))
        return MALFORMED;
    return RECEIVED;
}

enum received message_receive(int socket, struct message *message)
{
    memset(message, 0, offsetof(struct message, descriptors));
    message->body = NULL;
    message->mapped = 0;
    message->blocks = NULL;
    message->descriptor_count = 0;

    ssize_t length = recv(socket, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
    if (length < 0)
        return errno == EAGAIN || errno == EINTR ? NOTHING_THERE : LINK_ENDED;
    size_t room = length > HEADER_SIZE + INLINE_LIMIT ? HEADER_SIZE : (size_t)length;
    char *bytes = malloc(room ? room : 1);
    if (!bytes)
        return NOTHING_THERE;
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(DESCRIPTOR_LIMIT * sizeof(int))];
    } control;
    struct msghdr datagram = {.msg_iov = &(struct iovec){bytes, room}, .msg_iovlen = 1,
                              .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got = recvmsg(socket, &datagram, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (got <= 0) { /* no message is empty: this is the end */
        free(bytes);
        return got < 0 && (errno == EAGAIN || errno == EINTR) ? NOTHING_THERE : LINK_ENDED;
    }
    bool whole = collect(&datagram, message);
    enum received result = decode(message, bytes, (size_t)got);
    if (!whole || (datagram.msg_flags & MSG_TRUNC))
        result = MALFORMED;
    if (result != RECEIVED)
        message_free(message);
    return result;
}

int message_take(struct message *message, uint32_t index)
{
    if (index >= message->descriptor_count)
        return -1;
    int fd = message->descriptors[index];
    message->descriptors[index] = -1;
    return fd;
}

int message_attach(struct message *message, int fd)
{
    if (message->descriptor_count == DESCRIPTOR_LIMIT)
        return E2BIG;
    message->descriptors[message->descriptor_count++] = fd;
    return 0;
}

void message_free(struct message *message)
{
    for (unsigned i = 0; i < message->descriptor_count; i++)
        if (message->descriptors[i] >= 0)
            close(message->descriptors[i]);
    message->descriptor_count = 0;
    if (message->mapped)
        munmap(message->body, message->mapped);
    else
        free(message->body);
    message->body = NULL;
    blocks_free(message->blocks);
    message->blocks = NULL;
    free(message->fields);
    message->fields = NULL;
}

struct message *message_keep(struct message *message)
{
    struct message *kept = malloc(sizeof *kept);
    if (!kept)
        return NULL;
    *kept = *message;
    message->descriptor_count = 0;
    message->body = NULL;
    message->mapped = 0;
    message->blocks = NULL;
    message->fields = NULL;
    return kept;
}

struct message *message_make(uint16_t number, BLOB body, const int *descriptors, unsigned count)
{
    struct message *made = calloc(1, sizeof *made);
    if (!made || count > DESCRIPTOR_LIMIT) {
        free(made);
        return NULL;
    }
    made->number = number;
    made->type = message_type(number);
    made->body = malloc(body.length + 1);
    made->fields = malloc(made->type->size);
    made->descriptor_count = count;
    memcpy(made->descriptors, descriptors, count * sizeof *descriptors);
    if (made->body && made->fields) {
        memcpy(made->body, body.bytes, body.length);
        if (body_decode(made->type, made->body, body.length, made->fields, &made->blocks))
            return made;
    }
    message_drop(made);
    return NULL;
}

void message_drop(struct message *message)
{
    if (!message)
        return;
    message_free(message);
    free(message);
}

/* ---- sending ---- */

/* What the link waits for: to be heard unless it is muted, to be written to where something waits. */
static void want(struct link *link)
{
    loop_change(&link->source, (link->muted || link->paused ? 0 : EPOLLIN) | (link->first ? EPOLLOUT : 0));
}

static void queue_free(struct link *link)
{
    while (link->first) {
        struct waiting *waiting = link->first;
        link->first = waiting->next;
        for (unsigned i = 0; i < waiting->count; i++)
            close(waiting->descriptors[i]);
        free(waiting->descriptors);
        free(waiting);
    }
    link->last = &link->first;
    link->queued = 0;
    link->queued_bytes = 0;
}

/* Cuts a link whose other end doesn't read; the end is noticed by both in the usual way. */
static void cut(struct link *link, const char *reason)
{
    say("%s: cutting the link to it", reason);
    shutdown(link->source.fd, SHUT_RDWR);
    queue_free(link);
}

static int transmit(int socket, const char *bytes, size_t length, const int *descriptors, unsigned count)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(DESCRIPTOR_LIMIT * sizeof(int))];
    } control;
    struct iovec io = {(void *)(uintptr_t)bytes, length};
    struct msghdr datagram = {.msg_iov = &io, .msg_iovlen = 1};
    if (count > 0) {
        datagram.msg_control = &control;
        datagram.msg_controllen = CMSG_SPACE(count * sizeof(int));
        memset(&control, 0, datagram.msg_controllen);
        struct cmsghdr *c = CMSG_FIRSTHDR(&datagram);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(c), descriptors, count * sizeof(int));
    }
    for (;;) {
        if (sendmsg(socket, &datagram, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
            return 0;
        if (errno != EINTR)
            return errno;
    }
}

static void enqueue(struct link *link, const char *bytes, size_t length, const int *descriptors, unsigned count)
{
    if (link->queued >= QUEUE_LIMIT || link->queued_bytes + length > QUEUE_BYTES_LIMIT) {
        cut(link, "the brain doesn't read what it is told");
        return;
    }
    struct waiting *waiting = malloc(sizeof *waiting + length);
    int *copies = malloc((count ? count : 1) * sizeof(int));
    unsigned copied = 0;
    while (waiting && copies && copied < count && (copies[copied] = fcntl(descriptors[copied], F_DUPFD_CLOEXEC, 3)) >= 0)
        copied++;
    if (!waiting || !copies || copied < count) {
        for (unsigned i = 0; copies && i < copied; i++)
            close(copies[i]);
        free(copies);
        free(waiting);
        cut(link, "no memory or descriptors to keep a message for the brain");
        return;
    }
    waiting->next = NULL;
    waiting->length = length;
    waiting->count = count;
    waiting->descriptors = copies;
    memcpy(waiting->bytes, bytes, length);
    *link->last = waiting;
    link->last = &waiting->next;
    link->queued++;
    link->queued_bytes += length;
    want(link);
}

static void flush(struct link *link)
{
    while (link->first) {
        struct waiting *waiting = link->first;
        int error = transmit(link->source.fd, waiting->bytes, waiting->length, waiting->descriptors, waiting->count);
        if (error == EAGAIN || error == ETOOMANYREFS)
            return;
        /* Any other error is the other end's end, which its reading side will see. */
        for (unsigned i = 0; i < waiting->count; i++)
            close(waiting->descriptors[i]);
        link->first = waiting->next;
        if (!link->first)
            link->last = &link->first;
        link->queued--;
        link->queued_bytes -= waiting->length;
        free(waiting->descriptors);
        free(waiting);
    }
    want(link);
}

/* Puts a body into a sealed memfd. */
static int seal(const char *body, size_t length)
{
    int memfd = memfd_create("hearth-message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memfd < 0)
        return -1;
    for (size_t done = 0; done < length;) {
        ssize_t written = write(memfd, body + done, length - done);
        if (written <= 0) {
            close(memfd);
            return -1;
        }
        done += (size_t)written;
    }
    if (fchmod(memfd, 0600) < 0 || fcntl(memfd, F_ADD_SEALS, SEALS) < 0) {
        close(memfd);
        return -1;
    }
    return memfd;
}

void link_send(struct link *link, uint16_t number, uint64_t token, const void *fields, const int *descriptors, unsigned count)
{
    if (link->source.fd < 0)
        return;
    struct writer out = {0};
    struct header header = {.kind = htole16(number), .token = htole64(token)};
    out.bytes = malloc(256);
    out.room = 256;
    out.length = HEADER_SIZE; /* room for the header, which is known last */
    out.bad = !out.bytes;
    if (!out.bad)
        message_type(number)->encode(&out, fields);
    int all[DESCRIPTOR_LIMIT];
    unsigned first = 0;
    if (!out.bad && out.length > HEADER_SIZE + INLINE_LIMIT) {
        all[0] = seal(out.bytes + HEADER_SIZE, out.length - HEADER_SIZE);
        out.bad = all[0] < 0;
        first = 1;
        out.length = HEADER_SIZE;
        header.flags = htole16(FLAG_MEMFD);
    }
    if (out.bad || first + count > DESCRIPTOR_LIMIT) {
        cut(link, "a message to the brain could not be made");
    } else {
        for (unsigned i = 0; i < count; i++)
            all[first + i] = descriptors[i];
        header.descriptors = htole32(first + count);
        memcpy(out.bytes, &header, HEADER_SIZE);
        int error = link->first ? EAGAIN : transmit(link->source.fd, out.bytes, out.length, all, first + count);
        if (error == EAGAIN || error == ETOOMANYREFS)
            enqueue(link, out.bytes, out.length, all, first + count);
    }
    if (first && all[0] >= 0)
        close(all[0]);
    free(out.bytes);
}

int message_send(int socket, uint16_t number, const void *fields, int descriptor)
{
    struct writer out = {0};
    struct header header = {.kind = htole16(number), .descriptors = htole32(descriptor >= 0)};
    writer_put(&out, &header, HEADER_SIZE);
    message_type(number)->encode(&out, fields);
    int error = out.bad || out.length > HEADER_SIZE + INLINE_LIMIT ? EMSGSIZE : transmit(socket, out.bytes, out.length, &descriptor, descriptor >= 0);
    free(out.bytes);
    return error;
}

/* ---- the conversation ---- */

static void link_ready(struct source *source, uint32_t events)
{
    struct link *link = CONTAINER(source, struct link, source);
    if (events & EPOLLOUT)
        flush(link);
    if ((link->muted || link->paused) && (events & (EPOLLHUP | EPOLLERR))) {
        link->ended(link);
        return;
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        return;
    int socket = link->source.fd;
    for (int i = 0; i < BURST && link->source.fd == socket && !link->muted && !link->paused; i++) {
        struct message message;
        switch (message_receive(socket, &message)) {
        case RECEIVED:
            link->received(link, &message);
            message_free(&message);
            break;
        case UNKNOWN:
            link->refused(link, message.number, message.token, ENOSYS);
            break;
        case MALFORMED:
            link->refused(link, message.number, message.token, EBADMSG);
            break;
        case LINK_ENDED:
            link->ended(link);
            return;
        case NOTHING_THERE:
            return;
        }
    }
}

int link_open(struct link *link, int socket)
{
    link->source = (struct source){socket, link_ready};
    link->muted = link->paused = false;
    link->first = NULL;
    link->last = &link->first;
    link->queued = 0;
    link->queued_bytes = 0;
    if (loop_add(&link->source, EPOLLIN) == 0)
        return 0;
    link->source.fd = -1;
    return -1;
}

void link_mute(struct link *link)
{
    /* By the kernel: what lay in the socket unread would be closed by whoever closes the socket, and that can take as long as its owner likes. */
    shutdown(link->source.fd, SHUT_RD);
    link->muted = true;
    want(link);
}

void link_pause(struct link *link, bool paused)
{
    link->paused = paused;
    want(link);
}

void link_close(struct link *link)
{
    queue_free(link);
    loop_close(&link->source);
}
