package hearth.daemon.machine;

import java.util.Set;

/** Which signals end a process. */
public final class EndingSignals {
    /** SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG and SIGWINCH end nobody. */
    private static final Set<Integer> HARMLESS = Set.of(17, 18, 19, 20, 21, 22, 23, 28);

    /**
     * SIGINT, SIGQUIT, SIGABRT, SIGKILL and SIGTERM are orders to end, also to who catches them.
     */
    private static final Set<Integer> ORDERS = Set.of(2, 3, 6, 9, 15);

    private EndingSignals() {}

    /** Returns whether there are processes that a signal ends. */
    public static boolean canEnd(int signal) {
        return signal > 0 && !HARMLESS.contains(signal);
    }

    /** Returns whether a signal ends a process; most others are caught by who expects them. */
    public static boolean ends(Cgroups cgroups, int signal, int pid) {
        return canEnd(signal) && (ORDERS.contains(signal) || !cgroups.handles(pid, signal));
    }
}
