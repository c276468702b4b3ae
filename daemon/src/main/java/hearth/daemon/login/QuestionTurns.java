package hearth.daemon.login;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets few questions of each account be with polkit at a time: it answers one after the other, some
 * forty a second, and whoever asks many would have all others wait. Those to which somebody may
 * have to say a password are counted apart, since they take as long as that person likes. Any
 * thread may call.
 */
final class QuestionTurns {
    /** Questions of one account that are with polkit. */
    static final int AT_ONCE = 4;

    private final Map<Lane, Asked> lanes = new HashMap<>(); // guarded by this

    /**
     * Whose questions follow each other.
     *
     * @param mayInteract whether somebody may be asked to authenticate
     */
    record Lane(int account, boolean mayInteract) {}

    /** Guarded by the outer object. */
    private static final class Asked {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int count;
    }

    /** Asks, now or when one of those before is answered. */
    void ask(Lane lane, Runnable question) {
        synchronized (this) {
            Asked asked = lanes.computeIfAbsent(lane, _ -> new Asked());
            if (asked.count == AT_ONCE) {
                asked.waiting.add(question);
                return;
            }
            asked.count++;
        }
        question.run();
    }

    /** One that was asked is answered: the next one of the lane is asked. */
    void answered(Lane lane) {
        Runnable next;
        synchronized (this) {
            Asked asked = lanes.get(lane);
            if (asked == null) {
                throw new IllegalStateException("nothing was asked");
            }
            next = asked.waiting.poll();
            if (next == null) {
                asked.count--;
                if (asked.count == 0) {
                    lanes.remove(lane);
                }
                return;
            }
        }
        next.run();
    }
}
