package hearth.cli.systemd.text;

import hearth.cli.command.Context;
import hearth.cli.command.analyze.Distance;
import hearth.cli.text.Spans;
import hearth.unit.time.TimeSpan;
import java.time.Instant;

/** Moments and spans as systemd's clients write them. */
public final class Times {
    private static final long NANOS = 1_000;
    private static final long MILLI = 1_000;
    private static final long MICROS = 1_000_000;

    private Times() {}

    /** Returns a moment, and how far away it is: {@code Sun 2026-11-22 00:02:00 UTC; 5min ago}. */
    public static String since(long usec, Context context) {
        return Spans.stamp(usec, context.zone()) + "; " + distance(usec, context);
    }

    /** Returns how far away a moment is: {@code 5min ago}, {@code 2h left}. */
    public static String distance(long usec, Context context) {
        return Distance.of(usec, usec(context.clock().instant()));
    }

    /** Returns a span to the millisecond; a shorter one as it is. */
    public static String span(long usec) {
        return new TimeSpan(usec < MILLI ? usec : usec - usec % MILLI).format();
    }

    /** Returns a moment as a property has it. */
    public static long usec(Instant time) {
        return time.getEpochSecond() * MICROS + time.getNano() / NANOS;
    }
}
