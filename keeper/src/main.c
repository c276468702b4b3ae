/* hearth-keeper: the command line. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "holder.h"
#include "keeper.h"
#include "replace.h"
#include "say.h"

#ifndef HEARTH_VERSION
#define HEARTH_VERSION "0.1.0"
#endif

struct options options = {.run_root = "/run"};

static const char usage[] =
    "usage: hearth-keeper [OPTION...] -- BRAIN [ARGUMENT...]\n"
    "Keeps the brain of Hearth running, and does for it what needs root. Ends with status 3 where another one runs.\n"
    "  --user               without root, for one user, without sessions\n"
    "  --cgroup-root=PATH   the cgroup v2 tree to use (default: the one that is mounted)\n"
    "  --run-root=PATH      where state of this boot is (default: /run)\n"
    "  --runtime-root=PATH  where users' runtime directories are (default: user in --run-root)\n"
    "  --pid-file=PATH      where the number of the main process is written\n"
    "  --pam-service=NAME   for users' managers (default: systemd-user, else hearth-user)\n"
    "  --keep-users         leave users' processes alone when stopped\n"
    "  --replace            has the one that runs go on as this program, with this BRAIN and its own options; users notice nothing.\n"
    "                       Ends with status 4 where there is none that can\n"
    "  --version            print the version\n"
    "  --help               print this\n";

/* Reads the command line; exits where it makes no sense. */
static void parse(int argc, char **argv)
{
    static const struct option known[] = {
        {"user", no_argument, NULL, 'u'},           {"cgroup-root", required_argument, NULL, 'c'},
        {"runtime-root", required_argument, NULL, 'r'}, {"pam-service", required_argument, NULL, 'p'},
        {"keep-users", no_argument, NULL, 'k'},     {"version", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},           {"run-root", required_argument, NULL, 'R'},
        {"pid-file", required_argument, NULL, 'P'}, {"replace", no_argument, NULL, 'x'},
        {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(argc, argv, "+", known, NULL)) != -1;) {
        switch (option) {
        case 'u':
            options.rootless = true;
            break;
        case 'c':
            options.cgroup_root = optarg;
            break;
        case 'r':
            options.runtime_root = optarg;
            break;
        case 'R':
            options.run_root = optarg;
            break;
        case 'P':
            options.pid_file = optarg;
            break;
        case 'p':
            options.pam_service = optarg;
            break;
        case 'k':
            options.keep_users = true;
            break;
        case 'x':
            options.replace = true;
            break;
        case 'v':
            puts("hearth-keeper " HEARTH_VERSION);
            exit(0);
        case 'h':
            fputs(usage, stdout);
            exit(0);
        default:
            fputs(usage, stderr);
            exit(2);
        }
    }
    options.brain = argv + optind;
    options.name = argv[0];
    options.own = argv + 1;
    options.own_count = optind - 1;
    if (!options.brain[0] || options.brain[0][0] != '/') {
        say("the brain's absolute path is missing");
        exit(2);
    }
    if (!options.rootless && geteuid() != 0) {
        say("this needs root; --user runs it for you alone");
        exit(2);
    }
}

/* What follows from other options. */
static void complete(void)
{
    static char runtime_root[512];
    if (options.rootless) {
        const char *own = getenv("XDG_RUNTIME_DIR");
        options.run_root = own ? own : "";
    }
    if (!options.runtime_root) {
        snprintf(runtime_root, sizeof runtime_root, "%s/user", options.run_root);
        options.runtime_root = runtime_root;
    }
}

/* Where the command line lies. */
static char *title;
static size_t title_room;

void set_title(const char *text)
{
    memset(title, 0, title_room);
    snprintf(title, title_room, "%s", text);
}

/* Reads "--NAME=NUMBER", which only another program of ours says; -1: it is something else. */
static int descriptor_of(const char *argument, const char *name)
{
    size_t length = strlen(name);
    return strncmp(argument, name, length) == 0 && argument[length] == '=' ? atoi(argument + length + 1) : -1;
}

int main(int argc, char **argv)
{
    title = argv[0];
    title_room = (size_t)(argv[argc - 1] + strlen(argv[argc - 1]) + 1 - argv[0]);
    int check = argc > 1 ? descriptor_of(argv[1], "--check-state") : -1;
    int take_up = argc > 1 ? descriptor_of(argv[1], "--take-up") : -1;
    bool handed_on = check >= 0 || take_up >= 0;
    if (handed_on) {
        prctl(PR_SET_DUMPABLE, 0); /* what is in state and descriptors is not its user's; see also replace.h */
        argv[1] = argv[0];
        argv++;
        argc--;
    }
    if (!handed_on || argc > 1) { /* a hand has no other */
        parse(argc, argv);
        complete();
    }
    if (handed_on)
        return check >= 0 ? replace_check(check) : replace_take_up(take_up);
    return options.replace ? replace_request() : holder_run();
}
