/* pam_hearth.so: a login is a session. What pam_systemd(8) is to systemd, for machines that have no pam_systemd: it asks hearthd for a session
 * of the process that opens it, and says in the environment which one that is. Where nobody serves, or another module has made a session
 * already, it does nothing, and a login never fails because of it. */
#include "pam.h"

#include <errno.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "json.h"
#include "varlink.h"

enum {
    OPEN_SECONDS = 60, /* hearthd answers within 25 s; another brain may have to do it */
    CLOSE_SECONDS = 5, /* nobody waits for long to log out */
    CALL_BYTES_MAX = 8192,
    ANSWER_BYTES_MAX = 4096,
    WORD_BYTES_MAX = 256,
    USER_BYTES_MAX = 16384 /* a user's line of passwd(5) */
};

/* Under which name it is remembered that this module has made the session. */
static const char *const MADE = "hearth.session";

/* What a session is, as PAM's items, the environment and the module's arguments say. */
struct session {
    const char *service, *type, *class, *desktop, *seat, *tty, *display, *remote_user, *remote_host;
    unsigned long vt;
    bool is_remote;
    bool says_more; /* debug */
};

static const char *item(pam_handle_t *pam, int what)
{
    const void *value = NULL;
    return pam_get_item(pam, what, &value) == PAM_SUCCESS && value ? value : "";
}

/* What PAM's environment says, else that of the process; not where that is of su's or sudo's caller, who is not whose session it will be. */
static const char *variable(pam_handle_t *pam, const char *name)
{
    const char *value = pam_getenv(pam, name);
    if (!value || !*value)
        value = secure_getenv(name);
    return value ? value : "";
}

static const char *variable_or(pam_handle_t *pam, const char *name, const char *otherwise)
{
    const char *value = variable(pam, name);
    return *value ? value : otherwise;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcasecmp(text + length - wanted, end) == 0;
}

static bool is_here(const char *host)
{
    static const char *const names[] = {"localhost", "localhost.", "localhost.localdomain", "localhost.localdomain."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char below[64];
        snprintf(below, sizeof below, ".%s", names[i]);
        if (strcasecmp(host, names[i]) == 0 || ends_with(host, below))
            return true;
    }
    return false;
}

/* What programs say that have no terminal: X has its display there, cron and sshd their own name. */
static void read_terminal(struct session *session)
{
    if (strchr(session->tty, ':')) {
        if (!*session->display)
            session->display = session->tty;
        session->tty = "";
    } else if (strcmp(session->tty, "cron") == 0) {
        session->type = "unspecified";
        session->class = "background";
        session->tty = "";
    } else if (strcmp(session->tty, "ssh") == 0) {
        session->type = "tty";
        session->class = "user";
        session->tty = "";
    } else if (strncmp(session->tty, "/dev/", 5) == 0) {
        session->tty += 5;
    }
}

static void read_arguments(pam_handle_t *pam, int argc, const char **argv, struct session *session)
{
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "class=", 6) == 0)
            session->class = argv[i] + 6;
        else if (strncmp(argv[i], "type=", 5) == 0)
            session->type = argv[i] + 5;
        else if (strncmp(argv[i], "desktop=", 8) == 0)
            session->desktop = argv[i] + 8;
        else if (strcmp(argv[i], "debug") == 0 || strcmp(argv[i], "debug=yes") == 0)
            session->says_more = true;
        else
            pam_syslog(pam, LOG_WARNING, "unknown argument \"%s\", ignored", argv[i]);
    }
}

static struct session read_session(pam_handle_t *pam, int argc, const char **argv)
{
    struct session session = {.type = "", .class = "", .desktop = ""};
    read_arguments(pam, argc, argv, &session);
    session.service = item(pam, PAM_SERVICE);
    session.display = item(pam, PAM_XDISPLAY);
    session.tty = item(pam, PAM_TTY);
    session.remote_user = item(pam, PAM_RUSER);
    session.remote_host = item(pam, PAM_RHOST);
    session.seat = variable(pam, "XDG_SEAT");
    session.type = variable_or(pam, "XDG_SESSION_TYPE", session.type);
    session.class = variable_or(pam, "XDG_SESSION_CLASS", session.class);
    session.desktop = variable_or(pam, "XDG_SESSION_DESKTOP", session.desktop);
    const char *vt = variable(pam, "XDG_VTNR");
    session.vt = *vt >= '0' && *vt <= '9' ? strtoul(vt, NULL, 10) : 0;
    read_terminal(&session);
    if (*session.seat && strcmp(session.seat, "seat0") != 0)
        session.vt = 0; /* terminals are the first seat's */
    if (!*session.type)
        session.type = *session.display ? "x11" : *session.tty ? "tty" : "unspecified";
    if (!*session.class)
        session.class = strcmp(session.type, "unspecified") == 0 ? "background" : "user";
    session.is_remote = *session.remote_host && !is_here(session.remote_host);
    return session;
}

