package hearth.daemon.login;

import hearth.api.systemd1.world.Recorded;
import hearth.api.systemd1.world.UserRecords;
import hearth.daemon.brain.Brain;
import hearth.daemon.log.UnitLog;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.world.Observations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What is in users' logs, for who asks login: those users' managers need not run. Each log is there
 * while questions about it are open, of which it has a limit. Belongs to login's mailbox.
 */
public final class UserLogs implements UserRecords {
    private final Brain brain;
    private final Mailbox mailbox;
    private final Map<Long, UnitLog> asked = new HashMap<>();

    /**
     * Makes it.
     *
     * @param mailbox login's
     */
    public UserLogs(Brain brain, Mailbox mailbox) {
        this.brain = brain;
        this.mailbox = mailbox;
    }

    @Override
    public void record(
            long uid,
            String unit,
            int count,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<Recorded>>> then) {
        asked.values().removeIf(UnitLog::isIdle);
        asked.computeIfAbsent(uid, _ -> brain.logOf(Long.toString(uid), mailbox))
                .record(
                        unit,
                        count,
                        isAwaited,
                        found -> then.accept(found.map(Observations::recorded)));
    }
}
