package hearth.cli.command.top;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What managers say of their units at one moment.
 *
 * @param readings of all units
 * @param silent users whose managers did not answer
 */
record Sample(List<Timed> readings, List<String> silent) {
    private static final double PER_CENT = 100;

    /**
     * A reading, and when it was taken: many units take their time.
     *
     * @param nanos as {@link System#nanoTime} has it
     */
    record Timed(Reading reading, long nanos) {}

    /** Copies the lists. */
    Sample {
        readings = List.copyOf(readings);
        silent = List.copyOf(silent);
    }

    /** Returns what units have used since an earlier sample, and what they have now. */
    List<Usage> since(Sample earlier) {
        Map<UnitKey, Timed> before = new HashMap<>();
        earlier.readings.forEach(timed -> before.put(timed.reading().unit(), timed));
        return readings.stream()
                .map(now -> {
                    Timed then = before.get(now.reading().unit());
                    return new Usage(
                            now.reading(),
                            then == null ? OptionalDouble.empty() : percent(then, now));
                })
                .toList();
    }

    /** A service that was started anew meanwhile counts from zero again. */
    private static OptionalDouble percent(Timed then, Timed now) {
        Reading old = then.reading();
        Reading young = now.reading();
        long elapsed = now.nanos() - then.nanos();
        if (old.cpuNanos().isEmpty()
                || young.cpuNanos().isEmpty()
                || old.run() != young.run()
                || elapsed <= 0) {
            return OptionalDouble.empty();
        }
        long used = young.cpuNanos().getAsLong() - old.cpuNanos().getAsLong();
        return used < 0 ? OptionalDouble.empty() : OptionalDouble.of(PER_CENT * used / elapsed);
    }
}
