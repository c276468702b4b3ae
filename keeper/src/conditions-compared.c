/* Conditions that compare a value of the machine with words: versions, fields of os-release, features, pressure. */
#include "hand.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cgroup.h"

enum { WORD_SIZE = 1024 };

static Verdict verdict(bool holds) { return holds ? Verdict_YES : Verdict_NO; }

/* Takes the next word off a text, quotes taken away; false at the end, or where a quote isn't closed or the word is too long. */
static bool next_word(const char **text, char word[WORD_SIZE])
{
    const char *from = *text + strspn(*text, " \t");
    size_t length = 0;
    char quote = 0;
    if (!*from)
        return false;
    for (; *from && (quote || !strchr(" \t", *from)); from++)
        if (quote ? *from == quote : *from == '"' || *from == '\'')
            quote = quote ? 0 : *from;
        else if (length + 1 < WORD_SIZE)
            word[length++] = *from;
        else
            return false;
    word[length] = 0;
    *text = from;
    return !quote;
}

enum comparison { MATCHES, DIFFERS_FROM_PATTERN, UNEQUAL, LOWER_OR_EQUAL, GREATER_OR_EQUAL, LOWER, GREATER, EQUAL, SAME, OTHER, NONE };

/* Takes an operator off a text; NONE where there is none. */
static enum comparison take_operator(const char **text)
{
    static const struct {
        const char *text;
        enum comparison comparison;
    } operators[] = {{"$=", MATCHES}, {"!$=", DIFFERS_FROM_PATTERN}, {"<>", UNEQUAL}, {"<=", LOWER_OR_EQUAL}, {">=", GREATER_OR_EQUAL},
                     {"<", LOWER},    {">", GREATER},                {"==", EQUAL},   {"=", SAME},            {"!=", OTHER}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t length = strlen(operators[i].text);
        if (strncmp(*text, operators[i].text, length) == 0) {
            *text += length;
            return operators[i].comparison;
        }
    }
    return NONE;
}

static bool compare(enum comparison comparison, const char *have, const char *wanted)
{
    int order = strverscmp(have, wanted);
    switch (comparison) {
    case MATCHES:
        return fnmatch(wanted, have, 0) == 0;
    case DIFFERS_FROM_PATTERN:
        return fnmatch(wanted, have, 0) != 0;
    case SAME:
        return strcmp(have, wanted) == 0;
    case OTHER:
        return strcmp(have, wanted) != 0;
    case UNEQUAL:
        return order != 0;
    case LOWER_OR_EQUAL:
        return order <= 0;
    case GREATER_OR_EQUAL:
        return order >= 0;
    case LOWER:
        return order < 0;
    case GREATER:
        return order > 0;
    default:
        return order == 0;
    }
}

/* Each word an operator and a version; without an operator, a pattern. */
static Verdict kernel_version(const char *argument)
{
    char word[WORD_SIZE];
    struct utsname name;
    uname(&name);
    for (bool first = true; next_word(&argument, word); first = false) {
        const char *wanted = word;
        enum comparison comparison = take_operator(&wanted);
        wanted += strspn(wanted, " \t");
        if (!*wanted) { /* "> 5.10": the version is the next word, as it once was written */
            if (!first || !next_word(&argument, word))
                return Verdict_ERROR;
            wanted = word;
        }
        if (!compare(comparison == NONE ? MATCHES : comparison, name.release, wanted))
            return Verdict_NO;
    }
    return argument[strspn(argument, " \t")] ? Verdict_ERROR : Verdict_YES;
}

/* Reads a field of os-release; "" where it has none. */
static void os_release(const char *key, char value[WORD_SIZE])
{
    char line[WORD_SIZE];
    size_t length = strlen(key);
    FILE *file = fopen("/etc/os-release", "re");
    if (!file)
        file = fopen("/usr/lib/os-release", "re");
    value[0] = 0;
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, length) == 0 && line[length] == '=') {
            line[strcspn(line, "\n")] = 0;
            const char *rest = line + length + 1;
            if (!next_word(&rest, value))
                value[0] = 0;
        }
    if (file)
        fclose(file);
}

