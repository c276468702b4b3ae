/* What is found is found in as many steps however much there is: counts them for n processes and for 4n. */
#include <stdio.h>
#include <stdlib.h>

#include "index.h"
#include "process.h"

enum { FEW = 2500, MANY = 4 * FEW, PER_PROCESS = 60 /* steps: a dozen searches, each in a table that is at most three quarters full */ };

static unsigned failures = 0;

static void claim(bool holds, const char *text)
{
    if (!holds) {
        failures++;
        printf("FAILED steps: %s\n", text);
    }
}

static struct process *start(unsigned number)
{
    char cgroup[128], unit[64];
    snprintf(unit, sizeof unit, "crowd-%u.service", number);
    snprintf(cgroup, sizeof cgroup, "/user.slice/user-1000.slice/user@1000.service/app.slice/%s", unit);
    struct process *process = process_make(number, &(struct process_texts){unit, "main", cgroup, "INVOCATION_ID=0"});
    if (!process)
        abort();
    process->pid = (pid_t)(100 + number);
    process_add(process);
    return process;
}

/* How many are found at a cgroup and below. */
static unsigned count_within(const char *path)
{
    unsigned found = 0;
    struct place *top = place_find(path);
    for (struct place *place = top; place; place = place_next(top, place))
        for (const struct process *process = place->processes; process; process = process->next_in_place)
            found++;
    return found;
}

/* One life of so many processes; returns the steps. */
static uint64_t live(unsigned count)
{
    uint64_t before = index_steps;
    for (unsigned i = 0; i < count; i++)
        start(i);
    claim(count_within("/user.slice/user-1000.slice") == count && count_within("/") == count, "all are below their slice");
    for (unsigned i = 0; i < count; i++) {
        struct process *process = process_find_living((pid_t)(100 + i));
        claim(process && process == process_find(i), "it is found by pid and by name");
        claim(count_within(process_cgroup(process)) == 1, "it is alone in its cgroup");
        process_ended(process, 1, 0);
        claim(!process_find_living((pid_t)(100 + i)), "it lives no longer");
    }
    claim(exited_count == count && process_first_exited()->id == 0, "the first exit is the first");
    /* The last first, and the middle of the rest: nothing depends on the order. */
    for (unsigned i = count; i-- > 0;)
        process_drop(process_find((uint64_t)i * 7 % count));
    claim(process_count == 0 && exited_count == 0 && !processes && !place_find("/"), "nothing is left");
    return index_steps - before;
}

/* Names of cgroups where there are none. */
static void name_places(void)
{
    struct place *inner = place_name("/a/b/c");
    struct place *outer = place_name("/a/b");
    claim(inner && outer && place_name("/a/b") == outer && inner->parent == outer, "a name is one place");
    place_set_orphaned(inner, true);
    place_set_orphaned(outer, true);
    place_set_orphaned(inner, false);
    claim(orphaned_places == outer && !outer->next_orphaned, "one is orphaned");
    place_forget_names("/a");
    claim(!place_find("/a/b") && !orphaned_places && !place_find("/"), "names are forgotten with those below");
}

int main(void)
{
    uint64_t few = live(FEW);
    uint64_t many = live(MANY);
    char text[128];
    snprintf(text, sizeof text, "%llu steps for %d processes, %llu for %d", (unsigned long long)few, FEW, (unsigned long long)many, MANY);
    claim(many <= (uint64_t)MANY * PER_PROCESS, text);
    name_places();
    printf("steps: %s\n", text);
    return failures > 0;
}
