#include "pam.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keeper.h"
#include "say.h"

/* libpam's interface as far as it is used here: it has been the same since 1996, and its header isn't needed to build. */
typedef struct pam_handle pam_handle_t;
struct pam_message;
struct pam_response;
struct pam_conv {
    int (*conv)(int, const struct pam_message **, struct pam_response **, void *);
    void *appdata_ptr;
};

enum {
    PAM_SUCCESS = 0,
    PAM_USER = 2, /* an item */
    PAM_CONV_ERR = 19,
    PAM_ESTABLISH_CRED = 0x2,
    PAM_DELETE_CRED = 0x4,
    PAM_SILENT = 0x8000,
    PAM_DATA_SILENT = 0x40000000
};

static struct {
    int (*start)(const char *service, const char *user, const struct pam_conv *, pam_handle_t **);
    int (*end)(pam_handle_t *, int status);
    int (*set_item)(pam_handle_t *, int item, const void *);
    int (*putenv)(pam_handle_t *, const char *);
    int (*acct_mgmt)(pam_handle_t *, int flags);
    int (*setcred)(pam_handle_t *, int flags);
    int (*open_session)(pam_handle_t *, int flags);
    int (*close_session)(pam_handle_t *, int flags);
    char **(*getenvlist)(pam_handle_t *);
    const char *(*strerror)(pam_handle_t *, int error);
} pam;

static bool loaded = false;
static bool usable = false; /* for hands */
static const char *service_name;

/* In the keeper: a handle with everything that the configuration names, which nobody has used; a hand inherits it and makes it its user's.
 * Starting one in each hand would write to the memory of every library (the linker counts), and none of that would be shared any longer.
 * The handle writes to its own memory as it is used: it is started after another one, which has loaded the modules, so that it lies on
 * few pages instead of between what the linker notes about each. */
static pam_handle_t *warm = NULL;
static pam_handle_t *loader = NULL;
static int start_error = PAM_SUCCESS;
static uint64_t configuration; /* what it looked like when "warm" was made */

static pam_handle_t *session = NULL;

/* Nobody is there to be asked anything. */
static int refuse(int count, const struct pam_message **messages, struct pam_response **responses, void *data)
{
    (void)count;
    (void)messages;
    (void)responses;
    (void)data;
    return PAM_CONV_ERR;
}

static const struct pam_conv conversation = {refuse, NULL};

/* Looks a function up; through memcpy, since ISO C has no cast from an object's pointer to a function's. */
static bool find(void *library, const char *name, void *into)
{
    void *symbol = dlsym(library, name);
    memcpy(into, &symbol, sizeof symbol);
    return symbol != NULL;
}

static bool load(void)
{
    void *library = dlopen("libpam.so.0", RTLD_NOW | RTLD_GLOBAL);
    loaded = library && find(library, "pam_start", &pam.start) && find(library, "pam_end", &pam.end) &&
           find(library, "pam_set_item", &pam.set_item) &&
           find(library, "pam_putenv", &pam.putenv) && find(library, "pam_acct_mgmt", &pam.acct_mgmt) &&
           find(library, "pam_setcred", &pam.setcred) && find(library, "pam_open_session", &pam.open_session) &&
           find(library, "pam_close_session", &pam.close_session) && find(library, "pam_getenvlist", &pam.getenvlist) &&
           find(library, "pam_strerror", &pam.strerror);
    return loaded;
}

static const char *const places[] = {"/etc/pam.d", "/usr/lib/pam.d", "/usr/share/pam.d"};
enum { PLACES = sizeof places / sizeof *places };

static bool configured(const char *service)
{
    char path[256];
    for (size_t i = 0; i < PLACES; i++) {
        snprintf(path, sizeof path, "%s/%s", places[i], service);
        if (access(path, R_OK) == 0)
            return true;
    }
    return false;
}

/* Returns a sum that is another one after any file of PAM's configuration was written, replaced, made or removed. */
static uint64_t look_at_configuration(void)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < PLACES; i++) {
        DIR *directory = opendir(places[i]);
        const struct dirent *entry;
        struct stat status;
        while (directory && (entry = readdir(directory)))
            if (fstatat(dirfd(directory), entry->d_name, &status, 0) == 0) {
                uint64_t changed = (uint64_t)status.st_ctim.tv_sec * 1000000000 + (uint64_t)status.st_ctim.tv_nsec;
                /* A sum of products, each of an odd factor: in whatever order the entries come. */
                sum += (changed ^ (uint64_t)status.st_ino << 32 ^ (uint64_t)status.st_dev) * 0x9e3779b97f4a7c15;
            }
        if (directory)
            closedir(directory);
    }
    return sum;
}

/* Starts a handle, or leaves NULL. */
static int start(pam_handle_t **handle)
{
    int error = pam.start(service_name, "root", &conversation, handle);
    if (error != PAM_SUCCESS)
        *handle = NULL;
    return error;
}

void pam_refresh(void)
{
    uint64_t present = look_at_configuration();
    if (!usable || (warm && present == configuration))
        return;
    pam_handle_t *before[] = {warm, loader};
    warm = NULL;
    start_error = start(&loader);
    if (start_error == PAM_SUCCESS)
        start_error = start(&warm);
    configuration = present;
    /* Only now: modules that both have stay in memory. */
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (before[i])
            pam.end(before[i], PAM_SUCCESS);
}

