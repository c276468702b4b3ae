/* Messages over a sequenced-packet socket. */
#ifndef HEARTH_WIRE_H
#define HEARTH_WIRE_H

#include "loop.h"
#include "message.h"

/* A message that was received. */
struct message {
    const struct message_type *type;
    uint16_t number; /* also where there is no type of it */
    uint64_t token;
    void *fields; /* the structure that type says */
    unsigned descriptor_count;
    unsigned log;    /* of an order to start a process: which descriptor is its log, counted from 1; 0: none is */
    bool names_log;  /* the process is told which */
    int descriptors[DESCRIPTOR_LIMIT]; /* -1 where somebody has taken it */
    char *body;
    size_t mapped; /* size of the mapping where the body came in a memfd, else 0 */
    struct block *blocks;
};

enum received {
    RECEIVED,
    NOTHING_THERE,
    UNKNOWN,   /* there was a message of a later version; number and token are set */
    MALFORMED, /* there was a datagram, but no message; number and token are set where it had a header */
    LINK_ENDED
};

/* Receives one message without waiting. After RECEIVED, message_free is due. */
enum received message_receive(int socket, struct message *message);

/* Takes the descriptor at an index away from a message: -1 where there is none. */
int message_take(struct message *message, uint32_t index);

/* Attaches one more descriptor to a message, which owns it from then on: 0, or E2BIG where it has too many. */
int message_attach(struct message *message, int fd);

/* Moves a message to memory of its own, for an order that is carried out later: the caller frees it with message_drop. NULL without memory. */
struct message *message_keep(struct message *message);

/* Makes a message as if it had been received, without a token; the descriptors are its own. Freed by message_drop; NULL without memory. */
struct message *message_make(uint16_t number, BLOB body, const int *descriptors, unsigned count);

/* Frees what message_keep or message_make has returned; NULL is none. */
void message_drop(struct message *message);

/* Frees what a message holds, and closes the descriptors that nobody took. */
void message_free(struct message *message);

/* One end of a conversation. What the other end has no room for waits in a queue; where that grows too long, the link is cut. */
struct link {
    struct source source; /* fd -1: no link */
    struct waiting *first;
    struct waiting **last;
    bool muted;
    bool paused;
    unsigned queued;
    size_t queued_bytes;
    void (*received)(struct link *, struct message *);
    void (*refused)(struct link *, uint16_t number, uint64_t token, int error); /* ENOSYS: of a later version; EBADMSG: it is no message */
    void (*ended)(struct link *);
};

/* Begins a conversation over a socket, which it owns from then on. */
int link_open(struct link *link, int socket);

/* Ends it without telling anybody. */
void link_close(struct link *link);

/* Hears nothing more from the other end, which cannot send any longer: what comes from there, descriptors too, is not even received. */
void link_mute(struct link *link);

/* Hears nothing for a while, but the end: what comes waits in the socket. */
void link_pause(struct link *link, bool paused);

/* Sends a message without a link, where there is room for it: 0 or an errno. The descriptor, -1 for none, stays the caller's. */
int message_send(int socket, uint16_t number, const void *fields, int descriptor);

/* Sends a message; the descriptors stay the caller's. Without a link it is dropped. */
void link_send(struct link *link, uint16_t number, uint64_t token, const void *fields, const int *descriptors, unsigned count);

#endif