static void text_if_said(struct json *call, const char *name, const char *value)
{
    if (*value)
        json_text(call, name, value);
}

/* Varlink's words have underscores where systemd's have dashes. */
static void word(struct json *call, const char *name, const char *value)
{
    char spelled[WORD_BYTES_MAX];
    snprintf(spelled, sizeof spelled, "%s", value);
    for (char *at = spelled; (at = strchr(at, '-')); at++)
        *at = '_';
    json_text(call, name, spelled);
}

static void write_call(struct json *call, uid_t uid, const struct session *session)
{
    json_raw(call, "{\"method\":\"io.systemd.Login.CreateSession\",\"parameters\":{");
    json_number(call, "UID", uid);
    text_if_said(call, "Service", session->service);
    word(call, "Type", session->type);
    word(call, "Class", session->class);
    text_if_said(call, "Desktop", session->desktop);
    text_if_said(call, "Seat", session->seat);
    if (session->vt > 0)
        json_number(call, "VTNr", session->vt);
    text_if_said(call, "TTY", session->tty);
    text_if_said(call, "Display", session->display);
    json_truth(call, "Remote", session->is_remote);
    text_if_said(call, "RemoteUser", session->remote_user);
    text_if_said(call, "RemoteHost", session->remote_host);
    json_raw(call, "}}");
}

/* Returns a text of the answer's parameters; empty where it has none. */
static const char *answered(const char *answer, const char *name, char *into, size_t size)
{
    const char *const path[] = {"parameters", name, NULL};
    if (!json_string(json_find(answer, path), into, size))
        *into = 0;
    return into;
}

static int set_variable(pam_handle_t *pam, const char *name, const char *value)
{
    char both[ANSWER_BYTES_MAX + WORD_BYTES_MAX];
    if (!*value)
        return PAM_SUCCESS;
    if ((size_t)snprintf(both, sizeof both, "%s=%s", name, value) >= sizeof both)
        return PAM_BUF_ERR;
    int result = pam_putenv(pam, both);
    if (result != PAM_SUCCESS)
        pam_syslog(pam, LOG_ERR, "cannot set %s", name);
    return result;
}

static bool is_users_directory(const char *path, uid_t uid)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == uid;
}

/* Where the user's programs meet: only if it is that user's, whoever it is that the user has become. */
static int set_runtime_directory(pam_handle_t *pam, const char *path, uid_t uid)
{
    char bus[ANSWER_BYTES_MAX];
    struct stat found;
    if (!*path || !is_users_directory(path, uid))
        return PAM_SUCCESS;
    int result = set_variable(pam, "XDG_RUNTIME_DIR", path);
    if (result != PAM_SUCCESS || (size_t)snprintf(bus, sizeof bus, "%s/bus", path) >= sizeof bus)
        return result;
    if (lstat(bus, &found) < 0 || !S_ISSOCK(found.st_mode))
        return PAM_SUCCESS;
    char address[ANSWER_BYTES_MAX + WORD_BYTES_MAX];
    snprintf(address, sizeof address, "unix:path=%s", bus);
    return set_variable(pam, "DBUS_SESSION_BUS_ADDRESS", address);
}

/* Says in the environment which session this is. */
static int take_answer(pam_handle_t *pam, const char *answer, uid_t uid, const struct session *session)
{
    static const char *const number_path[] = {"parameters", "VTNr", NULL};
    char id[WORD_BYTES_MAX], text[ANSWER_BYTES_MAX], number[24] = "";
    unsigned long vt;
    if (!*answered(answer, "Id", id, sizeof id)) {
        pam_syslog(pam, LOG_ERR, "what hearthd answered is no session");
        return PAM_SESSION_ERR;
    }
    int result = set_variable(pam, "XDG_SESSION_ID", id);
    if (result == PAM_SUCCESS)
        result = pam_set_data(pam, MADE, (void *)(uintptr_t)MADE, NULL);
    if (result == PAM_SUCCESS)
        result = set_runtime_directory(pam, answered(answer, "RuntimePath", text, sizeof text), uid);
    if (result == PAM_SUCCESS)
        result = set_variable(pam, "XDG_SESSION_TYPE", session->type);
    if (result == PAM_SUCCESS)
        result = set_variable(pam, "XDG_SESSION_CLASS", session->class);
    if (result == PAM_SUCCESS)
        result = set_variable(pam, "XDG_SESSION_DESKTOP", session->desktop);
    if (result == PAM_SUCCESS)
        result = set_variable(pam, "XDG_SEAT", answered(answer, "Seat", text, sizeof text));
    if (json_unsigned(json_find(answer, number_path), &vt) && vt > 0)
        snprintf(number, sizeof number, "%lu", vt);
    return result == PAM_SUCCESS ? set_variable(pam, "XDG_VTNR", number) : result;
}

