package hearth.unit.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A moment as people write it: {@code tomorrow}, {@code +8h}, {@code 2026-12-24 18:00 UTC},
 * {@code @1795305815}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.time.7.html">systemd.time(7), PARSING
 *     TIMESTAMPS</a>
 */
public final class TimeStamp {
    /** The longest text: the longest name of a zone with all that can stand before it. */
    private static final int MAX_CHARACTERS = 128;

    private static final Pattern DATE =
            Pattern.compile("([0-9]{4}|[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\\.([0-9]{1,9}))?)?");
    private static final Pattern UNIX = Pattern.compile("@([0-9]{1,12})(?:\\.([0-9]{1,9}))?");

    /** Two digits up to here are of this century, as strptime(3) has it. */
    private static final int LAST_OF_THIS_CENTURY = 68;

    private static final int THIS_CENTURY = 2000;
    private static final int LAST_CENTURY = 1900;
    private static final int NANO_DIGITS = 9;

    private final Instant now;
    private final ZoneId zone;

    private TimeStamp(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /**
     * Returns the moment that a text says; nothing where it says none.
     *
     * @param now what it is relative to
     * @param zone the zone where it names none
     */
    public static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return new TimeStamp(now, zone).moment(trimmed);
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty(); // the 31st of February, or a span that leads out of time
        }
    }

    private Optional<Instant> moment(String text) {
        Matcher unix = UNIX.matcher(text);
        if (unix.matches()) {
            return Optional.of(
                    Instant.ofEpochSecond(Long.parseLong(unix.group(1)), nanos(unix.group(2))));
        }
        if (text.startsWith("+")) {
            return span(text.substring(1), 1);
        }
        if (text.startsWith("-")) {
            return span(text.substring(1), -1);
        }
        if (text.endsWith(" ago")) {
            return span(text.substring(0, text.length() - " ago".length()), -1);
        }
        if (text.endsWith(" left")) {
            return span(text.substring(0, text.length() - " left".length()), 1);
        }
        return text.equals("now") ? Optional.of(now) : date(text);
    }

    private Optional<Instant> span(String text, int sign) {
        return TimeSpan.parse(text)
                .filter(span -> !span.isInfinite())
                .map(span -> now.plus(Math.multiplyExact(span.usec(), sign), ChronoUnit.MICROS));
    }

    private Optional<Instant> date(String text) {
        Deque<String> words = new ArrayDeque<>(List.of(text.split(" +", -1)));
        Optional<DayOfWeek> weekday = weekday(words.element());
        weekday.ifPresent(_ -> words.remove());
        splitAtT(words);
        Optional<LocalDate> named = words.isEmpty() ? Optional.empty() : day(words.element());
        named.ifPresent(_ -> words.remove());
        Matcher clock = TIME.matcher(words.isEmpty() ? "" : words.element());
        boolean hasTime = clock.matches();
        if (hasTime) {
            words.remove();
        }
        Optional<ZoneId> in =
                words.isEmpty() ? Optional.of(zone) : CalendarZones.named(words.remove());
        LocalDate date = named.orElseGet(() -> now.atZone(zone).toLocalDate());
        boolean isGood =
                in.isPresent()
                        && words.isEmpty()
                        && (named.isPresent() || (hasTime && weekday.isEmpty()))
                        && weekday.filter(day -> day != date.getDayOfWeek()).isEmpty();
        LocalTime time = hasTime ? time(clock) : LocalTime.MIDNIGHT;
        return isGood
                ? Optional.of(date.atTime(time).atZone(in.get()).toInstant())
                : Optional.empty();
    }

    /** RFC 3339 has a T between date and time, and may have a Z behind it. */
    private static void splitAtT(Deque<String> words) {
        String word = words.isEmpty() ? "" : words.element();
        int t = word.indexOf('T');
        if (t > 0 && DATE.matcher(word.substring(0, t)).matches()) {
            words.remove();
            if (word.endsWith("Z")) {
                words.addFirst("UTC");
                word = word.substring(0, word.length() - 1);
            }
            words.addFirst(word.substring(t + 1));
            words.addFirst(word.substring(0, t));
        }
    }

    private static Optional<DayOfWeek> weekday(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name();
            if (name.equalsIgnoreCase(word) || name.substring(0, 3).equalsIgnoreCase(word)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private Optional<LocalDate> day(String word) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return switch (word) {
            case "today" -> Optional.of(today);
            case "yesterday" -> Optional.of(today.minusDays(1));
            case "tomorrow" -> Optional.of(today.plusDays(1));
            default -> {
                Matcher date = DATE.matcher(word);
                yield date.matches()
                        ? Optional.of(
                                LocalDate.of(
                                        year(date.group(1)),
                                        Integer.parseInt(date.group(2)),
                                        Integer.parseInt(date.group(3))))
                        : Optional.empty();
            }
        };
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() > 2) {
            return year;
        }
        return year + (year <= LAST_OF_THIS_CENTURY ? THIS_CENTURY : LAST_CENTURY);
    }

    private static LocalTime time(Matcher clock) {
        String seconds = clock.group(3);
        return LocalTime.of(
                Integer.parseInt(clock.group(1)),
                Integer.parseInt(clock.group(2)),
                seconds == null ? 0 : Integer.parseInt(seconds),
                nanos(clock.group(4)));
    }

    private static int nanos(@Nullable String digits) {
        return digits == null
                ? 0
                : Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
    }
}
