package hearth.daemon.mailbox;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The turns that wait, in the order in which threads take them: first what serves all users, then
 * users by turns; those of heavy users ({@link HeavyUsers}) on half of the threads at most.
 *
 * <p>Without that a few who repeat what takes long, on all threads, would make everybody else wait
 * until each such turn has been found to be long. Belongs to whoever guards it.
 */
final class TurnQueues {
    /** Stands for no user: login's and the system manager's turns. */
    static final int NOBODY = -1;

    /** A turn of a user's, or of {@link #NOBODY}. */
    record Turn(int uid, Runnable work) {}

    /**
     * A turn that is to begin.
     *
     * @param isHeavy whether it counts as a heavy user's until {@link #heavyTurnOver}
     */
    record Next(Turn turn, boolean isHeavy) {}

    private final int heavyMax;
    private final ArrayDeque<Turn> first = new ArrayDeque<>();
    private final ArrayDeque<Turn> others = new ArrayDeque<>();
    private final ArrayDeque<Turn> heavy = new ArrayDeque<>();
    private final HeavyUsers users = new HeavyUsers();
    private int heavyTurns;

    /** Makes them, for so many threads. */
    TurnQueues(int threads) {
        heavyMax = Math.max(1, threads / 2);
    }

    /**
     * Adds a turn; returns whether a thread that has nothing to do would begin it.
     *
     * @param nowNanos of a monotonic clock
     */
    boolean add(Turn turn, long nowNanos) {
        if (turn.uid() == NOBODY) {
            first.add(turn);
        } else if (users.isHeavy(turn.uid(), nowNanos)) {
            heavy.add(turn);
            return heavyTurns < heavyMax;
        } else {
            others.add(turn);
        }
        return true;
    }

    /** Returns what is to begin now, and removes it; nothing where no turn may. */
    Optional<Next> take() {
        if (!first.isEmpty()) {
            return Optional.of(new Next(first.remove(), false));
        } else if (!heavy.isEmpty() && heavyTurns < heavyMax) {
            heavyTurns++;
            return Optional.of(new Next(heavy.remove(), true));
        }
        return Optional.ofNullable(others.poll()).map(turn -> new Next(turn, false));
    }

    /** A heavy user's turn is over, or alone on its thread from now on. */
    void heavyTurnOver() {
        heavyTurns--;
    }

    /** Returns whether nothing waits. */
    boolean isEmpty() {
        return first.isEmpty() && others.isEmpty() && heavy.isEmpty();
    }

    /** Returns whether the CPU time of a user's turns is to be measured. */
    boolean isMeasured(int uid, long nowNanos) {
        return users.isMeasured(uid, nowNanos);
    }

    /** Takes note of a turn that is over; see {@link HeavyUsers#took}. */
    void took(int uid, long nowNanos, long lastedNanos, OptionalLong cpuNanos) {
        users.took(uid, nowNanos, lastedNanos, cpuNanos);
    }
}
