/* A figure, no test: what a hand's processor time is for the start, the watching and the end of many processes, each in a cgroup of its own.
 *
 *     crowd KEEPER OTHER     as stand-in; CROWD says how many, most at last (10000): with a quarter, a half and all of them */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stage.h"

enum { CROWD_DEFAULT = 10000, RUN_SECONDS = 1800 };

/* Processor time in milliseconds. */
struct used {
    long own;
    long kernel; /* for it: a fork, a signal, a cgroup */
};

static struct used used(void)
{
    char path[64], line[1024] = "";
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", hand_pid);
    FILE *file = fopen(path, "re");
    if (file && fgets(line, sizeof line, file) && strrchr(line, ')'))
        sscanf(strrchr(line, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    if (file)
        fclose(file);
    unsigned long ticks = (unsigned long)sysconf(_SC_CLK_TCK);
    return (struct used){(long)(user * 1000 / ticks), (long)(system * 1000 / ticks)};
}

static void say_used(const char *what, unsigned count, struct used before, struct used after)
{
    printf("%6u %s: %6ld ms of its own, %6ld ms of the kernel's; %5ld us each\n", count, what, after.own - before.own, after.kernel - before.kernel,
           (after.own + after.kernel - before.own - before.kernel) * 1000 / count);
    fflush(stdout);
}

static void cgroup_of_unit(char *path, size_t size, unsigned number)
{
    snprintf(path, size, "%s-%u.service", unit_cgroup, number);
}

static void start(unsigned number)
{
    char path[600];
    cgroup_of_unit(path, sizeof path, number);
    must(&hand, MakeCgroup_NUMBER, &(MakeCgroup){.path = path});
    Stream nothing = {StreamKind_NOTHING, "", 0};
    Spawn order = {.process = number + 1, .unit = "crowd.service", .role = "main", .cgroup = path, .executable = "/bin/sleep", .searchPath = "",
                   .arguments = TEXTS("sleep", "10000"), .workingDirectory = "/", .umask = 022, .user = "", .group = "",
                   .input = nothing, .output = nothing, .error = nothing};
    struct message *message = ask(&hand, Spawn_NUMBER, &order);
    CLAIM(message->type->number == Spawned_NUMBER, "process %u is started", number);
    release(message);
}

/* Waits until as many of a kind have come. */
static void await_all(uint16_t number, unsigned count)
{
    while (count-- > 0)
        release(await(&hand, number, 0));
}

static void stop(unsigned number)
{
    char path[600];
    cgroup_of_unit(path, sizeof path, number);
    release(ask(&hand, SignalCgroup_NUMBER, &(SignalCgroup){.path = path, .signal = SIGTERM}));
    await_all(Exited_NUMBER, 1);
    await_all(CgroupEmpty_NUMBER, has_tree);
    must(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = number + 1});
    must(&hand, RemoveCgroup_NUMBER, &(RemoveCgroup){.path = path});
}

static void measure(unsigned count)
{
    struct used begun = used();
    for (unsigned i = 0; i < count; i++)
        start(i);
    struct used started = used();
    for (unsigned i = 0; i < count; i++)
        stop(i);
    say_used("started", count, begun, started);
    say_used("stopped", count, started, used());
}

static void live(bool rootless, uint32_t restarts)
{
    (void)restarts;
    release(await(&keeper, Complete_NUMBER, 0));
    const char *wanted = getenv("CROWD");
    unsigned count = wanted ? (unsigned)atoi(wanted) : CROWD_DEFAULT;
    start_hand(rootless);
    measure(count / 4);
    measure(count / 2);
    measure(count);
    release(ask(&hand, EndHand_NUMBER, &(EndHand){0}));
}

int main(int argc, char **argv)
{
    return stage_main(argc, argv, live, false, RUN_SECONDS);
}
