package hearth.manager;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a manager is told once.
 *
 * @param scope whose units
 * @param uid the user's id; 0 in the system scope
 * @param managerPid the process that stands for the manager ({@code MANAGERPID})
 * @param cgroup the cgroup below which its units lie, without a slash at its end: {@code
 *     /user.slice/user-1000.slice/user@1000.service}, or empty for the machine's own
 * @param transientDirectory where transient units' files are, such as {@code
 *     /run/user/1000/systemd/transient}
 * @param environment what its services inherit
 * @param defaults what holds for units that say nothing
 */
public record ManagerConfig(
        ManagerScope scope,
        long uid,
        int managerPid,
        String cgroup,
        String transientDirectory,
        Map<String, String> environment,
        ManagerDefaults defaults) {
    public ManagerConfig {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Returns whether this is a user's manager. */
    public boolean isUserScope() {
        return scope == ManagerScope.USER;
    }
}
