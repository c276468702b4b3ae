/* The module against a server that says what each scene wants. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/json.h"
#include "../src/varlink.h"
#include "libpam.h"

enum { STRANGER = 65534 };

static int failures;

#define EXPECT(what) expect((what), #what, __func__, __LINE__)

static void expect(bool holds, const char *what, const char *scene, int line)
{
    if (!holds) {
        fprintf(stderr, "open-session: %s, line %d: not so: %s\n", scene, line, what);
        failures++;
    }
}

/* A server for one call, or for several: each connection gets the next answer; NULL hangs up without one. */
struct server {
    const char *path;
    int fd;
    pthread_t thread;
    const char *const *answers;
    int count;
    char asked[8192]; /* the last call */
    int calls;
};

static void *serve(void *argument)
{
    struct server *server = argument;
    for (int i = 0; i < server->count; i++) {
        int fd = accept(server->fd, NULL, NULL);
        size_t length = 0;
        ssize_t came;
        while ((came = recv(fd, server->asked + length, sizeof server->asked - length, 0)) > 0) {
            length += (size_t)came;
            if (!server->asked[length - 1])
                break;
        }
        server->calls++;
        const char *answer = server->answers[i];
        for (const char *at = answer; at && at <= answer + strlen(answer); at++) /* in the smallest pieces */
            if (send(fd, at, 1, MSG_NOSIGNAL) < 0)
                break;
        close(fd);
    }
    return NULL;
}

/* Has a socket listen as what somebody else serves: the kernel notes it there. */
static int listen_as(int fd, uid_t uid)
{
    uid_t own = geteuid();
    if (seteuid(uid) < 0)
        return -1;
    int result = listen(fd, 4);
    return seteuid(own) < 0 ? -1 : result;
}

static void begin_at(const char *path, uid_t uid, struct server *server, const char *const *answers, int count)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    *server = (struct server){.path = path, .answers = answers, .count = count};
    strcpy(address.sun_path, path);
    unlink(path);
    server->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(server->fd, (struct sockaddr *)&address, sizeof address) < 0 || listen_as(server->fd, uid) < 0 ||
        pthread_create(&server->thread, NULL, serve, server) != 0) {
        perror(path);
        exit(1);
    }
}

static void begin(struct server *server, const char *const *answers, int count)
{
    begin_at(VARLINK_SOCKET, geteuid(), server, answers, count);
}

static void end(struct server *server)
{
    pthread_join(server->thread, NULL);
    close(server->fd);
    unlink(server->path);
}

static const char made[] = "{\"parameters\":{\"Id\":\"c7\",\"RuntimePath\":\"/nonexistent\",\"UID\":0,\"Seat\":\"seat0\",\"VTNr\":2,"
                           "\"Type\":\"tty\",\"Class\":\"user\"}}";
static const char nothing[] = "{\"parameters\":{}}";

static pam_handle_t root(const char *service, const char *tty)
{
    pam_handle_t pam = {.user = "root"};
    pam.items[PAM_SERVICE] = service;
    pam.items[PAM_TTY] = tty;
    return pam;
}

static bool has(pam_handle_t *pam, const char *name, const char *value)
{
    const char *found = pam_getenv(pam, name);
    return value ? found && strcmp(found, value) == 0 : !found;
}

