package hearth.manager;

import hearth.budget.Account;

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
 * @param account where units and jobs are charged
 */
public record ManagerConfig(
        ManagerScope scope,
        long uid,
        int managerPid,
        String cgroup,
        String transientDirectory,
        Account account) {

    /** Returns whether this is a user's manager. */
    public boolean isUserScope() {
        return scope == ManagerScope.USER;
    }
}
