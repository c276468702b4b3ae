/* Conditions about the host, the kernel and the user. */
#include "hand.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <pwd.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cgroup.h"

static Verdict verdict(bool holds) { return holds ? Verdict_YES : Verdict_NO; }

/* Reads the beginning of a small file; "" where that fails. Returns how many bytes that is. */
static size_t slurp(const char *path, char *content, size_t size)
{
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, content, size - 1);
    content[length > 0 ? length : 0] = 0;
    if (file >= 0)
        close(file);
    return length > 0 ? (size_t)length : 0;
}

/* "yes", "no" and their kin: 1, 0; -1 for anything else. */
static int parse_boolean(const char *text)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "0", "1", "n", "y", "f", "t"};
    for (int i = 0; i < 12; i++)
        if (strcasecmp(text, words[i]) == 0)
            return i % 2;
    return -1;
}

/* Splits a comparison's operator off; "=" in effect where there is none. */
static const char *parse_operator(const char *text, char operator[3])
{
    size_t length = strspn(text, "<>=!");
    snprintf(operator, 3, "%.*s", (int)(length > 2 ? 2 : length), text);
    text += length;
    return text + strspn(text, " \t");
}

static Verdict compare(const char *operator, int order)
{
    if (strcmp(operator, "<") == 0)
        return verdict(order < 0);
    if (strcmp(operator, "<=") == 0)
        return verdict(order <= 0);
    if (strcmp(operator, ">") == 0)
        return verdict(order > 0);
    if (strcmp(operator, ">=") == 0)
        return verdict(order >= 0);
    if (strcmp(operator, "!=") == 0 || strcmp(operator, "<>") == 0)
        return verdict(order != 0);
    return verdict(order == 0);
}

static Verdict first_boot(const char *argument)
{
    int wanted = parse_boolean(argument);
    return wanted < 0 ? Verdict_ERROR : verdict((access("/run/systemd/first-boot", F_OK) == 0) == (wanted == 1));
}

static Verdict needs_update(const char *path)
{
    char stamp[PATH_MAX];
    struct stat usr, updated;
    snprintf(stamp, sizeof stamp, "%s/.updated", path);
    if (stat("/usr", &usr) < 0)
        return Verdict_NO;
    return verdict(stat(stamp, &updated) < 0 || usr.st_mtim.tv_sec > updated.st_mtim.tv_sec);
}

/* The container's name, or "". */
static void container(char *name, size_t size)
{
    slurp("/run/host/container-manager", name, size);
    if (!name[0])
        slurp("/run/systemd/container", name, size);
    name[strcspn(name, "\n")] = 0;
    if (!name[0] && access("/run/.containerenv", F_OK) == 0)
        snprintf(name, size, "podman");
    if (!name[0] && access("/.dockerenv", F_OK) == 0)
        snprintf(name, size, "docker");
    if (!name[0] && access("/sys/fs/cgroup/cgroup.events", F_OK) == 0) /* the machine's own root cgroup has no such file */
        snprintf(name, size, "container-other");
}

/* A word of the command line, or where the argument has no "=" also the name of one. */
static Verdict kernel_command_line(const char *argument)
{
    char line[4096];
    char name[64];
    container(name, sizeof name);
    size_t size = slurp(name[0] ? "/proc/1/cmdline" : "/proc/cmdline", line, sizeof line);
    for (size_t i = 0; i < size; i++) /* a container's is its first process's: an argument each */
        if (!line[i])
            line[i] = ' ';
    char *rest = line;
    size_t length = strlen(argument);
    for (char *word; (word = strsep(&rest, " \n"));)
        if (strcmp(word, argument) == 0 || (!strchr(argument, '=') && strncmp(word, argument, length) == 0 && word[length] == '='))
            return Verdict_YES;
    return Verdict_NO;
}

static Verdict host(const char *argument)
{
    char id[64];
    char name[HOST_NAME_MAX + 1] = "";
    slurp("/etc/machine-id", id, sizeof id);
    id[strcspn(id, "\n")] = 0;
    gethostname(name, sizeof name);
    return verdict(strcasecmp(id, argument) == 0 || fnmatch(argument, name, FNM_CASEFOLD) == 0);
}

/* The hypervisor's name as systemd-detect-virt(1) has it, or "". */
static void machine(char *name, size_t size)
{
    static const char *const vendors[][2] = {{"QEMU", "qemu"},       {"KVM", "kvm"},           {"VMware", "vmware"},
                                             {"innotek", "oracle"},  {"VirtualBox", "oracle"}, {"Xen", "xen"},
                                             {"Microsoft", "microsoft"}, {"Amazon EC2", "amazon"}, {"Google", "google"}};
    char vendor[256];
    char processor[8192];
    name[0] = 0;
    slurp("/sys/class/dmi/id/sys_vendor", vendor, sizeof vendor);
    for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++)
        if (strstr(vendor, vendors[i][0])) {
            snprintf(name, size, "%s", vendors[i][1]);
            return;
        }
    slurp("/proc/cpuinfo", processor, sizeof processor);
    if (strstr(processor, "User Mode Linux"))
        snprintf(name, size, "uml");
    else if (strstr(processor, " hypervisor"))
        snprintf(name, size, "vm-other");
}