static void a_login_is_a_session(void)
{
    const char *const answers[] = {made, nothing};
    struct server server;
    pam_handle_t pam = root("sshd", "ssh");
    pam.items[PAM_RHOST] = "192.0.2.1";
    begin(&server, answers, 2);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    EXPECT(strstr(server.asked, "\"method\":\"io.systemd.Login.CreateSession\",\"parameters\":{\"UID\":0,\"Service\":\"sshd\",\"Type\":\"tty\","
                                "\"Class\":\"user\",\"Remote\":true,\"RemoteHost\":\"192.0.2.1\"}"));
    EXPECT(has(&pam, "XDG_SESSION_ID", "c7"));
    EXPECT(has(&pam, "XDG_SESSION_TYPE", "tty"));
    EXPECT(has(&pam, "XDG_SESSION_CLASS", "user"));
    EXPECT(has(&pam, "XDG_SESSION_DESKTOP", NULL));
    EXPECT(has(&pam, "XDG_SEAT", "seat0"));
    EXPECT(has(&pam, "XDG_VTNR", "2"));
    EXPECT(has(&pam, "XDG_RUNTIME_DIR", NULL)); /* it is not there */
    EXPECT(pam_sm_close_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    end(&server);
    EXPECT(strcmp(server.asked, "{\"method\":\"io.systemd.Login.ReleaseSession\",\"parameters\":{\"Id\":\"c7\"}}") == 0);
}

static void what_programs_say_is_understood(void)
{
    static const struct {
        const char *tty, *display, *rhost, *argument, *call;
    } logins[] = {
        {"cron", NULL, NULL, NULL, "\"Type\":\"unspecified\",\"Class\":\"background\",\"Remote\":false"},
        {NULL, NULL, NULL, NULL, "\"Type\":\"unspecified\",\"Class\":\"background\""},
        {"/dev/tty2", NULL, NULL, NULL, "\"Type\":\"tty\",\"Class\":\"user\",\"TTY\":\"tty2\""},
        {":0", NULL, NULL, NULL, "\"Type\":\"x11\",\"Class\":\"user\",\"Display\":\":0\""},
        {"/dev/tty2", ":1", NULL, NULL, "\"TTY\":\"tty2\",\"Display\":\":1\""},
        {"/dev/pts/1", NULL, "localhost.", NULL, "\"Remote\":false,\"RemoteHost\":\"localhost.\""},
        {"/dev/pts/1", NULL, NULL, "class=lock-screen", "\"Class\":\"lock_screen\""},
        {"/dev/pts/1", NULL, NULL, "type=wayland", "\"Type\":\"wayland\""},
        {"/dev/pts/1", NULL, NULL, "desktop=a\"b\\c\n\xff", "\"Desktop\":\"a\\\"b\\\\c\\u000a?\""},
    };
    for (size_t i = 0; i < sizeof logins / sizeof *logins; i++) {
        const char *const answers[] = {made};
        struct server server;
        pam_handle_t pam = root("login", logins[i].tty);
        pam.items[PAM_XDISPLAY] = logins[i].display;
        pam.items[PAM_RHOST] = logins[i].rhost;
        begin(&server, answers, 1);
        EXPECT(pam_sm_open_session(&pam, 0, logins[i].argument ? 1 : 0, (const char *[]){logins[i].argument}) == PAM_SUCCESS);
        end(&server);
        if (!strstr(server.asked, logins[i].call))
            fprintf(stderr, "asked: %s\nwanted: %s\n", server.asked, logins[i].call);
        EXPECT(strstr(server.asked, logins[i].call));
    }
}

static void a_login_without_a_session_goes_on(void)
{
    static const struct {
        const char *answer;
        int result, lines;
    } answers[] = {
        {"{\"error\":\"io.systemd.Login.AlreadySessionMember\",\"parameters\":{}}", PAM_SUCCESS, 0},
        {"{\"error\":\"io.systemd.Login.TooManySessions\",\"parameters\":{}}", PAM_SESSION_ERR, 1},
        {"{\"parameters\":{}}", PAM_SESSION_ERR, 1},
        {"{\"parameters\":{\"Id\":7}}", PAM_SESSION_ERR, 1},
        {"{\"parameters\":[{\"Id\":\"7\"}]}", PAM_SESSION_ERR, 1},
        {"hello", PAM_SESSION_ERR, 1},
        {"", PAM_SESSION_ERR, 1},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        const char *const all[] = {answers[i].answer};
        struct server server;
        pam_handle_t pam = root("su", "/dev/pts/1");
        begin(&server, all, 1);
        EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == answers[i].result);
        end(&server);
        EXPECT(pam.lines == answers[i].lines);
        EXPECT(has(&pam, "XDG_SESSION_ID", NULL));
        EXPECT(pam_sm_close_session(&pam, 0, 0, NULL) == PAM_SUCCESS); /* asks nobody: nobody is there */
    }
}

