/* What is said, and what may not be: to a log, over a link, by another version. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "say.h"
#include "talk.h"

/* What a user's process may write into everybody's log, and that nobody waits for the log's reader. */
static void scene_said(void)
{
    enum { LINES = 100 };
    scene = "the log";
    int pipes[2];
    static char text[1 << 17];
    unsigned lines = 0;
    CLAIM(pipe2(pipes, O_CLOEXEC) == 0, "pipe");
    pid_t pid = fork();
    if (pid == 0) {
        alarm(PATIENCE_MS / 1000); /* one that waits is ended */
        dup2(pipes[1], STDERR_FILENO);
        memset(text, 'x', 900);
        for (int i = 0; i < LINES * 10; i++)
            say("%s", text);
        say_little();
        for (int i = 0; i < LINES; i++)
            say("a line");
        _exit(0);
    }
    int status = -1;
    CLAIM(waitpid(pid, &status, 0) == pid && status == 0, "a full log keeps nobody");
    close(pipes[1]);
    close(pipes[0]);
    CLAIM(pipe2(pipes, O_CLOEXEC) == 0, "pipe");
    pid = fork();
    if (pid == 0) {
        dup2(pipes[1], STDERR_FILENO);
        say_little();
        for (int i = 0; i < LINES; i++)
            say("a line");
        _exit(0);
    }
    close(pipes[1]);
    size_t length = 0;
    for (ssize_t got; length < sizeof text && (got = read(pipes[0], text + length, sizeof text - length)) > 0;)
        length += (size_t)got;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    CLAIM(lines == 20, "a user's process says so much and no more: %u lines", lines);
    waitpid(pid, NULL, 0);
    close(pipes[0]);
}

static bool muted_over = false;

static void muted_hears(struct link *link, struct message *message)
{
    (void)link;
    (void)message;
    CLAIM(false, "a muted link hears nothing");
}

static void muted_ends(struct link *link)
{
    muted_over = true;
    link_close(link);
}

/* What the keeper makes of a hand's link once the hand is the user. */
static void scene_muted(void)
{
    scene = "a muted link";
    int pair[2];
    struct message message;
    CLAIM(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0, "socketpair");
    struct link link = {.received = muted_hears, .ended = muted_ends};
    CLAIM(link_open(&link, pair[0]) == 0, "it is open");
    link_mute(&link);
    CLAIM(send(pair[1], "flood", 5, MSG_NOSIGNAL) < 0 && errno == EPIPE, "nothing can be sent to it");
    while (loop_turn(0))
        ;
    link_send(&link, KeepDescriptor_NUMBER, 0, &(KeepDescriptor){.name = "brain"}, &pair[0], 1);
    CLAIM(message_receive(pair[1], &message) == RECEIVED && message.descriptor_count == 1, "but it is heard");
    message_free(&message);
    close(pair[1]);
    for (int64_t deadline = loop_now_ms() + PATIENCE_MS; !muted_over && loop_now_ms() < deadline;)
        loop_turn(100);
    CLAIM(muted_over, "its end is noticed");
}

static void scene_malformed(void)
{
    scene = "malformed messages";
    /* A header of an order that there is, with a body that isn't one. */
    char datagram[64] = {0x30, 0x03, 0, 0, 0, 0, 0, 0, 0x77};
    CLAIM(write(hand.link.source.fd, datagram, sizeof datagram) > 0 && write(hand.link.source.fd, datagram, 3) > 0, "they are sent");
    struct message *message = await(&hand, Failed_NUMBER, 0x77);
    CLAIM(((Failed *)message->fields)->error == EBADMSG, "a malformed order fails");
    release(message);
    scene = "orders of a later version";
    datagram[0] = 0x7f;
    datagram[8] = 0x78;
    CLAIM(write(hand.link.source.fd, datagram, sizeof datagram) > 0, "an unknown order is sent");
    message = await(&hand, Failed_NUMBER, 0x78);
    CLAIM(((Failed *)message->fields)->error == ENOSYS, "an unknown order fails");
    release(message);
    /* ForgetProcess with a field more than we know, and ReadFile that ends after its path. */
    static const char longer[32] = {0x31, 0x03, 0, 0, 0, 0, 0, 0, 0x79, 0, 0, 0, 0, 0, 0, 0, 0x77, 0x77, 0x77, 0x77, 0x77, 0x77, 0x77, 0x77, 1, 2, 3};
    static const char shorter[22] = {0x12, 0x03, 0, 0, 0, 0, 0, 0, 0x7a, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, '/', 'x'};
    CLAIM(write(hand.link.source.fd, longer, sizeof longer) > 0 && write(hand.link.source.fd, shorter, sizeof shorter) > 0, "longer and shorter ones are sent");
    release(await(&hand, Done_NUMBER, 0x79));
    message = await(&hand, Failed_NUMBER, 0x7a);
    CLAIM(((Failed *)message->fields)->error == ENOENT, "what is missing has a default: %d", ((Failed *)message->fields)->error);
    release(message);
    must_fail(&keeper, EndHand_NUMBER, &(EndHand){0}, ENOSYS);
}

void play_link_scenes(void)
{
    scene_said();
    scene_muted();
    scene_malformed();
}
