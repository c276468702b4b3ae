package hearth.cli.command.analyze;

import java.util.concurrent.TimeUnit;

/** How far a moment is, as systemd's programs say it. */
public final class Distance {
    private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);
    private static final long HOUR = TimeUnit.HOURS.toMicros(1);
    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final long WEEK = 7 * DAY;
    private static final long MONTH = 2_629_800_000_000L;
    private static final long YEAR = 31_557_600_000_000L;

    private Distance() {}

    /** Returns {@code 2 years 1 month left}, {@code 5h 2min ago}, {@code now}. */
    public static String of(long usec, long nowUsec) {
        long away = Math.abs(usec - nowUsec);
        return away == 0 ? "now" : span(away) + (usec > nowUsec ? " left" : " ago");
    }

    private static String span(long usec) {
        if (usec >= YEAR) {
            return two(usec / YEAR, "year", usec % YEAR / MONTH, "month");
        }
        if (usec >= MONTH) {
            return two(usec / MONTH, "month", usec % MONTH / DAY, "day");
        }
        if (usec >= WEEK) {
            return two(usec / WEEK, "week", usec % WEEK / DAY, "day");
        }
        if (usec >= 2 * DAY) {
            return usec / DAY + " days";
        }
        if (usec >= 25 * HOUR) {
            return "1 day " + (usec - DAY) / HOUR + "h";
        }
        if (usec >= 6 * HOUR) {
            return usec / HOUR + "h";
        }
        if (usec >= HOUR) {
            return usec / HOUR + "h " + usec % HOUR / MINUTE + "min";
        }
        if (usec >= 5 * MINUTE) {
            return usec / MINUTE + "min";
        }
        if (usec >= MINUTE) {
            return usec / MINUTE + "min " + usec % MINUTE / 1_000_000 + "s";
        }
        if (usec >= 1_000_000) {
            return usec / 1_000_000 + "s";
        }
        return usec >= 1_000 ? usec / 1_000 + "ms" : usec + "us";
    }

    private static String two(long larger, String name, long smaller, String other) {
        return larger + " " + plural(larger, name) + " " + smaller + " " + plural(smaller, other);
    }

    private static String plural(long count, String name) {
        return count == 1 ? name : name + "s";
    }
}
