package hearth.unit.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/**
 * A span of time as settings have it: microseconds, or infinity.
 *
 * @param usec microseconds, not negative; {@link Long#MAX_VALUE} is infinity
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.time.7.html">systemd.time(7)</a>
 */
public record TimeSpan(long usec) implements Comparable<TimeSpan> {
    /** More digits than any number of microseconds has, with as many behind the point. */
    private static final int MAX_DIGITS = 40;

    /** No end. */
    public static final TimeSpan INFINITY = new TimeSpan(Long.MAX_VALUE);

    /** No time at all; many settings take it for "off". */
    public static final TimeSpan ZERO = new TimeSpan(0);

    public TimeSpan {
        if (usec < 0) {
            throw new IllegalArgumentException("negative time span: " + usec);
        }
    }

    /** Returns a span of whole seconds. */
    public static TimeSpan ofSeconds(long seconds) {
        return new TimeSpan(Math.multiplyExact(seconds, 1_000_000L));
    }

    /** Returns a span of whole milliseconds. */
    public static TimeSpan ofMillis(long millis) {
        return new TimeSpan(Math.multiplyExact(millis, 1_000L));
    }

    /** Returns whether this is {@link #INFINITY}. */
    public boolean isInfinite() {
        return usec == Long.MAX_VALUE;
    }

    /**
     * Returns this span as a duration.
     *
     * @throws ArithmeticException where this is infinite
     */
    public Duration toDuration() {
        if (isInfinite()) {
            throw new ArithmeticException("an infinite time span has no duration");
        }
        return Duration.of(usec, ChronoUnit.MICROS);
    }

    /** The units, largest first; the first spelling of each is the one that is written. */
    private static final List<Scale> SCALES =
            List.of(
                    new Scale(31_557_600_000_000L, List.of("y", "years", "year")),
                    new Scale(2_629_800_000_000L, List.of("month", "M", "months")),
                    new Scale(604_800_000_000L, List.of("w", "weeks", "week")),
                    new Scale(86_400_000_000L, List.of("d", "days", "day")),
                    new Scale(3_600_000_000L, List.of("h", "hours", "hour", "hr")),
                    new Scale(60_000_000L, List.of("min", "minutes", "minute", "m")),
                    new Scale(1_000_000L, List.of("s", "seconds", "second", "sec")),
                    new Scale(1_000L, List.of("ms", "msec")),
                    new Scale(1L, List.of("us", "usec", "\u00b5s", "\u03bcs")));

    private record Scale(long usec, List<String> names) {}

    /**
     * Returns the span that a text says, such as {@code 1min 30s}, {@code 2.5} (seconds) or {@code
     * infinity}; nothing where it says none.
     */
    public static Optional<TimeSpan> parse(String text) {
        return parse(text, 1_000_000L);
    }

    /**
     * Returns the span that a text says.
     *
     * @param defaultUsec what a number without a unit counts, in microseconds
     */
    public static Optional<TimeSpan> parse(String text, long defaultUsec) {
        String rest = text.strip();
        if (rest.equals("infinity")) {
            return Optional.of(INFINITY);
        }
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        int position = 0;
        while (position < rest.length()) {
            int digitsEnd = numberEnd(rest, position);
            int unitStart = skip(rest, digitsEnd, c -> c == ' ');
            int unitEnd = skip(rest, unitStart, Character::isLetter);
            OptionalLong scale = scaleOf(rest.substring(unitStart, unitEnd), defaultUsec);
            if (digitsEnd == position || digitsEnd - position > MAX_DIGITS || scale.isEmpty()) {
                return Optional.empty();
            }
            sum =
                    sum.add(
                            new BigDecimal(rest.substring(position, digitsEnd))
                                    .multiply(BigDecimal.valueOf(scale.getAsLong())));
            position = skip(rest, unitEnd, Character::isWhitespace);
        }
        BigDecimal whole = sum.setScale(0, RoundingMode.DOWN);
        return whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0
                ? Optional.empty()
                : Optional.of(new TimeSpan(whole.longValue()));
    }

    private static int skip(String text, int start, IntPredicate isSkipped) {
        int end = start;
        while (end < text.length() && isSkipped.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns the end of the digits from here on, with at most one point; the start for none. */
    private static int numberEnd(String text, int start) {
        int i = start;
        boolean hasPoint = false;
        boolean hasDigit = false;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '.' && !hasPoint) {
                hasPoint = true;
            } else if (c >= '0' && c <= '9') {
                hasDigit = true;
            } else {
                break;
            }
            i++;
        }
        return hasDigit ? i : start;
    }

    private static OptionalLong scaleOf(String unit, long defaultUsec) {
        if (unit.isEmpty()) {
            return OptionalLong.of(defaultUsec);
        }
        for (Scale scale : SCALES) {
            if (scale.names().contains(unit)) {
                return OptionalLong.of(scale.usec());
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the span as systemd writes it: {@code 1min 30s}, {@code 0}, {@code infinity}. */
    public String format() {
        if (isInfinite()) {
            return "infinity";
        }
        if (usec == 0) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        long rest = usec;
        for (Scale scale : SCALES) {
            long count = rest / scale.usec();
            if (count == 0) {
                continue;
            }
            rest -= count * scale.usec();
            text.append(text.isEmpty() ? "" : " ").append(count);
            if (rest > 0 && scale.usec() <= 1_000_000L) {
                // Below a minute what is left is written behind a point, with all its digits.
                text.append('.').append(Long.toString(scale.usec() + rest).substring(1));
                rest = 0;
            }
            text.append(scale.names().getFirst());
        }
        return text.toString();
    }

    @Override
    public int compareTo(TimeSpan other) {
        return Long.compare(usec, other.usec);
    }
}
