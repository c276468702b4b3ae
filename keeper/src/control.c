#include "control.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "keeper.h"
#include "say.h"
#include "wire.h"

enum { BACKLOG = 4, PATIENCE_MS = 1000 /* for the order of who has connected: it follows at once */ };

static int listening = -1;

/* Returns false where there is no place for the socket. */
static bool name(struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof address->sun_path, "%s/hearthd.control", options.run_root);
    return options.run_root[0] != 0 && length < (int)sizeof address->sun_path;
}

void control_open(void)
{
    struct sockaddr_un address;
    if (!name(&address))
        return;
    unlink(address.sun_path); /* the lock is ours: nobody else listens */
    listening = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening < 0 || bind(listening, (struct sockaddr *)&address, sizeof address) < 0 || chmod(address.sun_path, 0600) < 0 ||
        listen(listening, BACKLOG) < 0) {
        say_errno("listen at %s: this hearthd cannot be replaced while it runs", address.sun_path);
        if (listening >= 0)
            close(listening);
        listening = -1;
    }
}

void control_take_up(int descriptor)
{
    listening = descriptor;
}

void control_close(void)
{
    struct sockaddr_un address;
    if (listening >= 0 && name(&address))
        unlink(address.sun_path);
}

int control_descriptor(void)
{
    return listening;
}

int control_accept(struct message *message)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    int connected = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct pollfd ready = {connected, POLLIN, 0};
    if (connected < 0)
        return -1;
    if (getsockopt(connected, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == geteuid() && poll(&ready, 1, PATIENCE_MS) > 0 &&
        message_receive(connected, message) == RECEIVED)
        return connected;
    close(connected);
    return -1;
}

int control_connect(void)
{
    struct sockaddr_un address;
    int connected = name(&address) ? socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0) : -1;
    if (connected < 0 || connect(connected, (struct sockaddr *)&address, sizeof address) == 0)
        return connected;
    close(connected);
    return -1;
}
