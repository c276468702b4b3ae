/* With which status a child ends that could not execute its program: systemd.exec(5), "Process Exit Codes". */
#ifndef HEARTH_EXIT_STATUS_H
#define HEARTH_EXIT_STATUS_H

/* status, name as in messages */
#define EXIT_STATUSES(EXIT)              \
    EXIT(200, CHDIR)                     \
    EXIT(201, NICE)                      \
    EXIT(202, FDS)                       \
    EXIT(203, EXEC)                      \
    EXIT(204, MEMORY)                    \
    EXIT(205, LIMITS)                    \
    EXIT(206, OOM_ADJUST)                \
    EXIT(207, SIGNAL_MASK)               \
    EXIT(208, STDIN)                     \
    EXIT(209, STDOUT)                    \
    EXIT(210, CHROOT)                    \
    EXIT(211, IOPRIO)                    \
    EXIT(212, TIMERSLACK)                \
    EXIT(213, SECUREBITS)                \
    EXIT(214, SETSCHEDULER)              \
    EXIT(215, CPUAFFINITY)               \
    EXIT(216, GROUP)                     \
    EXIT(217, USER)                      \
    EXIT(218, CAPABILITIES)              \
    EXIT(219, CGROUP)                    \
    EXIT(220, SETSID)                    \
    EXIT(221, CONFIRM)                   \
    EXIT(222, STDERR)                    \
    EXIT(224, PAM)                       \
    EXIT(225, NETWORK)                   \
    EXIT(226, NAMESPACE)                 \
    EXIT(227, NO_NEW_PRIVILEGES)         \
    EXIT(228, SECCOMP)                   \
    EXIT(229, SELINUX_CONTEXT)           \
    EXIT(230, PERSONALITY)               \
    EXIT(231, APPARMOR_PROFILE)          \
    EXIT(232, ADDRESS_FAMILIES)          \
    EXIT(233, RUNTIME_DIRECTORY)         \
    EXIT(235, CHOWN)                     \
    EXIT(236, SMACK_PROCESS_LABEL)       \
    EXIT(237, KEYRING)                   \
    EXIT(238, STATE_DIRECTORY)           \
    EXIT(239, CACHE_DIRECTORY)           \
    EXIT(240, LOGS_DIRECTORY)            \
    EXIT(241, CONFIGURATION_DIRECTORY)   \
    EXIT(242, NUMA_POLICY)               \
    EXIT(243, CREDENTIALS)               \
    EXIT(245, BPF)

#define EXIT_CONSTANT(number, name) STATUS_##name = number,
enum { EXIT_STATUSES(EXIT_CONSTANT) };
#undef EXIT_CONSTANT

#endif
