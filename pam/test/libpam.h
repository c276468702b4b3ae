/* A libpam to try the module with: what it is asked and told is here to be set and looked at. */
#ifndef HEARTH_TEST_LIBPAM_H
#define HEARTH_TEST_LIBPAM_H

#include "../src/pam.h"

enum { ITEMS_MAX = 16, VARIABLES_MAX = 16 };

struct pam_handle {
    const char *user;
    const char *items[ITEMS_MAX];
    char *variables[VARIABLES_MAX];
    const char *data_name;
    void *data;
    int lines; /* that were logged */
};

#endif
