package hearth.api.login1;

import java.util.Optional;
import java.util.OptionalLong;

/** What the kernel says about processes. Called in login's mailbox; never blocks. */
@FunctionalInterface
public interface Processes {
    /** Returns what there is to know about a process; empty where there is no such process. */
    Optional<Facts> find(long pid);

    /**
     * One process.
     *
     * @param cgroup its path, as in {@code /user.slice/user-2001.slice/session-203.scope}
     * @param auditSession {@code /proc/PID/sessionid}; empty where the kernel gave none
     */
    record Facts(String cgroup, OptionalLong auditSession) {}
}
