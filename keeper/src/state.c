#include "state.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "keeper.h"

/* What is before each record: u32 length of the body, u16 number, both little endian. */
enum { PREFIX = 6, SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

void state_put(struct state *state, uint16_t number, const void *fields)
{
    size_t at = state->out.length;
    static const char prefix[PREFIX];
    writer_put(&state->out, prefix, PREFIX);
    message_type(number)->encode(&state->out, fields);
    if (state->out.bad)
        return;
    uint32_t length = htole32((uint32_t)(state->out.length - at - PREFIX));
    uint16_t little = htole16(number);
    memcpy(state->out.bytes + at, &length, sizeof length);
    memcpy(state->out.bytes + at + sizeof length, &little, sizeof little);
}

void state_begin(struct state *state, bool hand)
{
    *state = (struct state){0};
    state_put(state, StateBegin_NUMBER, &(StateBegin){.version = STATE_VERSION, .least = STATE_LEAST, .hand = hand});
}

int state_fd(struct state *state, int fd)
{
    if (fd < 0)
        return -1;
    if (state->count == state->room) {
        unsigned room = state->room ? state->room * 2 : 64;
        int *descriptors = realloc(state->descriptors, room * sizeof *descriptors);
        if (!descriptors) {
            state->out.bad = true;
            return -1;
        }
        state->descriptors = descriptors;
        state->room = room;
    }
    return state->descriptors[state->count++] = fd;
}

void state_put_startup(struct state *state)
{
    Limit limits[LIMITS];
    for (uint32_t i = 0; i < LIMITS; i++)
        limits[i] = (Limit){i, startup.limits[i].rlim_cur, startup.limits[i].rlim_max};
    StartupState saved = {
        .rootless = options.rootless,
        .limits = {LIMITS, limits},
        .ownCgroup = startup.own_cgroup,
        .controllers = startup.controllers,
        .notes = {startup.note_count, startup.notes},
        .cgroupRoot = state_fd(state, cgroup_root_descriptor()),
        .cgroupRootPath = cgroup_root(),
        .cgroupPrefix = cgroup_prefix(),
    };
    state_put(state, StartupState_NUMBER, &saved);
}

void state_take_startup(const StartupState *saved)
{
    options.rootless = saved->rootless;
    for (uint32_t i = 0; i < saved->limits.count; i++) {
        const Limit *limit = &saved->limits.items[i];
        if (limit->resource < LIMITS)
            startup.limits[limit->resource] = (struct rlimit){limit->soft, limit->hard};
    }
    snprintf(startup.own_cgroup, sizeof startup.own_cgroup, "%s", saved->ownCgroup);
    snprintf(startup.controllers, sizeof startup.controllers, "%s", saved->controllers);
    for (uint32_t i = 0; i < saved->notes.count && startup.note_count < NOTE_LIMIT; i++) {
        const char *note = strdup(saved->notes.items[i]);
        if (note)
            startup.notes[startup.note_count++] = note;
    }
    cgroup_take_up(saved->cgroupRoot, saved->cgroupRootPath, saved->cgroupPrefix);
}

int state_end(struct state *state)
{
    state_put(state, StateEnd_NUMBER, &(StateEnd){0});
    if (state->out.bad) {
        errno = ENOMEM;
        return -1;
    }
    int memfd = memfd_create("hearth-state", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    for (size_t done = 0; memfd >= 0 && done < state->out.length;) {
        ssize_t written = write(memfd, state->out.bytes + done, state->out.length - done);
        if (written <= 0) {
            close(memfd);
            return -1;
        }
        done += (size_t)written;
    }
    if (memfd >= 0 && (fchmod(memfd, 0600) < 0 || fcntl(memfd, F_ADD_SEALS, SEALS) < 0)) {
        close(memfd);
        return -1;
    }
    return memfd;
}

void state_free(struct state *state)
{
    free(state->out.bytes);
    free(state->descriptors);
    *state = (struct state){0};
}

/* ---- reading ---- */

/* What has been read of the frame around the records. */
struct reading {
    bool begun;
    bool ended;
    bool hand;
};

static const char *read_record(struct reading *reading, uint16_t number, char *body, size_t length, state_taken *taken)
{
    const struct message_type *type = message_type(number);
    struct block *blocks = NULL;
    const char *wrong = NULL;
    if (!type || type->direction != STATE)
        return reading->begun ? NULL : "it does not begin as state does"; /* a later version's: its "least" says that it may be left out */
    void *fields = malloc(type->size);
    if (!fields || !body_decode(type, body, length, fields, &blocks)) {
        wrong = "a record of it cannot be read";
    } else if (number == StateBegin_NUMBER) {
        const StateBegin *begin = fields;
        reading->begun = true;
        reading->hand = begin->hand;
        if (begin->least > STATE_VERSION)
            wrong = "it is of a later version, which this one would lose something of";
    } else if (!reading->begun) {
        wrong = "it does not begin as state does";
    } else if (number == StateEnd_NUMBER) {
        reading->ended = true;
    } else if (taken) {
        taken(type, fields);
    }
    blocks_free(blocks);
    free(fields);
    return wrong;
}

const char *state_read(int memfd, bool *hand, state_taken *taken)
{
    struct reading reading = {0};
    struct stat status;
    if ((fcntl(memfd, F_GET_SEALS) & SEALS) != SEALS || fstat(memfd, &status) < 0 || status.st_size <= 0 || status.st_size > BODY_LIMIT)
        return "it is no sealed file";
    size_t size = (size_t)status.st_size;
    /* Private: decoding writes into it. */
    char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, memfd, 0);
    if (bytes == MAP_FAILED)
        return "it cannot be read";
    const char *wrong = NULL;
    for (size_t at = 0; !wrong && !reading.ended;) {
        uint32_t length;
        uint16_t number;
        if (size - at < PREFIX) {
            wrong = "its end is missing";
            break;
        }
        memcpy(&length, bytes + at, sizeof length);
        memcpy(&number, bytes + at + sizeof length, sizeof number);
        length = le32toh(length);
        at += PREFIX;
        if (length > size - at)
            wrong = "its end is missing";
        else
            wrong = read_record(&reading, le16toh(number), bytes + at, length, taken);
        at += length;
    }
    munmap(bytes, size);
    *hand = reading.hand;
    return wrong;
}
