package hearth.manager.kill;

import hearth.unit.catalogue.KillSettings;
import hearth.unit.setting.Settings;
import hearth.unit.value.Signals;
import hearth.unit.value.service.KillMode;
import java.util.List;
import java.util.Optional;

/**
 * {@code KillMode=} and its kin.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.kill.5.html">systemd.kill(5)</a>
 */
public record KillPlan(
        KillMode mode,
        int signal,
        int restartSignal,
        int finalSignal,
        int watchdogSignal,
        boolean sendsHup,
        boolean sendsKill) {

    /** What holds for units that say nothing. */
    public static final KillPlan STANDARD =
            new KillPlan(
                    KillMode.CONTROL_GROUP,
                    Signals.SIGTERM,
                    Signals.SIGTERM,
                    Signals.SIGKILL,
                    Signals.SIGABRT,
                    false,
                    true);

    /** Returns what a unit's settings say. */
    public static KillPlan of(Settings settings) {
        int signal = settings.get(KillSettings.KILL_SIGNAL);
        return new KillPlan(
                settings.get(KillSettings.KILL_MODE),
                signal,
                settings.getOr(KillSettings.RESTART_KILL_SIGNAL, signal),
                settings.get(KillSettings.FINAL_KILL_SIGNAL),
                settings.get(KillSettings.WATCHDOG_SIGNAL),
                settings.get(KillSettings.SEND_SIGHUP),
                settings.get(KillSettings.SEND_SIGKILL));
    }

    /** Why something is signalled. */
    public enum Purpose {
        /** It is to end by itself. */
        TERMINATE,
        /** It is to end by itself, and is started again. */
        RESTART,
        /** It is to end. */
        KILL,
        /** It is to say where it hangs, and to end. */
        WATCHDOG
    }

    /**
     * Signals to send.
     *
     * @param pids processes that are meant by name
     * @param wholeCgroup also everything else in the cgroup
     */
    public record Order(
            List<Integer> pids,
            boolean wholeCgroup,
            int signal,
            boolean alsoHup,
            boolean alsoCont) {
        public Order {
            pids = List.copyOf(pids);
        }
    }

    /** Returns the number of the signal for a purpose. */
    public int signalFor(Purpose purpose) {
        return switch (purpose) {
            case TERMINATE -> signal;
            case RESTART -> restartSignal;
            case KILL -> finalSignal;
            case WATCHDOG -> watchdogSignal;
        };
    }

    /**
     * Returns what to send.
     *
     * @param known the main and control process, as far as they live
     * @param mayHaveOthers whether there can be other processes in the cgroup
     * @return nothing where nobody is to be signalled, and so nobody waited for
     */
    public Optional<Order> order(Purpose purpose, List<Integer> known, boolean mayHaveOthers) {
        if (mode == KillMode.NONE) {
            return Optional.empty();
        }
        boolean reachesAll =
                mode == KillMode.CONTROL_GROUP
                        || (mode == KillMode.MIXED && purpose == Purpose.KILL);
        boolean wholeCgroup = reachesAll && mayHaveOthers;
        if (known.isEmpty() && !wholeCgroup) {
            return Optional.empty();
        }
        int number = signalFor(purpose);
        boolean ends = purpose == Purpose.TERMINATE || purpose == Purpose.RESTART;
        return Optional.of(
                new Order(
                        known,
                        wholeCgroup,
                        number,
                        ends && sendsHup,
                        number != Signals.SIGKILL && number != Signals.SIGCONT));
    }
}
