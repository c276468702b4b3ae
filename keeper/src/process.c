#include "process.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "index.h"

struct process *processes = NULL;
unsigned process_count = 0;
unsigned exited_count = 0;

enum { NAME_LIMIT = 4096 }; /* where there are no cgroups: a unit each */

struct place *orphaned_places = NULL;
static unsigned name_count = 0;

static struct process *first_exited = NULL;
static struct process **last_exited = &first_exited;
static struct index ids, pids, places;

/* ---- places ---- */

static struct place *find_place(const char *path, size_t length, uint64_t hash)
{
    struct search search = index_search(&places, hash);
    struct place *place;
    while ((place = index_next(&search)) && (strncmp(place->path, path, length) != 0 || place->path[length] != 0))
        ;
    return place;
}

/* The length of the path of the cgroup above; 0: there is none above "/". */
static size_t parent_length(const char *path, size_t length)
{
    if (length <= 1)
        return 0;
    while (path[length - 1] != '/')
        length--;
    return length > 1 ? length - 1 : 1;
}

static uint64_t hash_of(const char *path, size_t length)
{
    char copy[1024];
    if (length >= sizeof copy)
        length = sizeof copy - 1;
    memcpy(copy, path, length);
    copy[length] = 0;
    return index_hash_text(copy);
}

static bool is_free(const struct place *place)
{
    return !place->processes && !place->children && !place->is_named;
}

static void free_place(struct place *place)
{
    *place->link = place->next;
    if (place->next)
        place->next->link = place->link;
    index_remove(&places, hash_of(place->path, strlen(place->path)), place);
    free(place);
}

/* Frees a place, and those above, which nothing is in any more. */
static void release(struct place *place)
{
    while (place && is_free(place)) {
        struct place *parent = place->parent;
        free_place(place);
        place = parent;
    }
}

static struct place *make_place(const char *path, size_t length)
{
    static struct place *root; /* what the root's "link" points to: nobody looks there */
    uint64_t hash = hash_of(path, length);
    struct place *place = find_place(path, length, hash);
    if (place)
        return place;
    size_t above = parent_length(path, length);
    struct place *parent = above > 0 ? make_place(path, above) : NULL;
    if (above > 0 && !parent)
        return NULL;
    place = index_reserve(&places) ? calloc(1, sizeof *place + length + 1) : NULL;
    if (!place) {
        release(parent);
        return NULL;
    }
    memcpy(place->path, path, length);
    place->parent = parent;
    place->link = parent ? &parent->children : &root;
    place->next = parent ? parent->children : NULL;
    if (place->next)
        place->next->link = &place->next;
    *place->link = place;
    index_add(&places, hash, place);
    return place;
}

struct place *place_find(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return find_place(path, length, hash_of(path, length));
}

struct place *place_name(const char *path)
{
    struct place *place = place_find(path);
    if (place && place->is_named)
        return place;
    if (name_count >= NAME_LIMIT || !(place = make_place(path, strlen(path))))
        return NULL;
    place->is_named = true;
    name_count++;
    return place;
}

void place_set_orphaned(struct place *place, bool orphaned)
{
    if (orphaned == (place->link_orphaned != NULL))
        return;
    struct place *next = orphaned ? orphaned_places : place->next_orphaned;
    struct place **link = orphaned ? &orphaned_places : place->link_orphaned;
    place->next_orphaned = next;
    place->link_orphaned = orphaned ? link : NULL;
    *link = orphaned ? place : next;
    if (next)
        next->link_orphaned = orphaned ? &place->next_orphaned : link;
}

/* A path is 1,024 bytes at most, and so deep are these calls. */
static void forget_names(struct place *place)
{
    for (struct place *child = place->children, *next; child; child = next) {
        next = child->next;
        forget_names(child);
    }
    place_set_orphaned(place, false);
    name_count -= place->is_named;
    place->is_named = false;
    if (is_free(place))
        free_place(place);
}

void place_forget_names(const char *path)
{
    struct place *top = place_find(path);
    struct place *parent = top ? top->parent : NULL;
    if (!top)
        return;
    forget_names(top);
    release(parent);
}

