/* The messages of protocol.def and the records of state.def as C structures, and their bytes. */
#ifndef HEARTH_MESSAGE_H
#define HEARTH_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
#ifdef LATER_VERSION
    PROTOCOL_VERSION = 8,
#else
    PROTOCOL_VERSION = 7, /* protocol.def says what came with which */
#endif
    FLAG_MEMFD = 1,
    HEADER_SIZE = 16,
    INLINE_LIMIT = 32 * 1024,        /* bodies above travel in a memfd: no send buffer is smaller than one of them */
    BODY_LIMIT = 64 * 1024 * 1024,   /* unit trees of thousands of files fit, a runaway does not */
    ITEM_LIMIT = 1 << 17,            /* of a list: more than any message has use for */
    DESCRIPTOR_LIMIT = 253           /* the kernel's, for one datagram (SCM_MAX_FD) */
};

typedef bool BOOL;
typedef int32_t I32;
typedef uint32_t U32;
typedef int64_t I64;
typedef uint64_t U64;
typedef const char *TEXT; /* NUL-terminated, never NULL */
typedef struct {
    uint32_t length;
    const char *bytes;
} BLOB;

enum direction { KEEPER_ORDER, HAND_ORDER, CGROUP_ORDER, COMMON_ORDER, CONTROL_ORDER, KEEPER_EVENT, HAND_EVENT, COMMON_EVENT, STATE };

/* An enumeration is a byte and constants NAME_CONSTANT; a message or record is a structure; NAME_NUMBER is a message's number.
 * ISO C has no empty structures, hence the first member. */
#define ENUM(name) typedef uint8_t name; enum {
#define VALUE(type, number, constant) type##_##constant = number,
#define END_ENUM };
#define RECORD(name) typedef struct name name; struct name {
#define FIELD(type, name) type name;
#define LIST(type, name) struct { uint32_t count; type *items; } name;
#define END_RECORD };
#define MESSAGE(direction, number, name) enum { name##_NUMBER = number }; typedef struct name name; struct name { uint8_t unused_;
#define END_MESSAGE };
#define SINCE(version)
#include "protocol.def"
#include "state.def"
#undef ENUM
#undef VALUE
#undef END_ENUM
#undef RECORD
#undef FIELD
#undef LIST
#undef END_RECORD
#undef MESSAGE
#undef END_MESSAGE
#undef SINCE

/* Memory of a decoded message's lists. */
struct block {
    struct block *next;
    max_align_t content[];
};

/* A body while it is decoded. Errors stick: once bad, everything read is zero. A body that ends before a field was made by somebody who
 * doesn't know the field: it is zero, too. The body is changed by reading: a text moves over its own length, which makes room for the NUL at
 * its end. */
struct reader {
    char *at;
    char *end;
    struct block *blocks;
    unsigned lists; /* around what is read: an item is there, or its list is bad */
    bool bad;
};

/* A body while it is encoded. Errors (no memory, too large) stick. */
struct writer {
    char *bytes;
    size_t length;
    size_t room;
    bool bad;
};

/* Appends bytes. */
void writer_put(struct writer *out, const void *from, size_t length);

/* What is known about one kind of message. */
struct message_type {
    uint16_t number;
    const char *name;
    enum direction direction;
    size_t size; /* of its structure */
    void (*decode)(struct reader *, void *fields);
    void (*encode)(struct writer *, const void *fields);
};

/* Returns the kind of that number, NULL where there is none. */
const struct message_type *message_type(uint16_t number);

/* Decodes a body into fields (type->size bytes); what is behind them is from a later version, and passed over. Returns whether it was one; the
 * blocks are to be freed in both cases. */
bool body_decode(const struct message_type *type, char *body, size_t length, void *fields, struct block **blocks);

void blocks_free(struct block *blocks);

#endif
