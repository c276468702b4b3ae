/* Conditions of units, as the user sees the files that they name: systemd.unit(5), "Conditions and Asserts". */
#include "hand.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cgroup.h"

static bool path_exists(const char *path) { return access(path, F_OK) == 0; }

static bool path_exists_glob(const char *pattern)
{
    glob_t found;
    bool any = glob(pattern, GLOB_NOSORT | GLOB_BRACE, NULL, &found) == 0 && found.gl_pathc > 0;
    globfree(&found);
    return any;
}

static bool path_is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool path_is_symbolic_link(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

static bool path_is_mount_point(const char *path)
{
    struct statx status;
    return statx(AT_FDCWD, path, AT_NO_AUTOMOUNT, 0, &status) == 0 && (status.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/* Whether the file system is writable, whoever may write there. */
static bool path_is_read_write(const char *path)
{
    struct statvfs status;
    return statvfs(path, &status) == 0 && !(status.f_flag & ST_RDONLY);
}

/* Whether the file system lies on a device that the device mapper decrypts. */
static bool path_is_encrypted(const char *path)
{
    struct stat status;
    char name[128], uuid[8] = "";
    if (stat(path, &status) < 0)
        return false;
    snprintf(name, sizeof name, "/sys/dev/block/%u:%u/dm/uuid", major(status.st_dev), minor(status.st_dev));
    int file = open(name, O_RDONLY | O_CLOEXEC);
    bool encrypted = file >= 0 && read(file, uuid, sizeof uuid - 1) > 0 && strncmp(uuid, "CRYPT-", 6) == 0;
    if (file >= 0)
        close(file);
    return encrypted;
}

static bool directory_not_empty(const char *path)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (directory < 0)
        return false;
    struct entries entries;
    unsigned char type;
    entries_begin(&entries, directory);
    bool any = entries_next(&entries, &type) != NULL;
    close(directory);
    return any;
}

static bool file_not_empty(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

static bool file_is_executable(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0111);
}

static const struct {
    const char *kind;
    bool (*holds)(const char *path);
} of_paths[] = {
    {"PathExists", path_exists},
    {"PathExistsGlob", path_exists_glob},
    {"PathIsDirectory", path_is_directory},
    {"PathIsSymbolicLink", path_is_symbolic_link},
    {"PathIsMountPoint", path_is_mount_point},
    {"PathIsReadWrite", path_is_read_write},
    {"PathIsEncrypted", path_is_encrypted},
    {"DirectoryNotEmpty", directory_not_empty},
    {"FileNotEmpty", file_not_empty},
    {"FileIsExecutable", file_is_executable},
};

static ConditionResult check(const Condition *condition)
{
    for (size_t i = 0; i < sizeof of_paths / sizeof *of_paths; i++)
        if (strcmp(of_paths[i].kind, condition->kind) == 0) {
            if (condition->argument[0] != '/')
                return (ConditionResult){Verdict_ERROR, EINVAL};
            return (ConditionResult){of_paths[i].holds(condition->argument) ? Verdict_YES : Verdict_NO, 0};
        }
    Verdict verdict = condition_of_host(condition->kind, condition->argument);
    return (ConditionResult){verdict, verdict == Verdict_ERROR ? EINVAL : 0};
}

bool conditions_order(const struct message *message)
{
    if (message->type->number != CheckConditions_NUMBER)
        return false;
    const CheckConditions *order = message->fields;
    ConditionResult *results = calloc(order->conditions.count ? order->conditions.count : 1, sizeof *results);
    if (!results) {
        answer_failed(message->token, ENOMEM, "check conditions");
        return true;
    }
    for (uint32_t i = 0; i < order->conditions.count; i++)
        results[i] = check(&order->conditions.items[i]);
    ConditionResults answered = {.results = {order->conditions.count, results}};
    link_send(&brain, ConditionResults_NUMBER, message->token, &answered, NULL, 0);
    free(results);
    return true;
}
