#include "json.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 16 }; /* objects in objects: an answer has two */

static void put(struct json *out, const char *bytes, size_t count)
{
    if (out->overflowed || count >= out->size - out->length) {
        out->overflowed = true;
        return;
    }
    memcpy(out->text + out->length, bytes, count);
    out->length += count;
    out->text[out->length] = 0;
}

void json_raw(struct json *out, const char *text)
{
    put(out, text, strlen(text));
}

static void begin_property(struct json *out, const char *name)
{
    if (out->length > 0 && out->text[out->length - 1] != '{')
        json_raw(out, ",");
    json_raw(out, "\"");
    json_raw(out, name);
    json_raw(out, "\":");
}

/* How many bytes the character has that begins here; 0 where none does. */
static size_t character(const unsigned char *at)
{
    size_t length = *at < 0x80 ? 1 : *at >= 0xc2 && *at < 0xe0 ? 2 : *at >= 0xe0 && *at < 0xf0 ? 3 : *at >= 0xf0 && *at < 0xf5 ? 4 : 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    if (length == 3 && ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] >= 0xa0)))
        return 0; /* longer than it must be, or half a pair */
    if (length == 4 && ((*at == 0xf0 && at[1] < 0x90) || (*at == 0xf4 && at[1] >= 0x90)))
        return 0; /* longer than it must be, or beyond the last */
    return length;
}

void json_text(struct json *out, const char *name, const char *value)
{
    begin_property(out, name);
    json_raw(out, "\"");
    for (const char *at = value; *at;) {
        size_t length = character((const unsigned char *)at);
        if (length == 0) {
            json_raw(out, "?");
            length = 1;
        } else if (*at == '"' || *at == '\\') {
            json_raw(out, "\\");
            put(out, at, 1);
        } else if ((unsigned char)*at < ' ') {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)*at);
            json_raw(out, escape);
        } else {
            put(out, at, length);
        }
        at += length;
    }
    json_raw(out, "\"");
}

void json_number(struct json *out, const char *name, unsigned long value)
{
    char number[24];
    begin_property(out, name);
    snprintf(number, sizeof number, "%lu", value);
    json_raw(out, number);
}

void json_truth(struct json *out, const char *name, bool value)
{
    begin_property(out, name);
    json_raw(out, value ? "true" : "false");
}

static const char *blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Returns what follows a string; NULL where it has no end. */
static const char *after_string(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && !*++at)
            return NULL;
    return *at ? at + 1 : NULL;
}

static const char *after_value(const char *at)
{
    int depth = 0;
    do {
        at = blanks(at);
        switch (*at) {
        case 0:
            return NULL;
        case '"':
            at = after_string(at);
            if (!at)
                return NULL;
            break;
        case '{':
        case '[':
            if (++depth > DEPTH_MAX)
                return NULL;
            at++;
            break;
        case '}':
        case ']':
            depth--;
            at++;
            break;
        case ',':
        case ':':
            if (depth == 0)
                return NULL;
            at++;
            break;
        default: {
            size_t length = strcspn(at, " \t\r\n,:{}[]\"");
            at += length;
        }
        }
    } while (depth > 0);
    return depth < 0 ? NULL : at;
}

static bool is_named(const char *at, const char *name)
{
    size_t length = strlen(name);
    return strncmp(at + 1, name, length) == 0 && at[1 + length] == '"';
}

/* Returns where the value of a name begins in the object that begins here. */
static const char *member(const char *at, const char *name)
{
    at = blanks(at);
    if (*at != '{')
        return NULL;
    at = blanks(at + 1);
    while (*at == '"') {
        bool found = is_named(at, name);
        at = after_string(at);
        if (!at)
            return NULL;
        at = blanks(at);
        if (*at != ':')
            return NULL;
        at = blanks(at + 1);
        if (found)
            return at;
        at = after_value(at);
        if (!at)
            return NULL;
        at = blanks(at);
        if (*at != ',')
            return NULL;
        at = blanks(at + 1);
    }
    return NULL;
}

const char *json_find(const char *text, const char *const *path)
{
    for (; text && *path; path++)
        text = member(text, *path);
    return text;
}

bool json_string(const char *value, char *into, size_t size)
{
    if (!value || *value != '"')
        return false;
    for (value++; *value && *value != '"'; value++) {
        if (*value == '\\' && !strchr("\"\\/", *++value))
            return false;
        if (!*value || size < 2)
            return false;
        *into++ = *value;
        size--;
    }
    *into = 0;
    return *value == '"';
}

bool json_unsigned(const char *value, unsigned long *into)
{
    char *end;
    if (!value || *value < '0' || *value > '9')
        return false;
    errno = 0;
    *into = strtoul(value, &end, 10);
    return errno == 0 && strchr(",}] \t\r\n", *end);
}