static Verdict virtualization(const char *argument)
{
    char inner[64];
    char outer[64];
    container(inner, sizeof inner);
    machine(outer, sizeof outer);
    int wanted = parse_boolean(argument);
    if (wanted >= 0)
        return verdict((inner[0] || outer[0]) == (wanted == 1));
    if (strcmp(argument, "private-users") == 0) {
        char map[64];
        slurp("/proc/self/uid_map", map, sizeof map);
        return verdict(map[0] && !strstr(map, "4294967295"));
    }
    if (strcmp(argument, "container") == 0)
        return verdict(inner[0]);
    if (strcmp(argument, "vm") == 0)
        return verdict(!inner[0] && outer[0]);
    return verdict(strcmp(argument, inner[0] ? inner : outer) == 0);
}

static Verdict architecture(const char *argument)
{
    static const char *const names[][2] = {{"x86_64", "x86-64"}, {"i686", "x86"}, {"i386", "x86"}, {"aarch64", "arm64"}, {"armv7l", "arm"},
                                           {"armv6l", "arm"}, {"ppc64le", "ppc64-le"}, {"riscv64", "riscv64"}, {"s390x", "s390x"},
                                           {"loongarch64", "loongarch64"}, {"mips64", "mips64"}, {"ppc64", "ppc64"}};
    struct utsname name;
    uname(&name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], name.machine) == 0)
            return verdict(strcmp(argument, names[i][1]) == 0 || strcmp(argument, "native") == 0);
    return verdict(strcmp(argument, name.machine) == 0 || strcmp(argument, "native") == 0);
}

