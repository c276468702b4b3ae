/* Decodes each message of standard input and encodes it again on standard output: so Java and C test each other.
 *
 * A message is u32 length, u16 kind, body; what doesn't decode comes back with length 0. */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#include "message.h"

static void echo(uint16_t number, char *body, uint32_t length)
{
    const struct message_type *type = message_type(number);
    struct writer out = {0};
    struct block *blocks = NULL;
    void *fields = type ? malloc(type->size) : NULL;
    bool good = fields && body_decode(type, body, length, fields, &blocks);
    if (good)
        type->encode(&out, fields);
    uint32_t size = htole32(good && !out.bad ? (uint32_t)out.length + 2 : 0);
    uint16_t kind = htole16(number);
    fwrite(&size, sizeof size, 1, stdout);
    if (size != 0) {
        fwrite(&kind, sizeof kind, 1, stdout);
        fwrite(out.bytes, 1, out.length, stdout);
    }
    fflush(stdout);
    blocks_free(blocks);
    free(fields);
    free(out.bytes);
}

int main(void)
{
    uint32_t length;
    uint16_t kind;
    while (fread(&length, sizeof length, 1, stdin) == 1) {
        length = le32toh(length);
        if (length < sizeof kind || length > BODY_LIMIT || fread(&kind, sizeof kind, 1, stdin) != 1)
            return 1;
        length -= (uint32_t)sizeof kind;
        char *body = malloc(length ? length : 1);
        if (!body || fread(body, 1, length, stdin) != length)
            return 1;
        echo(le16toh(kind), body, length);
        free(body);
    }
    return 0;
}
