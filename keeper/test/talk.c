#include "talk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char directory[256];
unsigned failures = 0;
const char *scene = "";

void claim(bool holds, const char *file, int line, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (!holds) {
        failures++;
        printf("FAILED %s:%d: %s: %s\n", file, line, scene, text);
        fflush(stdout);
    }
}

_Noreturn void finish(void)
{
    char path[300];
    fflush(stdout);
    snprintf(path, sizeof path, "%s/%s", directory, failures ? "failed" : "good");
    close(open(path, O_CREAT | O_WRONLY, 0600));
    _exit(0);
}

struct end keeper;
struct end hand;
pid_t hand_pid;
char unit_cgroup[512];
char tree_root[256];
bool has_tree;
uint64_t last_token = 0;

static void hold(struct link *link, struct message *message)
{
    struct end *end = CONTAINER(link, struct end, link);
    struct message *copy = malloc(sizeof *copy);
    *copy = *message;
    message->descriptor_count = 0;
    message->body = NULL;
    message->mapped = 0;
    message->blocks = NULL;
    message->fields = NULL;
    if (end->count == HELD) {
        printf("FAILED: too many messages held\n");
        _exit(1);
    }
    end->held[end->count++] = copy;
}

static void refuse(struct link *link, uint16_t number, uint64_t token, int error)
{
    (void)link;
    (void)token;
    /* As a brain passes over what a later version tells. */
    CLAIM(error == ENOSYS, "a message is malformed: 0x%04x", number);
}

static void over(struct link *link)
{
    CONTAINER(link, struct end, link)->over = true;
    link_close(link);
}

void open_end(struct end *end, int socket)
{
    *end = (struct end){.link = {.received = hold, .refused = refuse, .ended = over}};
    link_open(&end->link, socket);
}

struct message *await(struct end *end, uint16_t number, uint64_t token)
{
    int64_t deadline = loop_now_ms() + PATIENCE_MS;
    for (;;) {
        for (unsigned i = 0; i < end->count; i++) {
            struct message *message = end->held[i];
            if ((number && message->type->number != number) || (token && message->token != token))
                continue;
            memmove(&end->held[i], &end->held[i + 1], (--end->count - i) * sizeof *end->held);
            return message;
        }
        if (end->over || loop_now_ms() > deadline) {
            printf("FAILED: %s: waited in vain for message 0x%04x\n", scene, number);
            failures++;
            finish();
        }
        loop_turn(100);
    }
}

uint64_t give(struct end *end, uint16_t number, const void *order, int descriptor)
{
    link_send(&end->link, number, ++last_token, order, &descriptor, descriptor >= 0);
    return last_token;
}

struct message *ask(struct end *end, uint16_t number, const void *order)
{
    return await(end, 0, give(end, number, order, -1));
}

void release(struct message *message)
{
    message_free(message);
    free(message);
}

void must(struct end *end, uint16_t number, const void *order)
{
    struct message *message = ask(end, number, order);
    if (message->type->number == Failed_NUMBER) {
        const Failed *failed = message->fields;
        CLAIM(false, "%s failed: %s: %s", message_type(number)->name, failed->step, strerror(failed->error));
    } else {
        CLAIM(message->type->number == Done_NUMBER, "%s is answered by Done", message_type(number)->name);
    }
    release(message);
}

void must_fail(struct end *end, uint16_t number, const void *order, int error)
{
    struct message *message = ask(end, number, order);
    CLAIM(message->type->number == Failed_NUMBER && ((const Failed *)message->fields)->error == error, "%s fails with %s",
          message_type(number)->name, strerror(error));
    release(message);
}
