/* libpam's interface for modules, as far as it is used here. It has been the same since 2008, and its header isn't needed to build. */
#ifndef HEARTH_PAM_H
#define HEARTH_PAM_H

typedef struct pam_handle pam_handle_t;

enum { PAM_SUCCESS = 0, PAM_SYSTEM_ERR = 4, PAM_BUF_ERR = 5, PAM_SESSION_ERR = 14 };

/* Items. */
enum { PAM_SERVICE = 1, PAM_TTY = 3, PAM_RHOST = 4, PAM_RUSER = 8, PAM_XDISPLAY = 11 };

int pam_get_user(pam_handle_t *, const char **user, const char *prompt);
int pam_get_item(const pam_handle_t *, int item, const void **value);
const char *pam_getenv(pam_handle_t *, const char *name);
int pam_putenv(pam_handle_t *, const char *name_value);
int pam_set_data(pam_handle_t *, const char *name, void *data, void (*cleanup)(pam_handle_t *, void *data, int error_status));
int pam_get_data(const pam_handle_t *, const char *name, const void **data);
void pam_syslog(const pam_handle_t *, int priority, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What a module has; the others of its functions are not for sessions. */
#pragma GCC visibility push(default)
int pam_sm_open_session(pam_handle_t *, int flags, int argc, const char **argv);
int pam_sm_close_session(pam_handle_t *, int flags, int argc, const char **argv);
#pragma GCC visibility pop

#endif
