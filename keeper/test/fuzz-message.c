/* Any bytes are either a message or none: the decoder's fuzz target, for libFuzzer (LLVMFuzzerTestOneInput) and for the driver below, which
 * needs no tool: it mutates encoded messages, always in the same order for the same seed.
 *
 *     fuzz-message RUNS [SEED] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Whether a message is what a body has, but for what the body has more or less at its end. */
static bool is_same(const struct writer *message, const uint8_t *body, size_t size)
{
    size_t common = message->length < size ? message->length : size;
    for (size_t i = common; i < message->length; i++)
        if (message->bytes[i] != 0)
            return false;
    return common == 0 || memcmp(message->bytes, body, common) == 0;
}

/* The first two bytes choose the kind; the rest is a body. What decodes is encoded again, and must come out as it was. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length < 2)
        return 0;
    const struct message_type *type = message_type((uint16_t)(bytes[0] | bytes[1] << 8));
    if (!type)
        return 0;
    size_t size = length - 2;
    char *body = malloc(size ? size : 1);
    void *fields = malloc(type->size);
    struct block *blocks;
    if (!body || !fields)
        abort();
    memcpy(body, bytes + 2, size);
    if (body_decode(type, body, size, fields, &blocks)) {
        struct writer out = {0};
        type->encode(&out, fields);
        if (out.bad || !is_same(&out, bytes + 2, size)) {
            fprintf(stderr, "%s: decoded and encoded again it is another message\n", type->name);
            abort();
        }
        free(out.bytes);
    }
    blocks_free(blocks);
    free(fields);
    free(body);
    return 0;
}

static uint64_t state;

/* xorshift64: the same numbers everywhere. */
static uint32_t next(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % below;
}

/* ---- random messages, generated from protocol.def as the codec is ---- */

static void put(struct writer *out, const void *bytes, size_t length)
{
    if (out->length + length > out->room)
        out->bad = true;
    else
        memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
}

static void random_U32(struct writer *out) { put(out, &(uint32_t){next(3) ? next(300) : ~next(300)}, 4); }
static void random_I32(struct writer *out) { random_U32(out); }
static void random_BOOL(struct writer *out) { put(out, &(uint8_t){(uint8_t)next(2)}, 1); }

static void random_U64(struct writer *out)
{
    random_U32(out);
    random_U32(out);
}

static void random_I64(struct writer *out) { random_U64(out); }

static void random_TEXT(struct writer *out)
{
    uint32_t length = next(20);
    put(out, &length, 4);
    for (uint32_t i = 0; i < length; i++)
        put(out, &(uint8_t){(uint8_t)(1 + next(255))}, 1);
}

static void random_BLOB(struct writer *out) { random_TEXT(out); }

#define ENUM(name) static void random_##name(struct writer *out) { static const uint8_t values[] = {
#define VALUE(type, number, constant) number,
#define END_ENUM }; put(out, &values[next(sizeof values)], 1); }
#define RECORD(name) static void random_##name(struct writer *out) {
#define FIELD(type, name) random_##type(out);
#define LIST(type, name) { uint32_t count = next(4); put(out, &count, 4); while (count-- > 0) random_##type(out); }
#define END_RECORD }
#define MESSAGE(direction, number, name) static void random_##name(struct writer *out) { (void)out;
#define END_MESSAGE }
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

#define ENUM(name)
#define VALUE(type, number, constant)
#define END_ENUM
#define RECORD(name)
#define FIELD(type, name)
#define LIST(type, name)
#define END_RECORD
#define MESSAGE(direction, number, name) {number, random_##name},
#define END_MESSAGE
static const struct {
    uint16_t number;
    void (*make)(struct writer *);
} messages[] = {
#include "protocol.def"
#include "state.def"
};

/* Whether a body decodes. */
static bool decodes(uint16_t number, const uint8_t *bytes, size_t length)
{
    const struct message_type *type = message_type(number);
    struct block *blocks;
    void *fields = malloc(type->size);
    char *copy = malloc(length ? length : 1);
    if (!fields || !copy)
        abort();
    memcpy(copy, bytes, length);
    bool good = body_decode(type, copy, length, fields, &blocks);
    blocks_free(blocks);
    free(copy);
    free(fields);
    return good;
}

int main(int argc, char **argv)
{
    enum { ROOM = 8192 };
    static uint8_t bytes[ROOM];
    unsigned long runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261122;
    unsigned long decoded = 0;
    state = seed;
    for (unsigned long i = 0; i < runs; i++) {
        size_t which = next((uint32_t)(sizeof messages / sizeof *messages));
        uint16_t number = messages[which].number;
        struct writer out = {.bytes = (char *)bytes + 2, .room = ROOM - 2};
        messages[which].make(&out);
        if (out.bad)
            continue; /* longer than there is room for */
        bytes[0] = (uint8_t)number;
        bytes[1] = (uint8_t)(number >> 8);
        if (!decodes(number, bytes + 2, out.length)) {
            fprintf(stderr, "message 0x%04x of seed %llu does not decode\n", number, (unsigned long long)seed);
            return 1;
        }
        size_t length = out.length + 2;
        LLVMFuzzerTestOneInput(bytes, length);
        for (uint32_t changes = 1 + next(4); changes > 0 && length > 2; changes--)
            bytes[2 + next((uint32_t)length - 2)] = (uint8_t)next(256);
        if (next(4) == 0)
            length -= next((uint32_t)length - 1);
        decoded += length >= 2 && decodes(number, bytes + 2, length - 2);
        LLVMFuzzerTestOneInput(bytes, length);
    }
    printf("fuzz-message: %lu messages of seed %llu, %lu still were one after mutation\n", runs, (unsigned long long)seed, decoded);
    return 0;
}
