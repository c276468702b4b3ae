package hearth.cli.command.logout;

import hearth.cli.client.SessionRow;
import hearth.cli.client.UnitProcess;
import hearth.cli.command.Account;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a logout would do.
 *
 * @param user whose
 * @param sessions those that would end, with what is in them
 * @param rule what becomes of that
 * @param staying another session of that user's, which goes on
 * @param lingers whether the user's services run without a login
 * @param stopDelay how long after the last logout the user's manager stops; {@code infinity}: never
 * @param units what the user's manager runs
 */
record LogoutPlan(
        Account user,
        List<Ending> sessions,
        LogoutRule rule,
        Optional<SessionRow> staying,
        boolean lingers,
        String stopDelay,
        List<UnitProcess> units) {
    /** A session that would end. */
    record Ending(SessionRow session, List<UnitProcess> processes) {}

    /** Whether the user's manager would stop, with all that it runs. */
    boolean stopsManager() {
        return staying.isEmpty() && !lingers && !stopDelay.equals("infinity");
    }

    /** Returns why the manager would stop, or not. */
    String managerReason() {
        if (lingers) {
            return user.name() + " lingers";
        }
        if (staying.isPresent()) {
            return "session " + staying.get().id() + " goes on";
        }
        return stopDelay.equals("infinity")
                ? "UserStopDelaySec=infinity"
                : "it is the last session, and " + user.name() + " does not linger";
    }

    /** Returns the unit of a process: what lies below it in the cgroup tree is the unit's own. */
    static String unitOf(UnitProcess process) {
        return Arrays.stream(process.cgroup().split("/", -1))
                .filter(part -> part.endsWith(".service") || part.endsWith(".scope"))
                .filter(part -> !part.startsWith("user@"))
                .findFirst()
                .orElse("");
    }
}
