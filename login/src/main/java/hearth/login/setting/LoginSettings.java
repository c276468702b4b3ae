package hearth.login.setting;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code logind.conf} says, as far as Hearth goes by it.
 *
 * @param killUserProcesses whether a session's end kills what is left of it
 * @param killOnlyUsers names of the only users whose processes are killed; empty for everybody
 * @param killExcludeUsers names of users whose processes are never killed for logging out
 * @param userStopDelay how long a user's manager stays after the last logout; empty for ever
 * @param runtimeDirectorySize limit of {@code /run/user/UID}, in bytes
 * @param runtimeDirectoryInodesMax limit of files in {@code /run/user/UID}
 * @param sessionsMax limit of sessions of all users
 * @param inhibitorsMax limit of inhibitors of all users
 * @param removeIpc whether a user's IPC objects go with the user
 * @see "logind.conf(5)"
 */
public record LoginSettings(
        Configured<Boolean> killUserProcesses,
        Configured<List<String>> killOnlyUsers,
        Configured<List<String>> killExcludeUsers,
        Configured<Optional<Duration>> userStopDelay,
        Configured<Long> runtimeDirectorySize,
        Configured<Long> runtimeDirectoryInodesMax,
        Configured<Long> sessionsMax,
        Configured<Long> inhibitorsMax,
        Configured<Boolean> removeIpc) {

    private static final Duration USER_STOP_DELAY = Duration.ofSeconds(10);
    private static final long SESSIONS_MAX = 8192;
    private static final long INHIBITORS_MAX = 8192;

    /** What a page of a tmpfs takes: with fewer inodes than pages, small files run out first. */
    private static final long BYTES_PER_INODE = 4096;

    /**
     * Returns the settings of a machine whose {@code logind.conf} says nothing.
     *
     * @param killUserProcesses the build's default: distributions differ
     * @param physicalMemoryBytes the machine's memory, of which runtime directories may take a
     *     tenth
     */
    public static LoginSettings defaults(boolean killUserProcesses, long physicalMemoryBytes) {
        long size = physicalMemoryBytes / 10;
        return new LoginSettings(
                Configured.byDefault(killUserProcesses),
                Configured.byDefault(List.of()),
                Configured.byDefault(List.of("root")),
                Configured.byDefault(Optional.of(USER_STOP_DELAY)),
                Configured.byDefault(size),
                Configured.byDefault(size / BYTES_PER_INODE),
                Configured.byDefault(SESSIONS_MAX),
                Configured.byDefault(INHIBITORS_MAX),
                Configured.byDefault(true));
    }

    /** Whether what is left of a session of this user is killed when the session ends. */
    public boolean killsProcessesOf(String userName) {
        return logoutRuleOf(userName).kills();
    }

    /** Returns what decides whether what is left of a session of this user is killed. */
    public LogoutRule logoutRuleOf(String userName) {
        return LogoutRule.of(userName, this);
    }

    /** Returns these settings with another {@code KillUserProcesses=}. */
    public LoginSettings withKillUserProcesses(Configured<Boolean> value) {
        return new LoginSettings(
                value,
                killOnlyUsers,
                killExcludeUsers,
                userStopDelay,
                runtimeDirectorySize,
                runtimeDirectoryInodesMax,
                sessionsMax,
                inhibitorsMax,
                removeIpc);
    }

    /** Returns these settings with another {@code KillOnlyUsers=}. */
    public LoginSettings withKillOnlyUsers(Configured<List<String>> value) {
        return new LoginSettings(
                killUserProcesses,
                value,
                killExcludeUsers,
                userStopDelay,
                runtimeDirectorySize,
                runtimeDirectoryInodesMax,
                sessionsMax,
                inhibitorsMax,
                removeIpc);
    }

    /** Returns these settings with another {@code KillExcludeUsers=}. */
    public LoginSettings withKillExcludeUsers(Configured<List<String>> value) {
        return new LoginSettings(
                killUserProcesses,
                killOnlyUsers,
                value,
                userStopDelay,
                runtimeDirectorySize,
                runtimeDirectoryInodesMax,
                sessionsMax,
                inhibitorsMax,
                removeIpc);
    }

    /** Returns these settings with another {@code UserStopDelaySec=}. */
    public LoginSettings withUserStopDelay(Configured<Optional<Duration>> value) {
        return new LoginSettings(
                killUserProcesses,
                killOnlyUsers,
                killExcludeUsers,
                value,
                runtimeDirectorySize,
                runtimeDirectoryInodesMax,
                sessionsMax,
                inhibitorsMax,
                removeIpc);
    }

    /** Returns these settings with another {@code SessionsMax=}. */
    public LoginSettings withSessionsMax(Configured<Long> value) {
        return new LoginSettings(
                killUserProcesses,
                killOnlyUsers,
                killExcludeUsers,
                userStopDelay,
                runtimeDirectorySize,
                runtimeDirectoryInodesMax,
                value,
                inhibitorsMax,
                removeIpc);
    }

    /** Returns these settings with another {@code InhibitorsMax=}. */
    public LoginSettings withInhibitorsMax(Configured<Long> value) {
        return new LoginSettings(
                killUserProcesses,
                killOnlyUsers,
                killExcludeUsers,
                userStopDelay,
                runtimeDirectorySize,
                runtimeDirectoryInodesMax,
                sessionsMax,
                value,
                removeIpc);
    }

    /** Returns these settings with another {@code RemoveIPC=}. */
    public LoginSettings withRemoveIpc(Configured<Boolean> value) {
        return new LoginSettings(
                killUserProcesses,
                killOnlyUsers,
                killExcludeUsers,
                userStopDelay,
                runtimeDirectorySize,
                runtimeDirectoryInodesMax,
                sessionsMax,
                inhibitorsMax,
                value);
    }

    /** Returns these settings with other bounds of a runtime directory. */
    public LoginSettings withRuntimeDirectory(Configured<Long> size, Configured<Long> inodes) {
        return new LoginSettings(
                killUserProcesses,
                killOnlyUsers,
                killExcludeUsers,
                userStopDelay,
                size,
                inodes,
                sessionsMax,
                inhibitorsMax,
                removeIpc);
    }
}
