package hearth.manager.scope;

import hearth.manager.host.LogLevel;
import hearth.manager.kill.KillPlan;
import java.util.List;

/** What a scope's machine wants; its manager knows the cgroup. */
public sealed interface ScopeEffect {

    /** Move processes into the scope's cgroup. */
    record Move(long token, List<Integer> pids) implements ScopeEffect {
        public Move {
            pids = List.copyOf(pids);
        }
    }

    /** Signal processes; answered with their number. */
    record Kill(long token, KillPlan.Order order) implements ScopeEffect {}

    /** Set a timer. */
    record SetTimer(long token, long atMonotonicUsec) implements ScopeEffect {}

    /** Forget a timer. */
    record CancelTimer(long token) implements ScopeEffect {}

    /** Put it in the log. */
    record Say(LogLevel level, String messageId, String message) implements ScopeEffect {}

    /** It has ended: let go of its cgroup. */
    record Release() implements ScopeEffect {}
}
