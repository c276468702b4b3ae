/* What a hand does with files, directories, sockets and paths, scene by scene. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "talk.h"

#define STORED_NAME "stored 1 keep a.service a name"

/* Writes the path of something in the test's directory. */
static void path_in(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/%s", directory, name);
}

static void scene_files(void)
{
    scene = "files";
    char file[300], link[300], tree[300], big[300];
    path_in(file, sizeof file, "units/a.service");
    path_in(link, sizeof link, "units/b.service");
    path_in(tree, sizeof tree, "units");
    path_in(big, sizeof big, "units/a.service.d");
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = big, .mode = 0755});
    must(&hand, WriteFile_NUMBER, &(WriteFile){.path = file, .mode = 0640, .content = {6, "[Unit]"}});
    must(&hand, MakeLink_NUMBER, &(MakeLink){.target = "a.service", .path = link});
    must_fail(&hand, MakeLink_NUMBER, &(MakeLink){.target = "c.service", .path = link}, EEXIST);
    path_in(link, sizeof link, "units/pipe.service");
    /* By the hand: this brain may not write there. */
    struct message *message = ask(&hand, BindSocket_NUMBER, &(BindSocket){.name = "", .address = link, .kind = SocketKind_FIFO, .mode = 0666, .directoryMode = 0755});
    release(message);
    message = ask(&hand, ReadTree_NUMBER, &(ReadTree){.directories = TEXTS(tree, "/nonexistent"), .maxEntries = 100, .maxFileBytes = 100000, .maxTotalBytes = 1000000});
    const Tree *read = message->fields;
    unsigned seen = 0;
    for (uint32_t i = 0; i < read->entries.count; i++) {
        const TreeEntry *entry = &read->entries.items[i];
        if (strcmp(entry->name, "a.service") == 0)
            seen += entry->kind == EntryKind_FILE && entry->content.length == 6 && entry->error == 0;
        if (strcmp(entry->name, "b.service") == 0)
            seen += entry->kind == EntryKind_LINK && strcmp(entry->target, "a.service") == 0 && entry->content.length == 6 && strcmp(strrchr(entry->resolved, '/'), "/a.service") == 0;
        if (strcmp(entry->name, "pipe.service") == 0)
            seen += entry->kind == EntryKind_OTHER;
        if (strcmp(entry->name, "a.service.d") == 0)
            seen += entry->kind == EntryKind_DIRECTORY;
    }
    CLAIM(seen == 4 && read->entries.count == 4 && !read->truncated, "the tree is read: %u of %u", seen, read->entries.count);
    release(message);
    message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(!((Synced *)message->fields)->changed, "nothing has changed yet");
    release(message);
    /* Large enough for a memfd, both ways. */
    static char zeros[200000];
    memset(zeros, 'z', sizeof zeros);
    path_in(big, sizeof big, "units/a.service.d/x.conf");
    must(&hand, WriteFile_NUMBER, &(WriteFile){.path = big, .mode = 0600, .content = {sizeof zeros, zeros}});
    message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(((Synced *)message->fields)->changed, "a new drop-in is a change");
    release(message);
    release(await(&hand, TreeChanged_NUMBER, 0));
    message = ask(&hand, ReadFile_NUMBER, &(ReadFile){.path = big, .maxBytes = 300000});
    CLAIM(message->type->number == FileContent_NUMBER && ((FileContent *)message->fields)->content.length == sizeof zeros &&
          memcmp(((FileContent *)message->fields)->content.bytes, zeros, sizeof zeros) == 0, "a large file comes back whole");
    release(message);
    must_fail(&hand, ReadFile_NUMBER, &(ReadFile){.path = big, .maxBytes = 1000}, EFBIG);
    must_fail(&hand, ReadFile_NUMBER, &(ReadFile){.path = link, .maxBytes = 1000}, EINVAL);
    path_in(big, sizeof big, "units/*.d/[x]*");
    message = ask(&hand, FindPaths_NUMBER, &(FindPaths){.pattern = big, .maxPaths = 1});
    path_in(file, sizeof file, "units/a.service.d/x.conf");
    const PathsFound *found = message->fields;
    CLAIM(found->paths.count == 1 && strcmp(found->paths.items[0], file) == 0, "a pattern's paths are found");
    release(message);
    must_fail(&hand, FindPaths_NUMBER, &(FindPaths){.pattern = big, .maxPaths = 0}, E2BIG);
    path_in(big, sizeof big, "units/*.none");
    must_fail(&hand, FindPaths_NUMBER, &(FindPaths){.pattern = big, .maxPaths = 1}, ENOENT);
    const char *both[] = {tree, "/nonexistent"};
    message = ask(&hand, MeasureTrees_NUMBER, &(MeasureTrees){.directories = {2, both}, .maxEntries = 100, .maxBytes = 1 << 30});
    const Measured *sum = message->fields;
    CLAIM(sum->entries >= 4 && sum->bytes >= sizeof zeros && !sum->truncated, "a tree is measured: %u entries, %llu bytes", sum->entries, (unsigned long long)sum->bytes);
    release(message);
    message = ask(&hand, MeasureTrees_NUMBER, &(MeasureTrees){.directories = {2, both}, .maxEntries = 2, .maxBytes = 1 << 30});
    sum = message->fields;
    CLAIM(sum->entries == 3 && sum->truncated, "counting ends beyond the most entries: %u", sum->entries);
    release(message);
    message = ask(&hand, MeasureTrees_NUMBER, &(MeasureTrees){.directories = {2, both}, .maxEntries = 100, .maxBytes = 1000});
    CLAIM(((const Measured *)message->fields)->truncated, "or beyond the most bytes");
    release(message);
    const char *to_it = "/proc/self/cwd";
    message = ask(&hand, MeasureTrees_NUMBER, &(MeasureTrees){.directories = {1, &to_it}, .maxEntries = 100, .maxBytes = 1 << 30});
    CLAIM(((const Measured *)message->fields)->entries == 1, "a link is not followed, and counts");
    release(message);
    must_fail(&hand, Remove_NUMBER, &(Remove){.path = tree}, ENOTEMPTY);
    must(&hand, Remove_NUMBER, &(Remove){.path = tree, .recursive = true});
    CLAIM(access(tree, F_OK) < 0, "a tree is removed");
}

