/* Who has connected: in words for the name of the instance that serves it. */
#include "hand.h"

#include <arpa/inet.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { INSTANCE_ROOM = 2 * INET6_ADDRSTRLEN + 32 };

static char instance[INSTANCE_ROOM];
static char peer[INET6_ADDRSTRLEN];
static char source[INET6_ADDRSTRLEN];

/* Writes an address as people do; one of IPv4 in IPv6's clothes as IPv4. */
static const char *put_host(const struct sockaddr_storage *address, char *text)
{
    if (address->ss_family == AF_INET)
        return inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, INET6_ADDRSTRLEN);
    const struct in6_addr *host = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(host))
        return inet_ntop(AF_INET, host->s6_addr + 12, text, INET6_ADDRSTRLEN);
    return inet_ntop(AF_INET6, host, text, INET6_ADDRSTRLEN);
}

static unsigned port_of(const struct sockaddr_storage *address)
{
    return ntohs(address->ss_family == AF_INET ? ((const struct sockaddr_in *)(const void *)address)->sin_port
                                               : ((const struct sockaddr_in6 *)(const void *)address)->sin6_port);
}

static void describe_internet(const struct sockaddr_storage *local, const struct sockaddr_storage *remote, Accepted *told)
{
    char own[INET6_ADDRSTRLEN] = "";
    put_host(local, own);
    put_host(remote, peer);
    snprintf(source, sizeof source, "%s", peer);
    told->port = port_of(remote);
    snprintf(instance, sizeof instance, "%s:%u-%s:%u", own, port_of(local), peer, told->port);
}

static void describe_vsock(const struct sockaddr_vm *local, const struct sockaddr_vm *remote, Accepted *told)
{
    snprintf(peer, sizeof peer, "vsock:%u", remote->svm_cid);
    snprintf(source, sizeof source, "%s", peer);
    told->port = remote->svm_port;
    snprintf(instance, sizeof instance, "%u:%u-%u:%u", local->svm_cid, local->svm_port, remote->svm_cid, remote->svm_port);
}

static void describe_local(int connection)
{
    struct ucred who;
    socklen_t length = sizeof who;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &who, &length) < 0 || who.pid <= 0) {
        snprintf(instance, sizeof instance, "unknown");
        return;
    }
    snprintf(instance, sizeof instance, "%d-%u", who.pid, who.uid);
    snprintf(source, sizeof source, "%u", who.uid);
}

void listen_describe(int connection, Accepted *told)
{
    struct sockaddr_storage local = {0}, remote = {0};
    socklen_t local_length = sizeof local, remote_length = sizeof remote;
    instance[0] = peer[0] = source[0] = 0;
    getsockname(connection, (struct sockaddr *)&local, &local_length);
    bool has_peer = getpeername(connection, (struct sockaddr *)&remote, &remote_length) == 0;
    if (local.ss_family == AF_UNIX)
        describe_local(connection);
    else if (!has_peer) /* it has gone already */
        snprintf(instance, sizeof instance, "unknown");
    else if (local.ss_family == AF_INET || local.ss_family == AF_INET6)
        describe_internet(&local, &remote, told);
    else if (local.ss_family == AF_VSOCK)
        describe_vsock((const struct sockaddr_vm *)(const void *)&local, (const struct sockaddr_vm *)(const void *)&remote, told);
    told->instance = instance;
    told->peer = peer;
    told->source = source;
}
