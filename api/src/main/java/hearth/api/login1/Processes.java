package hearth.api.login1;

import hearth.api.systemd1.world.PidFd;
import java.util.Optional;
import java.util.OptionalLong;

/** What the kernel says about processes. Called in login's mailbox; never blocks. */
public interface Processes {
    /** Returns what there is to know about a process; empty where there is no such process. */
    Optional<Facts> find(long pid);

    /** Returns the name that the kernel has for a process; empty where there is none. */
    String nameOf(long pid);

    /** Returns the process that a descriptor of ours stands for. */
    PidFd of(int descriptor);

    /**
     * One process.
     *
     * @param cgroup its path, as in {@code /user.slice/user-2001.slice/session-203.scope}
     * @param auditSession {@code /proc/PID/sessionid}; empty where the kernel gave none
     */
    record Facts(String cgroup, OptionalLong auditSession) {}
}
