/* Messages for people, on standard error. */
#ifndef HEARTH_SAY_H
#define HEARTH_SAY_H

/* Names this process in its messages: "hearth-keeper", "hearth-hand[1000]". */
void say_as(const char *name);

/* From now on this process is a user's: so many lines of it go into everybody's log, and then it is said how many more there were. */
void say_little(void);

/* Writes "NAME: text" and a newline, in one write; control characters, which a user may have put into a name, become "?". Never waits:
 * what a full log has no room for is left out, and counted. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* As say, with ": " and the text of errno behind. Leaves errno as it is. */
__attribute__((format(printf, 1, 2))) void say_errno(const char *format, ...);

#endif
