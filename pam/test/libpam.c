#include "libpam.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int pam_get_user(pam_handle_t *pam, const char **user, const char *prompt)
{
    (void)prompt;
    *user = pam->user;
    return PAM_SUCCESS;
}

int pam_get_item(const pam_handle_t *pam, int item, const void **value)
{
    *value = pam->items[item];
    return PAM_SUCCESS;
}

static size_t place(pam_handle_t *pam, const char *name, size_t length)
{
    size_t i = 0;
    while (i < VARIABLES_MAX - 1 && pam->variables[i] && (strncmp(pam->variables[i], name, length) != 0 || pam->variables[i][length] != '='))
        i++;
    return i;
}

const char *pam_getenv(pam_handle_t *pam, const char *name)
{
    const char *found = pam->variables[place(pam, name, strlen(name))];
    return found ? found + strlen(name) + 1 : NULL;
}

int pam_putenv(pam_handle_t *pam, const char *name_value)
{
    size_t i = place(pam, name_value, strcspn(name_value, "="));
    free(pam->variables[i]);
    pam->variables[i] = strdup(name_value);
    return PAM_SUCCESS;
}

int pam_set_data(pam_handle_t *pam, const char *name, void *data, void (*cleanup)(pam_handle_t *, void *data, int error_status))
{
    (void)cleanup;
    pam->data_name = name;
    pam->data = data;
    return PAM_SUCCESS;
}

int pam_get_data(const pam_handle_t *pam, const char *name, const void **data)
{
    if (!pam->data_name || strcmp(pam->data_name, name) != 0)
        return PAM_SYSTEM_ERR;
    *data = pam->data;
    return PAM_SUCCESS;
}

void pam_syslog(const pam_handle_t *pam, int priority, const char *format, ...)
{
    (void)priority;
    (void)format;
    ((pam_handle_t *)(uintptr_t)pam)->lines++;
}
