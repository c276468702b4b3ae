#include "say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_LIMIT = 1024 }; /* what is longer is cut: a message is one write */

static char self[32] = "hearth-keeper";

void say_as(const char *name)
{
    snprintf(self, sizeof self, "%s", name);
}

static void write_line(const char *suffix, const char *format, va_list arguments)
{
    char line[LINE_LIMIT];
    int length = snprintf(line, sizeof line, "%s: ", self);
    length += vsnprintf(line + length, sizeof line - (size_t)length, format, arguments);
    if (suffix && length < LINE_LIMIT)
        length += snprintf(line + length, sizeof line - (size_t)length, ": %s", suffix);
    if (length > LINE_LIMIT - 2)
        length = LINE_LIMIT - 2;
    for (int i = 0; i < length; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 127)
            line[i] = '?';
    line[length] = '\n';
    ssize_t written = write(STDERR_FILENO, line, (size_t)length + 1);
    (void)written; /* nobody to tell */
}

void say(const char *format, ...)
{
    int error = errno;
    va_list arguments;
    va_start(arguments, format);
    write_line(NULL, format, arguments);
    va_end(arguments);
    errno = error;
}

void say_errno(const char *format, ...)
{
    int error = errno;
    va_list arguments;
    va_start(arguments, format);
    write_line(strerror(error), format, arguments);
    va_end(arguments);
    errno = error;
}