static void whoever_dies_is_asked_again(void)
{
    const char *const answers[] = {NULL, NULL, made};
    struct server server;
    pam_handle_t pam = root("sshd", "ssh");
    begin(&server, answers, 3);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    end(&server);
    EXPECT(server.calls == 3);
    EXPECT(has(&pam, "XDG_SESSION_ID", "c7"));
}

static void nobody_serves(void)
{
    pam_handle_t pam = root("sshd", "ssh");
    unlink(VARLINK_SOCKET);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    struct server server;
    begin(&server, NULL, 0);
    pthread_join(server.thread, NULL);
    close(server.fd); /* the file stays */
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    EXPECT(has(&pam, "XDG_SESSION_ID", NULL));
    EXPECT(pam.lines == 0);
    unlink(VARLINK_SOCKET);
}

static void another_modules_session_is_left_alone(void)
{
    struct server server;
    pam_handle_t pam = root("sshd", "ssh");
    pam_putenv(&pam, "XDG_SESSION_ID=3");
    begin(&server, NULL, 0);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    EXPECT(pam_sm_close_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    end(&server);
    EXPECT(has(&pam, "XDG_SESSION_ID", "3"));
}

static void an_answer_too_long_is_none(void)
{
    static char answer[8000] = "{\"parameters\":{\"Id\":\"";
    memset(answer + strlen(answer), 'x', 6000);
    const char *const answers[] = {answer};
    struct server server;
    pam_handle_t pam = root("sshd", "ssh");
    begin(&server, answers, 1);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SESSION_ERR);
    end(&server);
}

static void the_runtime_directory_is_the_users(void)
{
    char answer[512];
    const char *path = "runtime";
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        exit(1);
    snprintf(answer, sizeof answer, "{\"parameters\":{\"Id\":\"c7\",\"RuntimePath\":\"%s\"}}", path);
    const char *const answers[] = {answer};
    struct server server;
    pam_handle_t pam = root("sshd", "ssh");
    begin(&server, answers, 1);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    end(&server);
    EXPECT(has(&pam, "XDG_RUNTIME_DIR", geteuid() == 0 ? path : NULL));
    EXPECT(has(&pam, "DBUS_SESSION_BUS_ADDRESS", NULL));
    rmdir(path);
}

/* Every manager runs PAM for its user, and that is no login. */
static void a_manager_has_no_session(void)
{
    static const char *const services[] = {"systemd-user", "hearth-user"};
    struct stat found;
    bool is_there = lstat("/run/user/0", &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == 0;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        struct server server;
        pam_handle_t pam = root(services[i], NULL);
        begin(&server, NULL, 0); /* whoever asks gets no answer */
        EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
        EXPECT(pam_sm_close_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
        end(&server);
        EXPECT(pam.lines == 0);
        EXPECT(has(&pam, "XDG_SESSION_ID", NULL));
        EXPECT(has(&pam, "XDG_RUNTIME_DIR", is_there ? "/run/user/0" : NULL));
    }
}

/* Needs root: nobody else can be two accounts. */
static void who_serves_and_is_not_root_is_told_nothing(void)
{
    const char *const answers[] = {made};
    struct server server;
    pam_handle_t pam = root("sshd", "ssh");
    if (geteuid() != 0)
        return;
    begin_at(VARLINK_SOCKET, STRANGER, &server, answers, 1);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SESSION_ERR);
    end(&server);
    EXPECT(strlen(server.asked) == 0);
    EXPECT(pam.lines == 1);
    EXPECT(has(&pam, "XDG_SESSION_ID", NULL));
}

