#include "say.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    LINE_LIMIT = 1024, /* what is longer is cut: a message is one write */
    USER_LINES = 20,   /* of a user's process in a period: what they have to say is said by then, and everybody's log is no place for more */
    PERIOD_SECONDS = 60
};

static char self[32] = "hearth-keeper";
static bool is_limited = false;
static unsigned said = 0;
static unsigned unsaid = 0;
static time_t period = 0; /* when it began */

void say_as(const char *name)
{
    snprintf(self, sizeof self, "%s", name);
}

void say_little(void)
{
    is_limited = true;
}

/* Whether somebody reads: a log that is a pipe can be full, and nobody waits for its reader. */
static bool is_writable(void)
{
    struct pollfd log = {STDERR_FILENO, POLLOUT, 0};
    return poll(&log, 1, 0) > 0;
}

/* Writes a line where that is possible at once. */
static void put(const char *line, size_t length)
{
    if (!is_writable() || write(STDERR_FILENO, line, length) < 0)
        unsaid++;
}

/* Counts a line; false where it is one too many. What was left out is told before the next that isn't. */
static bool may_say(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (period == 0 || now.tv_sec - period >= PERIOD_SECONDS) {
        period = now.tv_sec;
        said = 0;
    }
    if (is_limited && said >= USER_LINES) {
        unsaid++;
        return false;
    }
    said++;
    if (unsaid > 0 && is_writable()) {
        char line[128];
        int length = snprintf(line, sizeof line, "%s: %u lines were left out here\n", self, unsaid);
        unsaid = 0;
        put(line, (size_t)length);
    }
    return true;
}

static void write_line(const char *suffix, const char *format, va_list arguments)
{
    char line[LINE_LIMIT];
    if (!may_say())
        return;
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
    put(line, (size_t)length + 1);
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
