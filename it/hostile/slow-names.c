/*
 * libnss_slow.so.2: a name service that knows nobody, and takes its time to say so, as a directory server that is far away or
 * overloaded. Slow to hearthd's processes alone: what sshd and the system bus do with a slow one is their own matter.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <nss.h>
#include <pwd.h>
#include <string.h>
#include <time.h>

enum { LOOK_UP_MS = 200 };

enum nss_status _nss_slow_getpwuid_r(uid_t uid, struct passwd *result, char *buffer, size_t size, int *error);
enum nss_status _nss_slow_getpwnam_r(const char *name, struct passwd *result, char *buffer, size_t size, int *error);

static enum nss_status nobody(int *error)
{
    const char *program = program_invocation_short_name;
    if (strcmp(program, "java") == 0 || strncmp(program, "hearth-", strlen("hearth-")) == 0)
        nanosleep(&(struct timespec){.tv_nsec = LOOK_UP_MS * 1000000L}, NULL);
    *error = ENOENT;
    return NSS_STATUS_NOTFOUND;
}

enum nss_status _nss_slow_getpwuid_r(uid_t uid, struct passwd *result, char *buffer, size_t size, int *error)
{
    (void)uid, (void)result, (void)buffer, (void)size;
    return nobody(error);
}

enum nss_status _nss_slow_getpwnam_r(const char *name, struct passwd *result, char *buffer, size_t size, int *error)
{
    (void)name, (void)result, (void)buffer, (void)size;
    return nobody(error);
}
