/* Encoding and decoding, generated from protocol.def by the preprocessor. */
#include "message.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* ---- the primitive types ---- */

/* Whether the body was made by somebody who doesn't know what is read next. */
static bool is_missing(const struct reader *in)
{
    return in->at == in->end && in->lists == 0;
}

/* Copies length bytes out of the body, zeros where it has not as many. */
static void take(struct reader *in, void *into, size_t length)
{
    if (is_missing(in)) {
        memset(into, 0, length);
        return;
    }
    if (in->bad || (size_t)(in->end - in->at) < length) {
        in->bad = true;
        memset(into, 0, length);
        return;
    }
    memcpy(into, in->at, length);
    in->at += length;
}

void writer_put(struct writer *out, const void *from, size_t length)
{
    if (out->bad || length > BODY_LIMIT || out->length + length > BODY_LIMIT) {
        out->bad = true;
        return;
    }
    if (out->length + length > out->room) {
        size_t room = out->length + length < 256 ? 256 : (out->length + length) * 2;
        char *bytes = realloc(out->bytes, room);
        if (!bytes) {
            out->bad = true;
            return;
        }
        out->bytes = bytes;
        out->room = room;
    }
    if (length > 0)
        memcpy(out->bytes + out->length, from, length);
    out->length += length;
}

static void decode_U8(struct reader *in, uint8_t *value) { take(in, value, 1); }
static void encode_U8(struct writer *out, const uint8_t *value) { writer_put(out, value, 1); }

static void decode_BOOL(struct reader *in, BOOL *value)
{
    uint8_t byte;
    decode_U8(in, &byte);
    if (byte > 1)
        in->bad = true;
    *value = byte == 1;
}

static void encode_BOOL(struct writer *out, const BOOL *value)
{
    uint8_t byte = *value ? 1 : 0;
    encode_U8(out, &byte);
}

static void decode_U32(struct reader *in, U32 *value)
{
    take(in, value, sizeof *value);
    *value = le32toh(*value);
}

static void encode_U32(struct writer *out, const U32 *value)
{
    U32 little = htole32(*value);
    writer_put(out, &little, sizeof little);
}

static void decode_U64(struct reader *in, U64 *value)
{
    take(in, value, sizeof *value);
    *value = le64toh(*value);
}

static void encode_U64(struct writer *out, const U64 *value)
{
    U64 little = htole64(*value);
    writer_put(out, &little, sizeof little);
}

static void decode_I32(struct reader *in, I32 *value)
{
    U32 bits;
    decode_U32(in, &bits);
    memcpy(value, &bits, sizeof bits);
}

static void encode_I32(struct writer *out, const I32 *value) { encode_U32(out, &(U32){(U32)*value}); }

static void decode_I64(struct reader *in, I64 *value)
{
    U64 bits;
    decode_U64(in, &bits);
    memcpy(value, &bits, sizeof bits);
}

static void encode_I64(struct writer *out, const I64 *value) { encode_U64(out, &(U64){(U64)*value}); }

static void decode_BLOB(struct reader *in, BLOB *value)
{
    decode_U32(in, &value->length);
    if (in->bad || (size_t)(in->end - in->at) < value->length) {
        in->bad = true;
        value->length = 0;
    }
    value->bytes = in->at;
    in->at += value->length;
}

static void encode_BLOB(struct writer *out, const BLOB *value)
{
    encode_U32(out, &value->length);
    writer_put(out, value->bytes, value->length);
}

static void decode_TEXT(struct reader *in, TEXT *value)
{
    BLOB bytes;
    bool missing = is_missing(in);
    decode_BLOB(in, &bytes);
    *value = "";
    if (in->bad || missing)
        return;
    if (bytes.length > 0 && memchr(bytes.bytes, 0, bytes.length)) {
        in->bad = true;
        return;
    }
    char *text = in->at - bytes.length - 1; /* the last byte of the length, which has been read */
    memmove(text, text + 1, bytes.length);
    text[bytes.length] = 0;
    *value = text;
}

