package hearth.manager.type.scope;

import hearth.manager.host.Deadline;
import hearth.manager.host.Moment;
import java.util.List;

/**
 * What a scope's machine remembers; immutable.
 *
 * @param phase where it is
 * @param phaseSince when the phase began; being abandoned is not another one
 * @param result why it ended, or is ending
 * @param pids the processes that it is to begin with
 * @param wasAbandoned whether nobody vouches for it any more
 * @param runtimeExtraUsec the random part of its longest time
 * @param deadline its timer
 * @param question token of the open question; 0 none
 * @param nextToken the next token it will use
 */
public record ScopeRecord(
        ScopePhase phase,
        Moment phaseSince,
        ScopeResult result,
        List<Integer> pids,
        boolean wasAbandoned,
        long runtimeExtraUsec,
        Deadline deadline,
        long question,
        long nextToken) {
    public ScopeRecord {
        pids = List.copyOf(pids);
    }

    /** Returns the record of a scope that was never started. */
    public static ScopeRecord dead(List<Integer> pids, long firstToken) {
        return new ScopeRecord(
                ScopePhase.DEAD,
                Moment.NEVER,
                ScopeResult.SUCCESS,
                pids,
                false,
                0,
                Deadline.NONE,
                0,
                firstToken);
    }
}
