#include "loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "say.h"

static int poller = -1;

void loop_open(void)
{
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (poller < 0) {
        say_errno("make an epoll");
        exit(1);
    }
}

int loop_add(struct source *source, uint32_t events)
{
    return epoll_ctl(poller, EPOLL_CTL_ADD, source->fd, &(struct epoll_event){.events = events, .data.ptr = source});
}

void loop_change(struct source *source, uint32_t events)
{
    epoll_ctl(poller, EPOLL_CTL_MOD, source->fd, &(struct epoll_event){.events = events, .data.ptr = source});
}

void loop_close(struct source *source)
{
    if (source->fd < 0)
        return;
    /* Closing alone would not do: a copy of the descriptor in another process would keep the event alive. */
    epoll_ctl(poller, EPOLL_CTL_DEL, source->fd, NULL);
    close(source->fd);
    source->fd = -1;
}

bool loop_turn(int timeout_ms)
{
    struct epoll_event event;
    int count = epoll_wait(poller, &event, 1, timeout_ms);
    if (count < 0 && errno != EINTR) {
        say_errno("wait for events");
        exit(1);
    }
    if (count == 1) {
        struct source *source = event.data.ptr;
        source->ready(source, event.events);
    }
    return count == 1;
}

int64_t loop_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
