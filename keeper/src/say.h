/* Messages for people, on standard error. */
#ifndef HEARTH_SAY_H
#define HEARTH_SAY_H

/* Names this process in its messages: "hearth-keeper", "hearth-hand[1000]". */
void say_as(const char *name);

/* Writes "NAME: text" and a newline, in one write; control characters, which a user may have put into a name, become "?". */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* As say, with ": " and the text of errno behind. Leaves errno as it is. */
__attribute__((format(printf, 1, 2))) void say_errno(const char *format, ...);

#endif