/* Asks where nobody but root may, so that nobody else is in the way; else where everybody may. */
static int ask(const char *call, char *answer, size_t size, unsigned seconds)
{
    int error = varlink_call(VARLINK_ROOTS, call, answer, size, seconds);
    return error == ENOENT || error == ECONNREFUSED || error == EACCES ? varlink_call(VARLINK_SOCKET, call, answer, size, seconds) : error;
}

static int make_session(pam_handle_t *pam, uid_t uid, const struct session *session)
{
    static const char *const error_path[] = {"error", NULL};
    char text[CALL_BYTES_MAX], answer[ANSWER_BYTES_MAX], error_name[WORD_BYTES_MAX];
    struct json call = {.text = text, .size = sizeof text};
    write_call(&call, uid, session);
    if (call.overflowed) {
        pam_syslog(pam, LOG_ERR, "no session: what is said of it is longer than %d bytes", CALL_BYTES_MAX);
        return PAM_SESSION_ERR;
    }
    int error = ask(text, answer, sizeof answer, OPEN_SECONDS);
    if (error == ENOENT || error == ECONNREFUSED) {
        if (session->says_more)
            pam_syslog(pam, LOG_DEBUG, "no session: hearthd does not run");
        return PAM_SUCCESS;
    }
    if (error) {
        pam_syslog(pam, LOG_ERR, "no session: hearthd does not answer: %s", strerror(error));
        return PAM_SESSION_ERR;
    }
    if (!json_string(json_find(answer, error_path), error_name, sizeof error_name))
        return take_answer(pam, answer, uid, session);
    if (strcmp(error_name, "io.systemd.Login.AlreadySessionMember") == 0) {
        if (session->says_more)
            pam_syslog(pam, LOG_DEBUG, "no session: this process is in one already");
        return PAM_SUCCESS; /* su and sudo in a session */
    }
    pam_syslog(pam, LOG_ERR, "no session: %s", error_name);
    return PAM_SESSION_ERR;
}

/* Whose session it will be; 0 or a result of PAM's. */
static int find_user(pam_handle_t *pam, uid_t *uid)
{
    const char *name = NULL;
    char text[USER_BYTES_MAX];
    struct passwd entry, *found = NULL;
    int result = pam_get_user(pam, &name, NULL);
    if (result != PAM_SUCCESS || !name || !*name)
        return result != PAM_SUCCESS ? result : PAM_SESSION_ERR;
    int error = getpwnam_r(name, &entry, text, sizeof text, &found);
    if (!found) {
        pam_syslog(pam, LOG_ERR, "no session for %s: %s", name, error ? strerror(error) : "there is no such user");
        return PAM_SESSION_ERR;
    }
    *uid = entry.pw_uid;
    return PAM_SUCCESS;
}

static bool is_of_manager(const char *service)
{
    return strcmp(service, "systemd-user") == 0 || strcmp(service, "hearth-user") == 0;
}

int pam_sm_open_session(pam_handle_t *pam, int flags, int argc, const char **argv)
{
    (void)flags;
    uid_t uid;
    struct session session = read_session(pam, argc, argv);
    if (pam_getenv(pam, "XDG_SESSION_ID"))
        return PAM_SUCCESS; /* pam_systemd has made one */
    if (access(VARLINK_SOCKET, F_OK) < 0)
        return PAM_SUCCESS;
    int result = find_user(pam, &uid);
    if (result != PAM_SUCCESS)
        return result;
    if (is_of_manager(session.service)) { /* a service manager has no session of its own */
        char path[64];
        snprintf(path, sizeof path, "/run/user/%lu", (unsigned long)uid);
        return set_runtime_directory(pam, path, uid);
    }
    return make_session(pam, uid, &session);
}

/* The session ends with its leader; this says that the leader has begun to end. */
int pam_sm_close_session(pam_handle_t *pam, int flags, int argc, const char **argv)
{
    (void)flags;
    (void)argc;
    (void)argv;
    const void *made = NULL;
    const char *id = pam_getenv(pam, "XDG_SESSION_ID");
    if (!id || pam_get_data(pam, MADE, &made) != PAM_SUCCESS)
        return PAM_SUCCESS;
    char text[CALL_BYTES_MAX], answer[ANSWER_BYTES_MAX];
    struct json call = {.text = text, .size = sizeof text};
    json_raw(&call, "{\"method\":\"io.systemd.Login.ReleaseSession\",\"parameters\":{");
    json_text(&call, "Id", id);
    json_raw(&call, "}}");
    if (!call.overflowed)
        ask(text, answer, sizeof answer, CLOSE_SECONDS);
    return PAM_SUCCESS;
}