/* What lies at a path may be another directory without an event: a home that is mounted late, or here a link that leads elsewhere. */
static void scene_moved_files(void)
{
    scene = "files that moved";
    char one[300], other[300], home[300], tree[310];
    path_in(one, sizeof one, "homes/one/units");
    path_in(other, sizeof other, "homes/other/units");
    path_in(home, sizeof home, "homes/home");
    snprintf(tree, sizeof tree, "%s/units", home);
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = one, .mode = 0755});
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = other, .mode = 0755});
    must(&hand, MakeLink_NUMBER, &(MakeLink){.target = "one", .path = home});
    release(ask(&hand, ReadTree_NUMBER, &(ReadTree){.directories = TEXTS(tree, "/nonexistent"), .maxEntries = 100, .maxFileBytes = 100000, .maxTotalBytes = 1000000}));
    struct message *message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(!((Synced *)message->fields)->changed, "nothing has moved yet");
    release(message);
    must(&hand, Remove_NUMBER, &(Remove){.path = home});
    must(&hand, MakeLink_NUMBER, &(MakeLink){.target = "other", .path = home});
    message = ask(&hand, Sync_NUMBER, &(Sync){0});
    CLAIM(((Synced *)message->fields)->changed, "another directory is a change");
    release(message);
}

static void scene_conditions(void)
{
    scene = "conditions";
    bool psi = access("/proc/pressure", F_OK) == 0; /* what the kernel doesn't measure is no pressure */
    Condition conditions[] = {{"PathExists", "/bin/sh"},        {"PathExists", "/nonexistent"}, {"PathExistsGlob", "/bin/s?"},
                              {"PathIsMountPoint", "/proc"},    {"FileIsExecutable", "/bin/sh"}, {"DirectoryNotEmpty", "/"},
                              {"KernelVersion", ">=3.0"},       {"CPUs", ">=1"},                {"Memory", "> 1E"},
                              {"Architecture", "native"},       {"Flavour", "sweet"},           {"PathExists", "relative"},
                              {"OSRelease", "NOSUCH!=x"},       {"OSRelease", "NOSUCH=x"},      {"OSRelease", "bogus"},
                              {"CPUFeature", "nosuch"},         {"MemoryPressure", "100%"},     {"MemoryPressure", "soon"},
                              {"KernelVersion", "\">=3.0\" \"<99\""}, {"KernelVersion", ">= 3.0"}, {"KernelVersion", ">="},
                              {"ControlGroupController", "bogus"}, {"Memory", "1.5M"},         {"CPUs", "-7"},
                              {"Firmware", "bogus"},            {"Credential", "any"},          {"Security", "bogus"}};
    const Verdict expected[] = {Verdict_YES, Verdict_NO,  Verdict_YES, Verdict_YES, Verdict_YES, Verdict_YES,
                                Verdict_YES, Verdict_YES, Verdict_NO, Verdict_YES, Verdict_UNKNOWN_KIND, Verdict_ERROR,
                                Verdict_YES, Verdict_NO, Verdict_ERROR, Verdict_NO, Verdict_YES, psi ? Verdict_ERROR : Verdict_YES,
                                Verdict_YES, Verdict_YES, Verdict_ERROR, Verdict_YES, Verdict_YES, Verdict_ERROR,
                                Verdict_NO, Verdict_NO, Verdict_NO};
    enum { COUNT = sizeof conditions / sizeof *conditions };
    struct message *message = ask(&hand, CheckConditions_NUMBER, &(CheckConditions){.conditions = {COUNT, conditions}});
    const ConditionResults *results = message->fields;
    CLAIM(results->results.count == COUNT, "each has a result");
    for (uint32_t i = 0; i < results->results.count; i++)
        CLAIM(results->results.items[i].verdict == expected[i], "Condition%s=%s", conditions[i].kind, conditions[i].argument);
    release(message);
}

