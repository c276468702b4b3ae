/* The holder goes on as another program, by order of whoever is allowed: the keeper ends, as if it had died, and the next one is the other
 * program's; with its brain it takes everything over, and has the hands replace themselves. */
#include "holder.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "control.h"
#include "holdings.h"
#include "keeper.h"
#include "lock.h"
#include "replace.h"
#include "say.h"
#include "wire.h"

enum { CHECK_SECONDS = 4 }; /* the keeper waits five for room to tell us something, and reading state takes milliseconds */

static int asker = -1; /* who is to hear that this is the other program */

static void put_holdings(struct state *state)
{
    static const HoldingKind kinds[] = {[KEEP_DESCRIPTOR] = HoldingKind_DESCRIPTOR, [KEEP_HAND] = HoldingKind_HAND,
                                        [KEEP_CGROUP] = HoldingKind_CGROUP, [KEEP_BRAIN] = HoldingKind_BRAIN};
    /* The last first: taken up one after the other, they are in their order again. */
    const struct holding *one = holdings;
    while (one && one->next)
        one = one->next;
    for (; one; one = one->link == &holdings ? NULL : CONTAINER(one->link, struct holding, next)) {
        if (one->kind == KEEP_ORPHAN) {
            state_put(state, OrphanState_NUMBER, &(OrphanState){.uid = one->uid, .pid = one->pid, .code = one->code, .status = one->status, .cgroup = one->text});
            continue;
        }
        HeldState held = {
            .kind = kinds[one->kind],
            .fd = state_fd(state, one->fd),
            .pidfd = state_fd(state, one->pidfd),
            .uid = one->uid,
            .pid = one->pid,
            .code = one->code,
            .status = one->status,
            .text = one->text,
        };
        state_put(state, HeldState_NUMBER, &held);
    }
}

/* Writes everything; returns the memfd, or -1 and errno. */
static int write_state(struct state *state)
{
    state_begin(state, false);
    state_put_startup(state);
    HolderState own = {
        .lock = state_fd(state, lock_descriptor()),
        .control = state_fd(state, control_descriptor()),
        .asker = state_fd(state, asker),
    };
    state_put(state, HolderState_NUMBER, &own);
    put_holdings(state);
    return state_end(state);
}

/* The other program's command line: its name, our options, its brain's command line. The texts are others'. */
static char **command_line(const ReplaceAll *order)
{
    char **all = calloc((size_t)options.own_count + order->brain.count + 3, sizeof *all);
    size_t count = 0;
    if (!all)
        return NULL;
    all[count++] = (char *)(uintptr_t)order->program;
    for (int i = 0; i < options.own_count; i++)
        if (strcmp(options.own[i], "--") != 0)
            all[count++] = options.own[i];
    all[count++] = (char *)(uintptr_t) "--";
    for (uint32_t i = 0; i < order->brain.count; i++)
        all[count++] = (char *)(uintptr_t)order->brain.items[i];
    return all;
}

/* Asks the other program. Returns NULL, or why it will not be; errno says more where it isn't 0. */
static const char *ask(int program, char **arguments)
{
    struct state state;
    siginfo_t end = {0};
    errno = 0;
    int memfd = write_state(&state);
    pid_t pid = memfd < 0 ? -1 : replace_ask(program, memfd, arguments, CHECK_SECONDS);
    int error = pid < 0 ? errno : 0;
    state_free(&state);
    if (memfd >= 0)
        close(memfd);
    errno = error;
    if (pid < 0)
        return "the other program could not be asked";
    /* It is root's, and has its time. */
    while (waitid(P_PID, (id_t)pid, &end, WEXITED) < 0 && errno == EINTR)
        ;
    errno = 0;
    return end.si_code == CLD_EXITED && end.si_status == 0 ? NULL : "the other program does not take our place; what it says is in our log";
}

/* Becomes the other program; returns why not. */
static const char *become(int program, char **arguments)
{
    struct state state;
    int memfd = write_state(&state);
    if (memfd >= 0)
        replace_execute(program, &state, memfd, arguments);
    int error = errno;
    if (memfd >= 0)
        close(memfd);
    state_free(&state);
    errno = error;
    return "execute the other program";
}

static const char *replace(const ReplaceAll *order, int program)
{
    char **arguments = command_line(order);
    errno = 0;
    const char *wrong = program < 0 || order->brain.count == 0 ? "there is no program in the order" : !arguments ? "no memory" : NULL;
    if (!wrong)
        wrong = ask(program, arguments);
    if (!wrong && !holder_end_keeper())
        wrong = "hearthd is ending";
    if (!wrong)
        wrong = become(program, arguments);
    free(arguments);
    return wrong;
}

void holder_take_order(void)
{
    struct message order;
    asker = control_accept(&order);
    if (asker < 0)
        return;
    int program = message_take(&order, 0);
    const char *wrong = "only a later version knows this order";
    errno = 0;
    if (order.number == ReplaceAll_NUMBER)
        wrong = replace(order.fields, program);
    int error = errno;
    if (error)
        say_errno("this program goes on: %s", wrong);
    else
        say("this program goes on: %s", wrong);
    message_send(asker, Failed_NUMBER, &(Failed){.error = error, .step = wrong}, -1);
    close(asker);
    asker = -1;
    if (program >= 0)
        close(program);
    message_free(&order);
}

/* ---- the other program ---- */

static void take_up_holding(const HeldState *held)
{
    static const enum notice_kind kinds[] = {[HoldingKind_DESCRIPTOR] = KEEP_DESCRIPTOR, [HoldingKind_HAND] = KEEP_HAND,
                                             [HoldingKind_CGROUP] = KEEP_CGROUP, [HoldingKind_BRAIN] = KEEP_BRAIN};
    struct holding like = {.kind = kinds[held->kind], .fd = held->fd, .pidfd = held->pidfd, .uid = held->uid,
                           .pid = held->pid, .code = held->code, .status = held->status};
    holdings_take_up(&like, held->text);
}

static void take_up(const struct message_type *type, const void *fields)
{
    if (type->number == StartupState_NUMBER) {
        state_take_startup(fields);
    } else if (type->number == HolderState_NUMBER) {
        const HolderState *own = fields;
        lock_take_up(own->lock);
        control_take_up(own->control);
        asker = own->asker;
    } else if (type->number == HeldState_NUMBER) {
        take_up_holding(fields);
    } else if (type->number == OrphanState_NUMBER) {
        const OrphanState *orphan = fields;
        holdings_take_up(&(struct holding){.kind = KEEP_ORPHAN, .fd = -1, .pidfd = -1, .uid = orphan->uid, .pid = orphan->pid,
                                           .code = orphan->code, .status = orphan->status}, orphan->cgroup);
    }
}

void holder_take_up_state(int memfd)
{
    bool is_hand;
    state_read(memfd, &is_hand, take_up);
    close(memfd);
}

void holder_tell_taken_up(void)
{
    say("this program has taken the place of the one before");
    if (asker < 0)
        return;
    message_send(asker, Done_NUMBER, &(Done){0}, -1);
    close(asker);
    asker = -1;
}
