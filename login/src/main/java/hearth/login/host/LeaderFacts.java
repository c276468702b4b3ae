package hearth.login.host;

import java.util.OptionalLong;

/**
 * What the kernel says about a session's leader at the time of the call.
 *
 * @param pid the process
 * @param cgroup its path in the cgroup hierarchy, as in {@code
 *     /user.slice/user-0.slice/session-3.scope}
 * @param auditSession {@code /proc/PID/sessionid}, where there is one
 */
public record LeaderFacts(long pid, String cgroup, OptionalLong auditSession) {}
