package hearth.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times as systemd's programs write them. */
public final class Spans {
    /** No time was ever recorded, as properties have it. */
    private static final long NEVER = 0;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ROOT);

    /** A unit of time, the largest first. */
    private record Step(String name, long seconds) {}

    private static final List<Step> STEPS =
            List.of(
                    new Step("y", 31_557_600),
                    new Step("month", 2_629_800),
                    new Step("w", 604_800),
                    new Step("day", 86_400),
                    new Step("h", 3_600),
                    new Step("min", 60),
                    new Step("s", 1));

    private Spans() {}

    /** Returns the moment of a timestamp property, in microseconds since the epoch. */
    public static Instant instant(long usec) {
        return Instant.ofEpochSecond(usec / 1_000_000, usec % 1_000_000 * 1_000);
    }

    /** Returns a moment as {@code Sun 2026-11-22 00:02:00 UTC; 5min ago}; a dash for never. */
    public static String since(long usec, Instant now, ZoneId zone) {
        if (usec == NEVER) {
            return "-";
        }
        Instant then = instant(usec);
        return STAMP.format(then.atZone(zone)) + "; " + span(Duration.between(then, now)) + " ago";
    }

    /** Returns a moment as {@code Sun 2026-11-22 00:02:00 UTC}. */
    public static String stamp(long usec, ZoneId zone) {
        return STAMP.format(instant(usec).atZone(zone));
    }

    /** Returns how long ago a moment was; a dash for never. */
    public static String ago(long usec, Instant now) {
        return usec == NEVER ? "-" : span(Duration.between(instant(usec), now)) + " ago";
    }

    /** Returns a moment as a log has it: {@code Nov 22 00:02:00}. */
    public static String logTime(long usec, ZoneId zone) {
        return CLOCK.format(instant(usec).atZone(zone));
    }

    /** Returns a duration in its two largest units: {@code 2h 5min}, {@code 3s}, {@code 120ms}. */
    public static String span(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return Math.max(0, duration.toMillis()) + "ms";
        }
        List<String> parts = new ArrayList<>(2);
        for (Step step : STEPS) {
            long count = seconds / step.seconds();
            if (count > 0 && parts.size() < 2) {
                boolean isPlural =
                        count > 1 && step.name().length() > 2 && !step.name().equals("min");
                parts.add(count + step.name() + (isPlural ? "s" : ""));
                seconds -= count * step.seconds();
            } else if (!parts.isEmpty()) {
                break;
            }
        }
        return String.join(" ", parts);
    }
}