struct place *place_next(const struct place *top, struct place *at)
{
    if (at->children)
        return at->children;
    while (at != top && !at->next)
        at = at->parent;
    return at == top ? NULL : at->next;
}

/* ---- processes ---- */

struct process *process_make(uint64_t id, const struct process_texts *texts)
{
    const char *all[] = {texts->unit, texts->role, texts->invocation};
    const char *copies[3];
    size_t room = 0;
    for (size_t i = 0; i < 3; i++)
        room += strlen(all[i]) + 1;
    bool indexed = index_reserve(&ids) && index_reserve(&pids);
    struct process *process = indexed ? calloc(1, sizeof *process + room) : NULL;
    if (!process)
        return NULL;
    char *at = process->unit;
    for (size_t i = 0; i < 3; i++) {
        copies[i] = strcpy(at, all[i]);
        at += strlen(at) + 1;
    }
    process->role = copies[1];
    process->invocation = copies[2];
    process->id = id;
    process->log = -1;
    process->executed.fd = -1;
    process->end.fd = -1;
    if (texts->cgroup[0] != '/')
        return process;
    struct place *place = make_place(texts->cgroup, strlen(texts->cgroup));
    if (!place) {
        free(process);
        return NULL;
    }
    process->place = place;
    process->next_in_place = place->processes;
    process->link_in_place = &place->processes;
    if (place->processes)
        place->processes->link_in_place = &process->next_in_place;
    place->processes = process;
    return process;
}

void process_add(struct process *process)
{
    process->next = processes;
    process->link = &processes;
    if (processes)
        processes->link = &process->next;
    processes = process;
    process_count++;
    index_add(&ids, index_hash_number(process->id), process);
    index_add(&pids, index_hash_number((uint64_t)process->pid), process);
}

static void forget_pid(struct process *process)
{
    index_remove(&pids, index_hash_number((uint64_t)process->pid), process);
}

void process_buried(struct process *process)
{
    forget_pid(process);
    process->buried = true;
}

void process_bury(struct process *process)
{
    if (!process->exited || process->buried)
        return;
    waitpid(process->pid, NULL, WNOHANG);
    process_buried(process);
}

static void forget_exit(struct process *process)
{
    *process->link_exited = process->next_exited;
    if (process->next_exited)
        process->next_exited->link_exited = process->link_exited;
    else
        last_exited = process->link_exited;
    exited_count--;
}

void process_drop(struct process *process)
{
    if (process->place) {
        *process->link_in_place = process->next_in_place;
        if (process->next_in_place)
            process->next_in_place->link_in_place = process->link_in_place;
        release(process->place);
    }
    if (process->link) {
        *process->link = process->next;
        if (process->next)
            process->next->link = process->link;
        process_count--;
        index_remove(&ids, index_hash_number(process->id), process);
        if (process->exited) {
            process_bury(process);
            forget_exit(process);
        } else {
            forget_pid(process);
        }
    }
    loop_close(&process->executed);
    loop_close(&process->end);
    if (process->log >= 0)
        close(process->log);
    free(process);
}

void process_ended(struct process *process, int code, int status)
{
    process->exited = true;
    process->code = code;
    process->status = status;
    process->next_exited = NULL;
    process->link_exited = last_exited;
    *last_exited = process;
    last_exited = &process->next_exited;
    exited_count++;
}

struct process *process_first_exited(void)
{
    return first_exited;
}

const char *process_cgroup(const struct process *process)
{
    return process->place ? process->place->path : "";
}

struct process *process_find(uint64_t id)
{
    struct search search = index_search(&ids, index_hash_number(id));
    struct process *process;
    while ((process = index_next(&search)) && process->id != id)
        ;
    return process;
}

struct process *process_find_pid(pid_t pid)
{
    struct search search = index_search(&pids, index_hash_number((uint64_t)pid));
    struct process *process;
    while ((process = index_next(&search)) && process->pid != pid)
        ;
    return process;
}

struct process *process_find_living(pid_t pid)
{
    struct process *process = process_find_pid(pid);
    return process && !process->exited ? process : NULL;
}
