/* State that is handed on: what of an earlier or a later version is taken up, and what is refused; and what a holder has to hand on. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "holdings.h"
#include "keeper.h"
#include "say.h"
#include "state.h"

/* Of main.c, which is no part of this. */
struct options options = {.run_root = ""};
void set_title(const char *text) { (void)text; }

static unsigned failures = 0;
static unsigned taken = 0;
static char path[64];
static bool populated;

static void claim(bool holds, const char *text)
{
    if (!holds) {
        failures++;
        printf("FAILED hand-on: %s\n", text);
    }
}

static void take(const struct message_type *type, const void *fields)
{
    const CgroupState *cgroup = fields;
    taken++;
    if (type->number != CgroupState_NUMBER)
        return;
    snprintf(path, sizeof path, "%s", cgroup->path);
    populated = cgroup->populated;
}

/* Puts bytes into a sealed memfd, and reads them as state. */
static const char *read_bytes(const char *bytes, size_t length)
{
    bool is_hand;
    int memfd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (write(memfd, bytes, length) != (ssize_t)length)
        claim(false, "a memfd is written");
    fcntl(memfd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    taken = 0;
    const char *wrong = state_read(memfd, &is_hand, take);
    close(memfd);
    return wrong;
}

/* State with one cgroup; "least" is what StateBegin says. Without an end where whole is false. */
static struct state make(uint32_t least, bool whole)
{
    struct state state = {0};
    state_put(&state, StateBegin_NUMBER, &(StateBegin){.version = 9, .least = least, .hand = true});
    state_put(&state, CgroupState_NUMBER, &(CgroupState){.path = "/a", .populated = true});
    if (whole)
        state_put(&state, StateEnd_NUMBER, &(StateEnd){0});
    return state;
}

static void check_versions(void)
{
    struct state state = make(1, true);
    claim(!read_bytes(state.out.bytes, state.out.length) && taken == 1 && strcmp(path, "/a") == 0 && populated, "what was written is read");
    /* The record's number becomes one that nobody has: it is passed over. */
    for (size_t i = 0; i + 1 < state.out.length; i++)
        if ((unsigned char)state.out.bytes[i] == (CgroupState_NUMBER & 0xff) && (unsigned char)state.out.bytes[i + 1] == CgroupState_NUMBER >> 8)
            state.out.bytes[i] = (char)0xee;
    claim(!read_bytes(state.out.bytes, state.out.length) && taken == 0, "a record of a later version is passed over");
    state_free(&state);
    state = make(STATE_VERSION + 1, true);
    claim(read_bytes(state.out.bytes, state.out.length) != NULL && taken == 0, "a version that would lose something refuses");
    state_free(&state);
    state = make(1, false);
    claim(read_bytes(state.out.bytes, state.out.length) != NULL, "without its end it is refused");
    state_free(&state);
}

/* CgroupState of a version that knows only paths, and of one that says more. */
static void check_fields(void)
{
    static const char shorter[] = {6, 0, 0, 0, 0x25, (char)0x90, 2, 0, 0, 0, '/', 'b'};
    static const char longer[] = {9, 0, 0, 0, 0x25, (char)0x90, 2, 0, 0, 0, '/', 'c', 1, 7, 7};
    const char *records[] = {shorter, longer};
    const size_t lengths[] = {sizeof shorter, sizeof longer};
    for (int i = 0; i < 2; i++) {
        struct state state = {0};
        state_put(&state, StateBegin_NUMBER, &(StateBegin){.version = 9, .least = 1});
        writer_put(&state.out, records[i], lengths[i]);
        state_put(&state, StateEnd_NUMBER, &(StateEnd){0});
        claim(!read_bytes(state.out.bytes, state.out.length) && strcmp(path, i ? "/c" : "/b") == 0 && populated == (i == 1),
              i ? "a field more is passed over" : "a field less is false");
        state_free(&state);
    }
}

/* Cut anywhere, or with a byte changed, it is state or refused: nothing else happens. */
static void damage(void)
{
    struct state state = make(1, true);
    for (size_t length = 1; length < state.out.length; length++)
        claim(read_bytes(state.out.bytes, length) != NULL, "what is cut is refused");
    for (size_t i = 0; i < state.out.length; i++) {
        char before = state.out.bytes[i];
        state.out.bytes[i] = (char)(before ^ 0x80);
        read_bytes(state.out.bytes, state.out.length);
        state.out.bytes[i] = before;
    }
    state_free(&state);
}

/* What a program has found out at its start is found out by the next one. */
static void check_startup(void)
{
    struct state state;
    bool is_hand;
    startup.limits[RLIMIT_NOFILE] = (struct rlimit){77, 78};
    snprintf(startup.own_cgroup, sizeof startup.own_cgroup, "/here");
    state_begin(&state, false);
    state_put_startup(&state);
    int memfd = state_end(&state);
    claim(memfd >= 0 && (fcntl(memfd, F_GET_SEALS) & F_SEAL_WRITE), "state is sealed");
    claim(!state_read(memfd, &is_hand, NULL) && !is_hand, "a holder's is read");
    close(memfd);
    state_free(&state);
}

static unsigned count_orphans(void)
{
    unsigned count = 0;
    for (const struct holding *one = holdings; one; one = one->next)
        count += one->kind == KEEP_ORPHAN;
    return count;
}

/* A holder's children end, of which a keeper may not live to tell. */
static void check_orphans(void)
{
    enum { HAND = 5, BRAIN = 6, OTHER = 7 };
    struct notice ended = {.kind = ENDED, .uid = 1000, .code = CLD_EXITED, .status = 9, .text = "/a"};
    holdings_take(&(struct notice){.kind = KEEP_HAND, .pid = HAND, .text = "/hand"}, -1);
    holdings_take(&(struct notice){.kind = KEEP_BRAIN, .pid = BRAIN}, -1);
    for (ended.pid = HAND; ended.pid <= OTHER; ended.pid++)
        holdings_child_ended(&ended);
    claim(count_orphans() == 1, "the end of one that is neither hand nor brain is held");
    const struct holding *held = holdings;
    claim(held->kind == KEEP_ORPHAN && held->pid == OTHER && held->uid == 1000 && held->status == 9 && strcmp(held->text, "/a") == 0, "with all about it");
    holdings_take(&(struct notice){.kind = DROP_ORPHAN, .pid = OTHER}, -1);
    claim(count_orphans() == 0, "until it is dropped");
    for (struct holding *one; (one = holdings_pop()); free(one))
        claim(one->kind != KEEP_HAND || one->status == 9, "a hand's end is the hand's");
}

int main(void)
{
    say_as("hand-on");
    check_versions();
    check_fields();
    damage();
    check_startup();
    check_orphans();
    printf("hand-on: %u claims have failed\n", failures);
    return failures > 0;
}
