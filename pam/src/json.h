/* As much JSON as a call of Varlink and its answer take. */
#ifndef HEARTH_JSON_H
#define HEARTH_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* A text that is being written. What does not fit is noted, and nothing more is written. */
struct json {
    char *text;
    size_t size;
    size_t length;
    bool overflowed;
};

void json_raw(struct json *, const char *text);

/* "name":"value", spelled so that it stays one; bytes that are no UTF-8 become question marks. After another property with a comma. */
void json_text(struct json *, const char *name, const char *value);
void json_number(struct json *, const char *name, unsigned long value);
void json_truth(struct json *, const char *name, bool value);

/* Finds the value at a path of names, as in {"parameters", "Id", NULL}, in an object. Returns where it begins; NULL where there is none, or
 * where the text is no object. */
const char *json_find(const char *text, const char *const *path);

/* Copies a string's value; false where it is none, is too long, or has a character that was written as a number. */
bool json_string(const char *value, char *into, size_t size);

/* Reads a number without a sign. */
bool json_unsigned(const char *value, unsigned long *into);

#endif