/* On AC power: a supply of mains is online, or there is no battery that says otherwise. */
static Verdict ac_power(const char *argument)
{
    int wanted = parse_boolean(argument);
    int directory = open("/sys/class/power_supply", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool mains = false, online = false;
    struct entries entries;
    unsigned char type;
    if (wanted < 0)
        return Verdict_ERROR;
    if (directory >= 0) {
        entries_begin(&entries, directory);
        for (const char *name; (name = entries_next(&entries, &type));) {
            char path[PATH_MAX], content[32];
            snprintf(path, sizeof path, "/sys/class/power_supply/%s/type", name);
            slurp(path, content, sizeof content);
            if (strncmp(content, "Mains", 5) != 0)
                continue;
            mains = true;
            snprintf(path, sizeof path, "/sys/class/power_supply/%s/online", name);
            slurp(path, content, sizeof content);
            online |= content[0] == '1';
        }
        close(directory);
    }
    return verdict((!mains || online) == (wanted == 1));
}

/* Whether the manager could have it: its bounding set. */
static Verdict capability(const char *argument)
{
    static const char *const names[] = {"chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap",
        "linux_immutable", "net_bind_service", "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner", "sys_module", "sys_rawio",
        "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice", "sys_resource", "sys_time", "sys_tty_config", "mknod",
        "lease", "audit_write", "audit_control", "setfcap", "mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read",
        "perfmon", "bpf", "checkpoint_restore"};
    if (strncasecmp(argument, "CAP_", 4) != 0)
        return Verdict_ERROR;
    for (unsigned long i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(argument + 4, names[i]) == 0)
            return verdict(prctl(PR_CAPBSET_READ, i, 0, 0, 0) == 1);
    return Verdict_ERROR;
}

static Verdict security(const char *argument)
{
    static const char *const files[][2] = {{"selinux", "/sys/fs/selinux/enforce"}, {"smack", "/sys/fs/smackfs"},
                                           {"apparmor", "/sys/module/apparmor/parameters/enabled"}, {"ima", "/sys/kernel/security/ima"},
                                           {"tomoyo", "/sys/kernel/security/tomoyo/version"}, {"tpm2", "/sys/class/tpmrm/tpmrm0"}};
    char content[16];
    if (strcmp(argument, "audit") == 0) { /* the kernel says so where it is asked for such a socket */
        int audit = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
        if (audit >= 0)
            close(audit);
        return verdict(audit >= 0 || (errno != EAFNOSUPPORT && errno != EPROTONOSUPPORT && errno != EPERM));
    }
    if (strcmp(argument, "uefi-secureboot") == 0) { /* four bytes of attributes, then the value */
        size_t size = slurp("/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", content, sizeof content);
        return verdict(size == 5 && content[4] == 1);
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(argument, files[i][0]) == 0) {
            if (strcmp(argument, "apparmor") != 0)
                return verdict(access(files[i][1], F_OK) == 0);
            slurp(files[i][1], content, sizeof content);
            return verdict(content[0] == 'Y');
        }
    return Verdict_NO;
}

static bool is_controller(const char *word)
{
    static const char *const controllers[] = {"cpu", "cpuacct", "cpuset", "io", "blkio", "memory", "devices", "pids"};
    for (size_t i = 0; i < sizeof controllers / sizeof *controllers; i++)
        if (strcmp(controllers[i], word) == 0)
            return true;
    return false;
}

static Verdict control_group_controller(const char *argument)
{
    char names[256];
    char words[256];
    if (strcmp(argument, "v2") == 0 || strcmp(argument, "v1") == 0)
        return verdict((cgroup_root_descriptor() >= 0) == (argument[1] == '2'));
    cgroup_controllers("/", names, sizeof names);
    snprintf(words, sizeof words, "%s", argument);
    char *rest = words;
    for (char *word; (word = strsep(&rest, " \t"));) {
        if (!is_controller(word))
            continue; /* systemd lets those that it doesn't know pass */
        char *place = strstr(names, word);
        size_t length = strlen(word);
        while (place && !((place == names || place[-1] == ' ') && (place[length] == ' ' || !place[length])))
            place = strstr(place + 1, word);
        if (!place)
            return Verdict_NO;
    }
    return Verdict_YES;
}

/* A size with K, M, G, T, P or E, to the base 1024. */
static Verdict memory(const char *argument)
{
    static const char units[] = "KMGTPE";
    char operator[3];
    char *end;
    const char *text = parse_operator(argument, operator);
    double wanted = isdigit((unsigned char)*text) ? strtod(text, &end) : 0;
    if (!isdigit((unsigned char)*text))
        return Verdict_ERROR;
    const char *unit = *end ? strchr(units, *end) : NULL;
    if (*end && (!unit || end[1]))
        return Verdict_ERROR;
    for (long i = unit ? unit - units + 1 : 0; i > 0; i--)
        wanted *= 1024;
    double have = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    return compare(operator[0] ? operator : ">=", have < wanted ? -1 : have > wanted);
}

static Verdict cpus(const char *argument)
{
    char operator[3];
    char *end;
    cpu_set_t set;
    const char *text = parse_operator(argument, operator);
    long wanted = strtol(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end)
        return Verdict_ERROR;
    int have = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
    return compare(operator[0] ? operator : ">=", have < wanted ? -1 : have > wanted);
}

static Verdict user(const char *argument)
{
    enum { SYSTEM_UID_MAX = 999 };
    char *end;
    unsigned long uid = strtoul(argument, &end, 10);
    if (isdigit((unsigned char)argument[0]) && !*end)
        return verdict(uid == hand.uid);
    if (strcmp(argument, "@system") == 0)
        return verdict(hand.uid <= SYSTEM_UID_MAX);
    return verdict(strcmp(argument, hand.user) == 0);
}

static Verdict group(const char *argument)
{
    char *end;
    gid_t groups[256];
    unsigned long gid = strtoul(argument, &end, 10);
    if (!isdigit((unsigned char)argument[0]) || *end) {
        const struct group *found = getgrnam(argument);
        if (!found)
            return Verdict_NO;
        gid = found->gr_gid;
    }
    int count = getgroups(256, groups);
    for (int i = 0; i < count; i++)
        if (groups[i] == gid)
            return Verdict_YES;
    return verdict(gid == hand.gid);
}

static Verdict kernel_module_loaded(const char *argument)
{
    char path[PATH_MAX];
    if (!argument[0] || strchr(argument, '/'))
        return Verdict_ERROR;
    snprintf(path, sizeof path, "/sys/module/%s", argument);
    return verdict(access(path, F_OK) == 0);
}

Verdict condition_of_host(const char *kind, const char *argument)
{
    static const struct {
        const char *kind;
        Verdict (*check)(const char *argument);
    } known[] = {
        {"FirstBoot", first_boot},
        {"NeedsUpdate", needs_update},
        {"KernelCommandLine", kernel_command_line},
        {"KernelModuleLoaded", kernel_module_loaded},
        {"Host", host},
        {"Virtualization", virtualization},
        {"Architecture", architecture},
        {"ACPower", ac_power},
        {"Capability", capability},
        {"Security", security},
        {"ControlGroupController", control_group_controller},
        {"Memory", memory},
        {"CPUs", cpus},
        {"User", user},
        {"Group", group},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].kind, kind) == 0)
            return known[i].check(argument);
    return condition_compared(kind, argument);
}
