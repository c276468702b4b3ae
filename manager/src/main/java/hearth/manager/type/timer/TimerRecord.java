package hearth.manager.type.timer;

import hearth.manager.host.Moment;
import java.util.List;
import java.util.Set;

/**
 * What a timer remembers.
 *
 * @param result of its last run
 * @param managerStart when the manager that has started it began
 * @param started when it was started last
 * @param lastTrigger when it started its unit last; of a stamp file only the wall clock's time is
 *     known
 * @param used places of the triggers that elapse no more
 * @param nexts when each trigger elapses next, or did at last, by its own clock; 0 for never
 * @param triggered what is known of its unit
 * @param elapse when it elapses next, and the timers that are set for that
 * @param chance a random number of all 64 bits
 * @param question the token of what it has asked, 0 for nothing
 * @param nextToken the next token that it may use
 */
public record TimerRecord(
        TimerPhase phase,
        TimerResult result,
        Moment managerStart,
        Moment started,
        Moment lastTrigger,
        Set<Integer> used,
        List<Long> nexts,
        TriggeredTimes triggered,
        TimerElapse elapse,
        long chance,
        long question,
        long nextToken) {
    public TimerRecord {
        used = Set.copyOf(used);
        nexts = List.copyOf(nexts);
    }

    /** Returns when a trigger elapses next; 0 for never. */
    public long next(int place) {
        return place < nexts.size() ? nexts.get(place) : 0;
    }

    /** Returns whether it waits for its time. */
    public boolean isWaiting() {
        return phase == TimerPhase.WAITING;
    }

    /** Returns the record of a timer that was never started. */
    static TimerRecord dead(long firstToken) {
        return new TimerRecord(
                TimerPhase.DEAD,
                TimerResult.SUCCESS,
                Moment.NEVER,
                Moment.NEVER,
                Moment.NEVER,
                Set.of(),
                List.of(),
                TriggeredTimes.NEVER,
                TimerElapse.NEVER,
                0,
                0,
                firstToken);
    }
}