static void scene_stored(void)
{
    scene = "what a service has stored";
    int file = memfd_create("stored", MFD_CLOEXEC);
    struct stat status, copy;
    release(await(&hand, 0, give(&hand, KeepDescriptor_NUMBER, &(KeepDescriptor){.name = STORED_NAME}, file)));
    struct message *message = ask(&hand, FetchStored_NUMBER, &(FetchStored){0});
    CLAIM(message->type->number == Stored_NUMBER && message->descriptor_count == 1, "it is told with its descriptor to who asks");
    const Stored *stored = message->fields;
    CLAIM(stored->names.count == 1 && strcmp(stored->names.items[0], STORED_NAME) == 0, "and with its name, and nothing else is");
    CLAIM(fstat(file, &status) == 0 && fstat(message->descriptors[0], &copy) == 0 && status.st_ino == copy.st_ino, "it is what was given");
    release(message);
    close(file);
}

static void scene_sockets(void)
{
    scene = "sockets";
    char path[300];
    path_in(path, sizeof path, "run/front.socket");
    BindSocket bind = {.name = "front.socket", .address = path, .kind = SocketKind_STREAM, .mode = 0600, .directoryMode = 0755, .backlog = 10};
    struct message *message = ask(&hand, BindSocket_NUMBER, &bind);
    struct stat status;
    CLAIM(message->type->number == Descriptor_NUMBER && message->descriptor_count == 1, "a socket is bound");
    CLAIM(stat(path, &status) == 0 && (status.st_mode & 0777) == 0600, "its mode is set");
    release(message);
    must_fail(&hand, BindSocket_NUMBER, &bind, EADDRINUSE);
    message = ask(&hand, ConnectSocket_NUMBER, &(ConnectSocket){.address = path});
    CLAIM(message->type->number == Descriptor_NUMBER, "it can be connected to");
    release(message);
    bind.unlinkFirst = true;
    message = ask(&hand, BindSocket_NUMBER, &bind);
    CLAIM(message->type->number == Descriptor_NUMBER, "a stale one is replaced");
    release(message);
    path_in(path, sizeof path, "run/fifo");
    message = ask(&hand, BindSocket_NUMBER, &(BindSocket){.name = "", .address = path, .kind = SocketKind_FIFO, .mode = 0600, .directoryMode = 0755});
    CLAIM(message->type->number == Descriptor_NUMBER && stat(path, &status) == 0 && S_ISFIFO(status.st_mode), "a FIFO is made");
    release(message);
}

static void scene_paths(void)
{
    scene = "path watches";
    char path[300], parent[300];
    path_in(parent, sizeof parent, "spool");
    path_in(path, sizeof path, "spool/in/box");
    must(&hand, WatchPath_NUMBER, &(WatchPath){.watch = 9, .path = path});
    must(&hand, MakeDirectories_NUMBER, &(MakeDirectories){.path = path, .mode = 0755});
    struct message *message = await(&hand, PathChanged_NUMBER, 0);
    CLAIM(((PathChanged *)message->fields)->watch == 9, "the way to a path is watched");
    release(message);
    must(&hand, UnwatchPath_NUMBER, &(UnwatchPath){.watch = 9});
    while (hand.count > 0 && hand.held[0]->type->number == PathChanged_NUMBER)
        release(await(&hand, PathChanged_NUMBER, 0));
}

void play_file_scenes(void)
{
    scene_files();
    scene_moved_files();
    scene_conditions();
    scene_sockets();
    scene_stored();
    scene_paths();
}