static Verdict of_os_release(const char *argument)
{
    char word[WORD_SIZE], key[WORD_SIZE], value[WORD_SIZE];
    while (next_word(&argument, word)) {
        size_t length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
        const char *wanted = word + length;
        enum comparison comparison = take_operator(&wanted);
        if (length == 0 || isdigit((unsigned char)word[0]) || comparison == NONE || !*wanted || isspace((unsigned char)*wanted))
            return Verdict_ERROR;
        snprintf(key, sizeof key, "%.*s", (int)length, word);
        os_release(key, value);
        if (!compare(comparison, value, wanted))
            return Verdict_NO;
    }
    return argument[strspn(argument, " \t")] ? Verdict_ERROR : Verdict_YES;
}

/* A flag of the first processor, as proc_cpuinfo(5) names it. */
static Verdict cpu_feature(const char *argument)
{
    char *line = NULL;
    size_t size = 0;
    bool has = false;
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file && getline(&line, &size, file) > 0) {
        if (strncmp(line, "flags", 5) != 0 && strncmp(line, "Features", 8) != 0)
            continue;
        char *rest = line;
        for (char *flag; !has && (flag = strsep(&rest, " \t:\n"));)
            has = *flag && strcasecmp(flag, argument) == 0;
        break;
    }
    free(line);
    if (file)
        fclose(file);
    return verdict(has);
}

/* A percentage with up to two digits behind the point, in hundredths; -1 for anything else. */
static long parse_percentage(const char *text)
{
    char *end;
    text += strspn(text, " \t");
    if (!isdigit((unsigned char)*text))
        return -1;
    long hundredths = strtol(text, &end, 10) * 100;
    if (*end == '.') {
        if (!isdigit((unsigned char)end[1]))
            return -1;
        hundredths += (end[1] - '0') * 10;
        end += 2;
        if (isdigit((unsigned char)*end))
            hundredths += *end++ - '0';
    }
    if (*end != '%' || end[1 + strspn(end + 1, " \t")] || hundredths > 10000)
        return -1;
    return hundredths;
}

/* Which average a time span stands for; NULL for none. */
static const char *average_of(const char *span)
{
    span += strspn(span, " \t");
    return strncmp(span, "10sec", 5) == 0 ? "avg10=" : strncmp(span, "1min", 4) == 0 ? "avg60=" : strncmp(span, "5min", 4) == 0 ? "avg300=" : NULL;
}

/* The average of a line "some" or "full", in hundredths of a percent; -1 where there is none. */
static long pressure(const char *path, const char *kind, const char *average)
{
    char line[256];
    long found = -1;
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        const char *value = strncmp(line, kind, 4) == 0 ? strstr(line, average) : NULL;
        if (value)
            found = (long)(strtod(value + strlen(average), NULL) * 100 + 0.5);
    }
    if (file)
        fclose(file);
    return found;
}

/* Where a slice of this user's manager shows its pressure: below the cgroup that this hand is in, as its slices lie in each other. */
static bool path_in_slice(const char *slice, const char *resource, char *path, size_t size)
{
    static const char own[] = "/init.scope";
    char line[WORD_SIZE], below[WORD_SIZE] = "";
    size_t used = 0, length = strlen(slice);
    FILE *file = fopen("/proc/self/cgroup", "re");
    char *cgroup = NULL;
    while (file && !cgroup && fgets(line, sizeof line, file))
        cgroup = strncmp(line, "0::", 3) == 0 ? line + 3 : NULL;
    if (file)
        fclose(file);
    if (!cgroup || length < 7 || strcmp(slice + length - 6, ".slice") != 0 || strchr(slice, '/'))
        return false;
    cgroup[strcspn(cgroup, "\n")] = 0;
    size_t end = strlen(cgroup);
    if (end >= sizeof own - 1 && strcmp(cgroup + end - (sizeof own - 1), own) == 0)
        cgroup[end - (sizeof own - 1)] = 0;
    for (size_t i = 1; i <= length - 6; i++) /* a-b.slice lies in a.slice */
        if (slice[i] == '-' || i == length - 6) {
            int more = snprintf(below + used, sizeof below - used, "/%.*s.slice", (int)i, slice);
            if (more < 0 || (used += (size_t)more) >= sizeof below)
                return false;
        }
    int wrote = snprintf(path, size, "/proc/self/fd/%d%s%s/%s.pressure", cgroup_root_descriptor(), cgroup, strcmp(slice, "-.slice") == 0 ? "" : below, resource);
    return wrote > 0 && (size_t)wrote < size;
}

