package hearth.manager.type.path;

import hearth.unit.value.WireName;
import java.util.List;

/**
 * What a path unit remembers.
 *
 * @param result of its last run
 * @param isUnitDown whether what it starts is inactive or failed
 * @param seen of each watch whether its path was there, as far as has been told since it began to
 *     wait
 * @param begun when it began to count how often it starts its unit, on the monotonic clock in
 *     microseconds
 * @param count how often it has done so since then
 * @param firstWatch the token of its first watch, the others following; 0 while it watches nothing
 * @param nextToken the next token that it may use
 */
public record PathRecord(
        PathPhase phase,
        PathResult result,
        boolean isUnitDown,
        List<Seen> seen,
        long begun,
        int count,
        long firstWatch,
        long nextToken) {
    public PathRecord {
        seen = List.copyOf(seen);
    }

    /** What is known of a path. */
    public enum Seen implements WireName {
        UNKNOWN("unknown"),
        MISSING("missing"),
        PRESENT("present");

        private final String wireName;

        Seen(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String wireName() {
            return wireName;
        }
    }

    /** Returns the record of a path unit that was never started. */
    static PathRecord dead(long firstToken) {
        return new PathRecord(
                PathPhase.DEAD, PathResult.SUCCESS, true, List.of(), 0, 0, 0, firstToken);
    }
}
