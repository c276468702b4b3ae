/* What a hand does for socket units, scene by scene. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "talk.h"

static char path[512];

static Listen stream(const char *name)
{
    return (Listen){.name = name, .kind = ListenerKind_STREAM, .family = AF_UNIX, .path = path, .networkInterface = "", .device = "", .mode = 0666, .directoryMode = 0755, .backlog = 10};
}

static int connect_to(const char *where)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memcpy(address.sun_path, where, strnlen(where, sizeof address.sun_path - 1));
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void open_stream(const char *name)
{
    Listen order = stream(name);
    struct message *message = ask(&hand, Listen_NUMBER, &order);
    CLAIM(message->type->number == Listening_NUMBER, "Listen is answered by Listening");
    CLAIM(message->descriptor_count == 1, "the listener is attached");
    release(message);
}

static void scene_ready(void)
{
    scene = "a listener is watched";
    open_stream("listener a.socket 0");
    must(&hand, WatchSocket_NUMBER, &(WatchSocket){.name = "listener a.socket 0", .connection = ""});
    int client = connect_to(path);
    CLAIM(client >= 0, "somebody connects to %s", path);
    struct message *message = await(&hand, SocketReady_NUMBER, 0);
    const SocketReady *ready = message->fields;
    CLAIM(strcmp(ready->name, "listener a.socket 0") == 0 && !ready->isBroken, "it is told which one is ready");
    release(message);
    must(&hand, FlushSocket_NUMBER, &(FlushSocket){.name = "listener a.socket 0", .accepts = true});
    char byte;
    CLAIM(recv(client, &byte, 1, 0) <= 0, "a connection that is thrown away ends");
    close(client);
}

static void scene_accept(void)
{
    scene = "a connection is taken";
    char expected[64];
    WatchSocket order = {.name = "listener a.socket 0", .accepts = true, .connection = "connection 7"};
    must(&hand, WatchSocket_NUMBER, &order);
    int client = connect_to(path);
    struct message *message = await(&hand, Accepted_NUMBER, 0);
    const Accepted *accepted = message->fields;
    snprintf(expected, sizeof expected, "%d-%u", getpid(), getuid());
    CLAIM(accepted->error == 0 && strcmp(accepted->instance, expected) == 0, "it is %s and not %s", expected, accepted->instance);
    release(message);

    scene = "a connection that is kept is told again";
    must(&hand, WatchSocket_NUMBER, &order);
    message = await(&hand, Accepted_NUMBER, 0);
    CLAIM(strcmp(((const Accepted *)message->fields)->connection, "connection 7") == 0, "the same connection");
    release(message);

    scene = "a process gets what is kept";
    TEXT names[] = {"connection 7", "listener a.socket 0"};
    PassedDescriptor passed[] = {{0, "connection"}, {1, "a.socket"}};
    must(&hand, AttachKept_NUMBER, &(AttachKept){.process = next_process(), .names = {2, names}});
    int log;
    char answer[128] = "";
    uint64_t process = spawn(&(Spawn){.passed = {2, passed}}, "echo $LISTEN_FDS $LISTEN_FDNAMES >&3", &log, -1);
    close(log);
    ssize_t got = recv(client, answer, sizeof answer - 1, 0);
    CLAIM(got > 0 && strcmp(answer, "2 connection:a.socket\n") == 0, "it says by its connection what it got, and not '%s'", answer);
    message = await(&hand, Exited_NUMBER, 0);
    release(message);
    must(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = process});
    TEXT others[] = {"connection 7", "connection 8"};
    must(&hand, KeepConnections_NUMBER, &(KeepConnections){.names = {2, others}});
    must(&hand, AttachKept_NUMBER, &(AttachKept){.process = 1, .names = {1, names}});

    scene = "a connection that the brain doesn't know is closed";
    must(&hand, KeepConnections_NUMBER, &(KeepConnections){.names = {1, others + 1}});
    must(&hand, AttachKept_NUMBER, &(AttachKept){.process = 1, .names = {1, names + 1}});
    must_fail(&hand, AttachKept_NUMBER, &(AttachKept){.process = 1, .names = {1, names}}, ENOENT);
    close(client);
}

/* A port that nobody has at the moment. */
static unsigned free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bind(fd, (struct sockaddr *)&address, sizeof address);
    getsockname(fd, (struct sockaddr *)&address, &length);
    close(fd);
    return ntohs(address.sin_port);
}

static void scene_internet(void)
{
    scene = "an internet socket is a listener as long as it listens";
    Listen order = stream("listener t.socket 0");
    order.family = AF_INET;
    order.path = "";
    order.port = free_port();
    struct message *message = ask(&hand, Listen_NUMBER, &order);
    CLAIM(message->type->number == Listening_NUMBER && message->descriptor_count == 1, "the listener is attached");
    if (message->descriptor_count == 1) /* as its service might do */
        CLAIM(shutdown(message->descriptors[0], SHUT_RDWR) == 0, "it listens no more");
    release(message);
    message = ask(&hand, Listen_NUMBER, &order);
    CLAIM(message->type->number == Listening_NUMBER && message->descriptor_count == 0, "what doesn't listen is not attached");
    release(message);
    must(&hand, CloseListener_NUMBER, &(CloseListener){.name = "listener t.socket 0", .queue = ""});
}

static void scene_close(void)
{
    scene = "a listener is closed";
    struct stat status;
    TEXT files[] = {path};
    must(&hand, CloseListener_NUMBER, &(CloseListener){.name = "listener a.socket 0", .files = {1, files}, .queue = ""});
    CLAIM(stat(path, &status) < 0 && errno == ENOENT, "its file is gone");
    must_fail(&hand, WatchSocket_NUMBER, &(WatchSocket){.name = "listener a.socket 0", .connection = ""}, ENOENT);

    scene = "what cannot be opened";
    Listen order = stream("listener b.socket 0");
    char longest[256];
    memset(longest, 'x', sizeof longest - 1);
    longest[0] = '/';
    longest[sizeof longest - 1] = 0;
    order.path = longest;
    must_fail(&hand, Listen_NUMBER, &order, ENAMETOOLONG);
    order.path = "/";
    order.kind = ListenerKind_SPECIAL;
    order.family = 0;
    must_fail(&hand, Listen_NUMBER, &order, EEXIST);
}

void play_listen_scenes(void)
{
    snprintf(path, sizeof path, "%s/listener", directory);
    scene_ready();
    scene_accept();
    scene_internet();
    scene_close();
}
