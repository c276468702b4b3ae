#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keeper.h"
#include "say.h"

static int lock = -1;

/* Writes a number over what the file has: where the file system is full, its one page is there already. */
static void write_number(int file)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%d\n", (int)getpid());
    if (pwrite(file, text, (size_t)length, 0) != length || ftruncate(file, length) < 0)
        say_errno("write the process's number");
}

static void write_pid_file(void)
{
    if (!options.pid_file)
        return;
    int file = open(options.pid_file, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0) {
        say_errno("write %s", options.pid_file);
        return;
    }
    write_number(file);
    close(file);
}

bool lock_take(void)
{
    char path[512], owner[16] = "";
    if (options.run_root[0] == 0)
        return true; /* nowhere to put it; the brain will say what is missing */
    snprintf(path, sizeof path, "%s/hearthd.lock", options.run_root);
    lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) {
        say_errno("open %s: whether another hearthd runs is not known", path);
        return true;
    }
    if (flock(lock, LOCK_EX | LOCK_NB) < 0) {
        ssize_t length = read(lock, owner, sizeof owner - 1);
        owner[length > 0 ? strcspn(owner, "\n") : 0] = 0;
        say("another hearthd (process %s) serves %s already: this one has touched nothing, and ends", owner[0] ? owner : "unknown",
            options.rootless ? "this user" : "this machine");
        return false;
    }
    write_number(lock);
    write_pid_file();
    return true;
}

void lock_renew(void)
{
    if (lock >= 0)
        write_number(lock);
    write_pid_file();
}

void lock_take_up(int descriptor)
{
    lock = descriptor;
}

int lock_descriptor(void)
{
    return lock;
}
