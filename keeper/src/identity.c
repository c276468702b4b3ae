/* From root to the user, with no way back. */
#include "hand.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "keeper.h"
#include "pam.h"

/* Nothing may be left in force; what PAM made inheritable (pam_cap) stays, as it does for a login. */
static int drop_capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0)
        return -1;
    data[0].effective = data[0].permitted = 0;
    data[1].effective = data[1].permitted = 0;
    return (int)syscall(SYS_capset, &header, data);
}

const char *identity_become(const char *user, uid_t uid, gid_t gid)
{
    if (initgroups(user, gid) < 0)
        return "set the supplementary groups";
    if (setresgid(gid, gid, gid) < 0)
        return "set the group";
    if (setresuid(uid, uid, uid) < 0)
        return "set the user";
    /* What is root's own is root with everything that means, as with systemd. */
    if (uid == 0)
        return NULL;
    if (drop_capabilities() < 0)
        return "give the capabilities up";
    if (setresuid(-1U, 0, -1U) == 0 || setresgid(-1U, 0, -1U) == 0) {
        errno = EPERM;
        return gid == 0 ? NULL : "give root up for good";
    }
    return NULL;
}

const char *identity_take(const StartHand *order, const char **reason)
{
    const char *step;
    if (options.rootless) {
        hand.environment = pam_open(order->user, order->environment.items, order->environment.count, &step, reason);
        return hand.environment ? NULL : step;
    }
    hand.environment = pam_open(order->user, order->environment.items, order->environment.count, &step, reason);
    if (!hand.environment) {
        errno = EACCES;
        return step;
    }
    step = identity_become(order->user, order->uid, order->gid);
    if (step)
        *reason = strerror(errno);
    return step;
}