static void roots_own_socket_is_asked_first(void)
{
    const char *const answers[] = {made, nothing};
    struct server crowded, roots;
    pam_handle_t pam = root("sshd", "ssh");
    begin(&crowded, NULL, 0); /* whoever asks here waits */
    begin_at(VARLINK_ROOTS, geteuid(), &roots, answers, 2);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    EXPECT(has(&pam, "XDG_SESSION_ID", "c7"));
    EXPECT(pam_sm_close_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    end(&roots);
    end(&crowded);
    EXPECT(roots.calls == 2);
}

static void pams_environment_counts_and_then_the_process_own(void)
{
    const char *const answers[] = {made};
    struct server server;
    pam_handle_t pam = root("login", "/dev/tty2");
    setenv("XDG_SEAT", "seat7", 1);
    setenv("XDG_SESSION_CLASS", "greeter", 1);
    pam_putenv(&pam, "XDG_SESSION_CLASS=user-light");
    begin(&server, answers, 1);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    end(&server);
    unsetenv("XDG_SEAT");
    unsetenv("XDG_SESSION_CLASS");
    EXPECT(strstr(server.asked, "\"Class\":\"user_light\""));
    EXPECT(strstr(server.asked, "\"Seat\":\"seat7\""));
}

static void nobody_is_waited_for_without_end(void)
{
    char answer[16];
    struct server server;
    begin(&server, NULL, 0);
    EXPECT(varlink_call(VARLINK_SOCKET, "{}", answer, sizeof answer, 0) == ETIMEDOUT);
    end(&server);
}

/* What su's caller has in the environment is not what the login is: su runs this with another's number. */
static int as_su(void)
{
    const char *const answers[] = {made};
    struct server server;
    pam_handle_t pam = root("su", "/dev/pts/1");
    begin(&server, answers, 1);
    EXPECT(pam_sm_open_session(&pam, 0, 0, NULL) == PAM_SUCCESS);
    end(&server);
    EXPECT(!strstr(server.asked, "seat0"));
    EXPECT(strstr(server.asked, "\"Class\":\"user\""));
    return failures ? 1 : 0;
}

static void the_environment_of_sus_caller_does_not_count(void)
{
    static char *const arguments[] = {"open-session", "as-su", NULL};
    static char *const environment[] = {"XDG_SEAT=seat0", "XDG_SESSION_CLASS=greeter", NULL};
    int status = -1;
    struct stat own;
    int program = open("/proc/self/exe", O_RDONLY);
    EXPECT(program >= 0 && fstat(program, &own) == 0);
    if (geteuid() != 0 || own.st_uid != 0)
        return;
    EXPECT(fchmod(program, own.st_mode | S_ISUID) == 0);
    pid_t child = fork();
    if (child == 0) {
        if (setresuid(STRANGER, STRANGER, STRANGER) == 0)
            fexecve(program, arguments, environment);
        _exit(2);
    }
    waitpid(child, &status, 0);
    fchmod(program, own.st_mode);
    close(program);
    EXPECT(status == 0);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "as-su") == 0)
        return as_su();
    a_login_is_a_session();
    what_programs_say_is_understood();
    a_login_without_a_session_goes_on();
    whoever_dies_is_asked_again();
    nobody_serves();
    another_modules_session_is_left_alone();
    an_answer_too_long_is_none();
    the_runtime_directory_is_the_users();
    a_manager_has_no_session();
    who_serves_and_is_not_root_is_told_nothing();
    the_environment_of_sus_caller_does_not_count();
    roots_own_socket_is_asked_first();
    pams_environment_counts_and_then_the_process_own();
    nobody_is_waited_for_without_end();
    printf("open-session: %s\n", failures ? "FAILED" : "ok");
    return failures ? 1 : 0;
}
