/* A brain's side of the conversation, for tests: orders given and answers awaited, one after the other. */
#ifndef HEARTH_TALK_H
#define HEARTH_TALK_H

#include <sys/types.h>

#include "wire.h"

enum { PATIENCE_MS = 20000, HELD = 256, NOBODY = 65534, NOTHING = 0xffff /* a message that never comes */ };

/* Texts of a LIST(TEXT). */
#define TEXTS(...) {sizeof((TEXT[]){__VA_ARGS__}) / sizeof(TEXT), (TEXT[]){__VA_ARGS__}}

/* Counts a failure, and prints it, where the claim doesn't hold. */
#define CLAIM(condition, ...) claim((condition), __FILE__, __LINE__, __VA_ARGS__)
__attribute__((format(printf, 4, 5))) void claim(bool holds, const char *file, int line, const char *format, ...);

/* One end of a conversation, with what has come and nobody has asked for yet. */
struct end {
    struct link link;
    struct message *held[HELD];
    unsigned count;
    bool over;
};

extern struct end keeper;
extern struct end hand;
extern pid_t hand_pid;
extern char directory[256];   /* where the test may write, and so may the user */
extern char unit_cgroup[512]; /* of the unit under test */
extern char tree_root[256];   /* its directory */
extern bool has_tree;         /* there are cgroups */
extern const char *scene;     /* what is being tested, for messages */
extern unsigned failures;
extern uint64_t last_token;

/* Ends the brain in good order, after leaving a file "good", or "failed" where something has. */
_Noreturn void finish(void);

void open_end(struct end *end, int socket);

/* Waits for a message of that kind (0: any) and token (0: any), and takes it. */
struct message *await(struct end *end, uint16_t number, uint64_t token);

/* Gives an order, with a descriptor unless that is -1; returns its token. */
uint64_t give(struct end *end, uint16_t number, const void *order, int descriptor);

/* Gives an order and waits for its answer. */
struct message *ask(struct end *end, uint16_t number, const void *order);

/* Frees a message that was awaited. */
void release(struct message *message);

/* Gives an order that must be answered by Done, or by that failure. */
void must(struct end *end, uint16_t number, const void *order);
void must_fail(struct end *end, uint16_t number, const void *order, int error);

/* ---- scenes.c ---- */

/* Starts "script" in a shell, its output in the log; what the order leaves out has a default. Returns the process's name. */
uint64_t spawn(const Spawn *order, const char *script, int *log, int descriptor);

/* Has the next process write into a stream; returns its other end. */
int attach_log(bool is_named);

/* Returns the name that the next process will have. */
uint64_t next_process(void);

/* Plays every scene in which only a hand has a part. */
void play_scenes(void);

/* ---- scenes-files.c, scenes-link.c ---- */

/* Some of them. */
void play_file_scenes(void);
void play_link_scenes(void);

/* ---- scenes-session.c ---- */

void play_session_scenes(bool rootless);

/* ---- scenes-listen.c ---- */

void play_listen_scenes(void);

#endif
