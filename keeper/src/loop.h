/* The event loop of keeper and hand: one thread, one epoll. */
#ifndef HEARTH_LOOP_H
#define HEARTH_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/* Something that becomes ready. It belongs to whoever adds it, and is a member of what its events are about. */
struct source {
    int fd; /* -1 while it isn't in the loop */
    void (*ready)(struct source *, uint32_t events);
};

/* The structure that a member lies in. */
#define CONTAINER(pointer, type, member) ((type *)(void *)((char *)(pointer) - offsetof(type, member)))

/* Makes the process's loop anew: a hand drops the keeper's so. */
void loop_open(void);

/* Adds a source for EPOLLIN, ...; -1 with errno where the kernel refuses. The source must stay where it is until removed. */
int loop_add(struct source *source, uint32_t events);

/* Changes what a source waits for. */
void loop_change(struct source *source, uint32_t events);

/* Removes a source and closes its descriptor; one that isn't in the loop is left alone. */
void loop_close(struct source *source);

/* Waits for one event, at most so many milliseconds (-1: for ever), and handles it. One at a time, so that a source may remove any other.
 * Returns whether there was one. */
bool loop_turn(int timeout_ms);

/* Milliseconds since some moment; it doesn't jump. */
int64_t loop_now_ms(void);

#endif