bool pam_warm(const char *service, const char **note)
{
    service_name = service ? service : configured("systemd-user") ? "systemd-user" : "hearth-user";
    if (!configured(service_name)) {
        /* PAM would take the service "other", which denies: better no session than no user manager. */
        *note = "no PAM service systemd-user or hearth-user is configured: users' managers have no PAM session";
        return false;
    }
    if (!load()) {
        *note = "libpam is not there: users' managers have no PAM session";
        return false;
    }
    usable = true;
    pam_refresh();
    usable = warm != NULL;
    if (!usable)
        *note = "the PAM service for users' managers cannot be started: they have no PAM session";
    return usable;
}

/* Copies the variables for a hand without PAM. */
static char **copy(const TEXT *variables, uint32_t count)
{
    char **environment = calloc(count + 1, sizeof *environment);
    for (uint32_t i = 0; environment && i < count; i++)
        environment[i] = strdup(variables[i]);
    return environment;
}

/* Opens the session for which a handle is there. */
static char **open_session(const char *user, const TEXT *variables, uint32_t count, const char **step, const char **reason)
{
    *reason = "no memory";
    for (uint32_t i = 0; i < count; i++)
        pam.putenv(session, variables[i]);
    *step = "PAM account check";
    int error = pam.acct_mgmt(session, PAM_SILENT);
    if (error == PAM_SUCCESS) {
        int credentials = pam.setcred(session, PAM_ESTABLISH_CRED | PAM_SILENT);
        if (credentials != PAM_SUCCESS)
            say("PAM credentials of %s: %s", user, pam.strerror(session, credentials));
        *step = "open a PAM session";
        error = pam.open_session(session, PAM_SILENT);
    }
    if (error != PAM_SUCCESS) {
        *reason = pam.strerror(session, error);
        return NULL;
    }
    return pam.getenvlist(session);
}

char **pam_open(const char *user, const TEXT *variables, uint32_t count, const char **step, const char **reason)
{
    *step = "open a PAM session";
    *reason = "no memory";
    if (!usable)
        return copy(variables, count);
    int error = warm ? pam.set_item(warm, PAM_USER, user) : start_error;
    if (error != PAM_SUCCESS) {
        *step = "start PAM";
        *reason = pam.strerror(warm, error);
        return NULL;
    }
    session = warm;
    return open_session(user, variables, count, step, reason);
}

char **pam_open_as(const char *service, const char *user, const TEXT *variables, uint32_t count, const char **step, const char **reason)
{
    *step = "open a PAM session";
    *reason = "no memory";
    if (!configured(service) || (!loaded && !load()))
        return copy(variables, count);
    int error = pam.start(service, user, &conversation, &session);
    if (error != PAM_SUCCESS) {
        *step = "start PAM";
        *reason = pam.strerror(session, error);
        session = NULL;
        return NULL;
    }
    return open_session(user, variables, count, step, reason);
}

static pid_t keeper_process = 0; /* that has the session, since another program began it */
static int keeper_descriptor = -1;

/* Has the session, until the process of that descriptor has ended, or nobody holds the other end of that pipe any more. */
static _Noreturn void keep(int until)
{
    struct pollfd end = {until, POLLIN, 0};
    signals_reset();
    say_as("hearth-pam");
    prctl(PR_SET_NAME, "hearth-pam");
    set_title("hearth-pam");
    malloc_trim(0);
    startup_shed_code();
    while (poll(&end, 1, -1) < 0 && errno == EINTR)
        ;
    pam_close();
    _exit(0);
}

pid_t pam_hand_on(int *descriptor)
{
    int pipe[2];
    *descriptor = keeper_descriptor;
    if (!session)
        return keeper_process;
    if (pipe2(pipe, O_CLOEXEC) < 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        dup2(pipe[0], 3);
        close_from(4);
        keep(3);
    }
    close(pipe[0]);
    if (pid < 0) {
        close(pipe[1]);
        return -1;
    }
    session = NULL;
    pam_take_up(pid, pipe[1]);
    *descriptor = keeper_descriptor;
    return pid;
}

/* What it has besides is PAM's, whose modules would miss it: a session's FIFO, connections. The streams are those of whom it outlives, and who is
 * at their other ends waits for the last to close them. */
static void let_go_of_streams(void)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        if (nothing < 0 || dup2(nothing, i) < 0)
            close(i);
}

int pam_end_with_process(int words)
{
    if (!session)
        return 0;
    int self = pidfd_open(getpid(), 0);
    pid_t pid = self < 0 ? -1 : fork();
    if (pid == 0) {
        let_go_of_streams();
        if (words >= 0)
            close(words);
        keep(self);
    }
    int error = pid < 0 ? errno : 0;
    if (self >= 0)
        close(self);
    if (error)
        pam_close();
    session = NULL;
    return error;
}

void pam_take_up(pid_t process, int descriptor)
{
    keeper_process = process;
    keeper_descriptor = descriptor;
}

/* Has the process close the session that has it, and waits for that, but not for ever: it is its user's, who may have stopped it. */
static void release(void)
{
    enum { PATIENCE_MS = 5 * 1000 };
    struct pollfd end = {pidfd_open(keeper_process, 0), POLLIN, 0};
    close(keeper_descriptor);
    if (end.fd >= 0)
        poll(&end, 1, PATIENCE_MS);
    keeper_process = 0;
}

void pam_close(void)
{
    if (keeper_process > 0)
        release();
    if (!session)
        return;
    int error = pam.close_session(session, PAM_DATA_SILENT);
    pam.setcred(session, PAM_DELETE_CRED | PAM_SILENT);
    pam.end(session, error | PAM_DATA_SILENT);
    session = NULL;
}