/* [SLICE:]PERCENTAGE[/SPAN]: whether the average is at most that; what the kernel doesn't measure is no pressure. */
static Verdict of_pressure(const char *resource, const char *controller, const char *argument)
{
    char words[WORD_SIZE], path[2 * WORD_SIZE + 128], controllers[256];
    if (access("/proc/pressure", F_OK) < 0)
        return Verdict_YES;
    snprintf(words, sizeof words, "%s", argument);
    char *limit = words;
    char *slice = NULL;
    if (strchr(words, ':')) {
        slice = strsep(&limit, ":");
        cgroup_controllers("/", controllers, sizeof controllers);
        if (!strstr(controllers, controller))
            return Verdict_YES;
    }
    char *span = strchr(limit, '/');
    if (span)
        *span++ = 0;
    const char *average = span ? average_of(span) : "avg300=";
    long hundredths = parse_percentage(limit);
    if (!average || hundredths < 0)
        return Verdict_ERROR;
    if (!slice)
        snprintf(path, sizeof path, "/proc/pressure/%s", resource);
    else if (!path_in_slice(slice, resource, path, sizeof path))
        return Verdict_ERROR;
    else if (access(path, F_OK) < 0)
        return Verdict_YES;
    long have = !slice && strcmp(resource, "cpu") == 0 ? -1 : pressure(path, "full", average);
    if (have < 0)
        have = pressure(path, "some", average);
    return have < 0 ? Verdict_ERROR : verdict(have <= hundredths);
}

static Verdict memory_pressure(const char *argument) { return of_pressure("memory", "memory", argument); }
static Verdict cpu_pressure(const char *argument) { return of_pressure("cpu", "cpu", argument); }
static Verdict io_pressure(const char *argument) { return of_pressure("io", "io", argument); }

static Verdict firmware(const char *argument)
{
    static const char smbios[] = "smbios-field(";
    char field[WORD_SIZE], value[WORD_SIZE] = "", path[WORD_SIZE + 32];
    if (strcmp(argument, "uefi") == 0)
        return verdict(access("/sys/firmware/efi", F_OK) == 0);
    if (strcmp(argument, "device-tree") == 0)
        return verdict(access("/sys/firmware/devicetree", F_OK) == 0);
    if (strncmp(argument, smbios, sizeof smbios - 1) != 0) /* a device tree's contents: none, where there is no such tree */
        return access("/sys/firmware/devicetree", F_OK) == 0 && strncmp(argument, "device-tree-compatible(", 23) == 0 ? Verdict_UNKNOWN_KIND : Verdict_NO;
    const char *expression = argument + sizeof smbios - 1;
    size_t length = strcspn(expression, "!<=>$");
    snprintf(field, sizeof field, "%.*s", (int)length, expression);
    field[strcspn(field, " \t")] = 0;
    expression += length;
    enum comparison comparison = take_operator(&expression);
    char *end = strrchr(expression, ')');
    if (comparison == NONE || !end || end[1] || !field[0] || strchr(field, '/'))
        return Verdict_ERROR;
    char wanted[WORD_SIZE];
    snprintf(path, sizeof path, "%.*s", (int)(end - expression), expression);
    const char *rest = path;
    if (!next_word(&rest, wanted))
        return Verdict_ERROR;
    snprintf(path, sizeof path, "/sys/class/dmi/id/%s", field);
    FILE *file = fopen(path, "re");
    if (!file)
        return Verdict_NO;
    if (!fgets(value, sizeof value, file))
        value[0] = 0;
    fclose(file);
    for (size_t n = strlen(value); n > 0 && isspace((unsigned char)value[n - 1]);)
        value[--n] = 0;
    return verdict(compare(comparison, value, wanted));
}

/* A user's manager is given no credentials. */
static Verdict credential(const char *argument)
{
    (void)argument;
    return Verdict_NO;
}

Verdict condition_compared(const char *kind, const char *argument)
{
    static const struct {
        const char *kind;
        Verdict (*check)(const char *argument);
    } known[] = {{"KernelVersion", kernel_version}, {"OSRelease", of_os_release},  {"CPUFeature", cpu_feature}, {"MemoryPressure", memory_pressure},
                 {"CPUPressure", cpu_pressure},     {"IOPressure", io_pressure},   {"Firmware", firmware},      {"Credential", credential}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].kind, kind) == 0)
            return known[i].check(argument);
    return Verdict_UNKNOWN_KIND;
}
