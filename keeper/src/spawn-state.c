/* Processes, and those on their way, through the hand's replacement by another program. */
#include "hand.h"

#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "say.h"

static void put_entry(struct state *state, const struct entry *entry)
{
    struct writer order = {0};
    I32 descriptors[DESCRIPTOR_LIMIT];
    EntryState saved = {
        .entered = state_fd(state, entry->entered.fd),
        .stage = entry->stage,
        .lookMs = entry->look_ms,
        .lastMs = entry->last_ms,
        .moves = entry->moves,
        .signalled = entry->signalled,
        .emptied = entry->emptied,
        .descriptors = {0, descriptors},
    };
    const struct message *message = entry->message;
    if (message) {
        saved.log = message->log;
        saved.namesLog = message->names_log;
        message->type->encode(&order, message->fields);
        for (unsigned i = 0; i < message->descriptor_count; i++)
            descriptors[saved.descriptors.count++] = state_fd(state, message->descriptors[i]);
        saved.order = (BLOB){(uint32_t)order.length, order.bytes};
        state->out.bad |= order.bad;
    }
    state_put(state, EntryState_NUMBER, &saved);
    free(order.bytes);
}

static void put_process(struct state *state, const struct process *process)
{
    ProcessState saved = {
        .process = process->id,
        .pid = process->pid,
        .log = state_fd(state, process->log),
        .executed = state_fd(state, process->executed.fd),
        .exited = process->exited,
        .code = process->code,
        .status = process->status,
        .cpuUsec = process->cpu_usec,
        .unit = process->unit,
        .role = process->role,
        .cgroup = process_cgroup(process),
        .invocation = process->invocation,
        .unburied = process->exited && !process->buried,
    };
    state_put(state, ProcessState_NUMBER, &saved);
    if (process->entry)
        put_entry(state, process->entry);
}

/* The oldest first, so that the list is the same again. */
void spawn_hand_on(struct state *state)
{
    const struct process **all = calloc(process_count + 1, sizeof *all);
    unsigned count = 0;
    state->out.bad |= !all;
    for (const struct process *process = processes; all && process; process = process->next)
        all[count++] = process;
    while (all && count > 0)
        put_process(state, all[--count]);
    free(all);
}

static void take_up_process(const ProcessState *saved)
{
    struct process *process = process_make(saved->process, &(struct process_texts){saved->unit, saved->role, saved->cgroup, saved->invocation});
    if (!process) {
        say("no memory to take over a process of %s: it is no longer known", saved->unit);
        return;
    }
    process->pid = saved->pid;
    process->log = saved->log;
    process->cpu_usec = saved->cpuUsec;
    process_add(process);
    if (saved->exited && !saved->unburied)
        process_buried(process);
    if (saved->exited)
        process_ended(process, saved->code, saved->status);
    else
        spawn_watch_end(process);
    spawn_watch_execution(process, saved->executed);
}

static void take_up_entry(const EntryState *saved)
{
    struct entry *entry = processes ? malloc(sizeof *entry) : NULL;
    if (!entry)
        return;
    *entry = (struct entry){.process = processes, .stage = (enum stage)saved->stage, .look_ms = saved->lookMs, .last_ms = saved->lastMs,
                            .moves = saved->moves, .signalled = saved->signalled, .emptied = saved->emptied};
    if (saved->order.length > 0)
        entry->message = message_make(Spawn_NUMBER, saved->order, saved->descriptors.items, saved->descriptors.count);
    if (entry->message && saved->log <= entry->message->descriptor_count) {
        entry->message->log = saved->log;
        entry->message->names_log = saved->namesLog;
    }
    if (!entry->message && entry->stage == UNANSWERED)
        entry->stage = ANSWERED;
    entry_add(entry, saved->entered);
}

bool spawn_take_up(const struct message_type *type, const void *fields)
{
    if (type->number == ProcessState_NUMBER)
        take_up_process(fields);
    else if (type->number == EntryState_NUMBER)
        take_up_entry(fields);
    else
        return false;
    return true;
}

