/* Many of what a hand looks up, so that its tables grow and shrink: found, forgotten and told one by one, in another order than they came. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "talk.h"

enum {
    MANY = 40,
    STRIDE = 17,      /* has no divisor in common with MANY: visits each once */
    FIRST_WATCH = 200 /* the ids of path watches here */
};

static void scene_processes(void)
{
    scene = "many processes";
    uint64_t processes[MANY];
    bool ended[MANY] = {false};
    int hold[2];
    CLAIM(pipe2(hold, O_CLOEXEC) == 0, "pipe");
    PassedDescriptor passed = {0, "hold"};
    for (int i = 0; i < MANY; i++) {
        char script[64];
        snprintf(script, sizeof script, "read line <&3; exit %d", i);
        processes[i] = spawn(&(Spawn){.passed = {1, &passed}}, script, NULL, hold[0]);
    }
    close(hold[0]);
    must_fail(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = processes[MANY / 2]}, EBUSY);
    close(hold[1]); /* they wait for this */
    for (int i = 0; i < MANY; i++) {
        struct message *message = await(&hand, Exited_NUMBER, 0);
        const Exited *exited = message->fields;
        int which = exited->status;
        CLAIM(exited->code == CLD_EXITED && which >= 0 && which < MANY && exited->process == processes[which] && !ended[which],
              "each one's status is told once: %d", which);
        ended[which % MANY] = true;
        release(message);
    }
    for (int i = 0; i < MANY; i++)
        for (int times = 0; times < 2; times++) /* what isn't known is forgotten */
            must(&hand, ForgetProcess_NUMBER, &(ForgetProcess){.process = processes[i * STRIDE % MANY]});
}

static void watch(unsigned i)
{
    char path[300];
    snprintf(path, sizeof path, "%s/many/%u/box", directory, i);
    must(&hand, WatchPath_NUMBER, &(WatchPath){.watch = FIRST_WATCH + i, .path = path});
}

static void unwatch(unsigned i)
{
    must(&hand, UnwatchPath_NUMBER, &(UnwatchPath){.watch = FIRST_WATCH + i});
}

static void make(unsigned i, const char *below)
{
    char path[300];
    snprintf(path, sizeof path, "%s/many/%u%s", directory, i, below);
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = path, .mode = 0755});
}

/* Waits until every watch with an even number has heard of something; no other may. */
static void await_even(const char *what)
{
    bool heard[MANY] = {false};
    for (unsigned left = MANY / 2; left > 0;) {
        struct message *message = await(&hand, PathChanged_NUMBER, 0);
        uint64_t i = ((PathChanged *)message->fields)->watch - FIRST_WATCH;
        CLAIM(i < MANY && i % 2 == 0, "%s is told to those who wait for it: %llu", what, (unsigned long long)i);
        if (i < MANY && i % 2 == 0 && !heard[i]) {
            heard[i] = true;
            left--;
        }
        release(message);
    }
}

static void scene_paths(void)
{
    scene = "many path watches";
    char common[300];
    snprintf(common, sizeof common, "%s/many", directory);
    for (unsigned i = 0; i < MANY; i++)
        watch(i);
    for (unsigned i = 0; i < MANY; i += 2)
        watch(i); /* again: instead of the one before */
    for (unsigned i = 1; i < MANY; i += 2)
        unwatch(i);
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = common, .mode = 0755});
    await_even("the directory that they have in common");
    for (unsigned i = 0; i < MANY; i++)
        make(i, "");
    await_even("each one's directory");
    for (unsigned i = 0; i < MANY; i++)
        make(i, "/box");
    await_even("each one's path");
    for (unsigned i = 0; i < MANY; i += 2)
        unwatch(i * STRIDE % MANY);
    while (count_held(&hand, PathChanged_NUMBER) > 0)
        release(await(&hand, PathChanged_NUMBER, 0));
    for (unsigned i = 0; i < MANY; i++)
        make(i, "/box/more");
    release(ask(&hand, Sync_NUMBER, &(Sync){0}));
    CLAIM(count_held(&hand, PathChanged_NUMBER) == 0, "when nobody waits nobody is told");
}

void play_many(void)
{
    scene_processes();
    while (count_held(&hand, PathChanged_NUMBER) > 0) /* of other scenes */
        release(await(&hand, PathChanged_NUMBER, 0));
    scene_paths();
}

static void keep(unsigned i)
{
    char name[32];
    int pair[2];
    CLAIM(pipe2(pair, O_CLOEXEC) == 0, "pipe");
    snprintf(name, sizeof name, "many-%u", i);
    release(await(&hand, 0, give(&hand, KeepDescriptor_NUMBER, &(KeepDescriptor){.name = name}, pair[0])));
    close(pair[0]);
    close(pair[1]);
}

void many_left(void)
{
    char name[32];
    for (unsigned i = 0; i < MANY; i++)
        keep(i);
    keep(8); /* instead of the one before: now the newest */
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "many-%u", i * STRIDE % MANY);
        if (strcmp(name, "many-6") != 0 && strcmp(name, "many-8") != 0)
            must(&hand, DropDescriptor_NUMBER, &(DropDescriptor){.name = name});
    }
    for (unsigned i = 0; i < MANY; i++)
        spawn(&(Spawn){0}, "exec sleep 1000", NULL, -1);
}

void many_found(void)
{
    static const char *const kept[] = {"many-8", "many-6", "front.socket"};
    unsigned descriptors = 0;
    unsigned processes = 0;
    uint64_t before = UINT64_MAX;
    release(await(&hand, HandComplete_NUMBER, 0));
    for (unsigned i = 0; i < hand.count; i++) {
        const struct message *message = hand.held[i];
        if (message->type->number == DescriptorPresent_NUMBER) {
            const DescriptorPresent *present = message->fields;
            CLAIM(descriptors < 3 && strcmp(present->name, kept[descriptors]) == 0, "what is kept is told, the newest first: %s", present->name);
            descriptors++;
        } else if (message->type->number == ProcessPresent_NUMBER) {
            const ProcessPresent *present = message->fields;
            CLAIM(present->process < before, "the processes are told, the newest first: %llu", (unsigned long long)present->process);
            before = present->process;
            processes++;
        }
    }
    CLAIM(descriptors == 3 && processes >= MANY, "everything is told: %u descriptors, %u processes", descriptors, processes);
    while (descriptors-- > 1)
        release(await(&hand, DescriptorPresent_NUMBER, 0));
}