static void encode_TEXT(struct writer *out, const TEXT *value)
{
    size_t length = strlen(*value);
    encode_BLOB(out, &(BLOB){length > BODY_LIMIT ? BODY_LIMIT : (U32)length, *value});
}

/* Reads a list's count and makes room for its items; NULL where there are none. Each item takes at least one byte of the body, so that a
 * short body cannot ask for much. */
static void *decode_items(struct reader *in, uint32_t *count, size_t size)
{
    decode_U32(in, count);
    if (in->bad || *count == 0)
        return NULL;
    if (*count > ITEM_LIMIT || *count > (size_t)(in->end - in->at)) {
        in->bad = true;
        *count = 0;
        return NULL;
    }
    struct block *block = calloc(1, sizeof *block + *count * size);
    if (!block) {
        in->bad = true;
        *count = 0;
        return NULL;
    }
    block->next = in->blocks;
    in->blocks = block;
    return block->content;
}

/* ---- decoding ---- */
#define ENUM(name) static void decode_##name(struct reader *in, name *value) { decode_U8(in, value); switch (*value) {
#define VALUE(type, number, constant) case number: return;
#define END_ENUM } in->bad = true; *value = 0; }
#define RECORD(name) static void decode_##name(struct reader *in, name *fields) {
#define FIELD(type, name) decode_##type(in, &fields->name);
#define LIST(type, name) \
    fields->name.items = decode_items(in, &fields->name.count, sizeof *fields->name.items); \
    in->lists++; \
    for (uint32_t i = 0; i < fields->name.count; i++) decode_##type(in, &fields->name.items[i]); \
    in->lists--;
#define END_RECORD }
#define SINCE(version)
#define MESSAGE(direction, number, name) \
    static void decode_##name(struct reader *in, void *into) { name *fields = into; fields->unused_ = 0; (void)in;
#define END_MESSAGE }
#include "protocol.def"
#include "state.def"
#undef ENUM
#undef VALUE
#undef END_ENUM
#undef RECORD
#undef FIELD
#undef LIST
#undef MESSAGE

/* ---- encoding ---- */
#define ENUM(name) static void encode_##name(struct writer *out, const name *value) { encode_U8(out, value); }
#define VALUE(type, number, constant)
#define END_ENUM
#define RECORD(name) static void encode_##name(struct writer *out, const name *fields) {
#define FIELD(type, name) encode_##type(out, &fields->name);
#define LIST(type, name) \
    encode_U32(out, &fields->name.count); \
    for (uint32_t i = 0; i < fields->name.count; i++) encode_##type(out, &fields->name.items[i]);
#define MESSAGE(direction, number, name) \
    static void encode_##name(struct writer *out, const void *from) { const name *fields = from; (void)fields; (void)out;
#include "protocol.def"
#include "state.def"
#undef ENUM
#undef RECORD
#undef FIELD
#undef LIST
#undef END_RECORD
#undef MESSAGE
#undef END_MESSAGE
#undef SINCE

/* ---- the table ---- */
#define ENUM(name)
#define RECORD(name)
#define FIELD(type, name)
#define LIST(type, name)
#define END_RECORD
#define SINCE(version)
#define MESSAGE(direction, number, name) {number, #name, direction, sizeof(name), decode_##name, encode_##name},
#define END_MESSAGE
static const struct message_type types[] = {
#include "protocol.def"
#include "state.def"
};

const struct message_type *message_type(uint16_t number)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].number == number)
            return &types[i];
    return NULL;
}

bool body_decode(const struct message_type *type, char *body, size_t length, void *fields, struct block **blocks)
{
    struct reader in = {.at = body, .end = body + length};
    type->decode(&in, fields);
    *blocks = in.blocks;
    return !in.bad;
}

void blocks_free(struct block *blocks)
{
    while (blocks) {
        struct block *next = blocks->next;
        free(blocks);
        blocks = next;
    }
}
