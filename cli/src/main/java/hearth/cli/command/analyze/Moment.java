package hearth.cli.command.analyze;

import hearth.unit.time.TimeSpan;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads moments as systemd has them: {@code now}, {@code yesterday}, {@code +2h}, {@code 5min ago},
 * {@code @1234.5}, {@code Mon 2026-01-05 12:00 Europe/Berlin}.
 *
 * @param now what {@code now} means
 * @param zone where a time without a zone is
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.time.7.html">systemd.time(7), PARSING
 *     TIMESTAMPS</a>
 */
public record Moment(Instant now, ZoneId zone) {
    /** No moment takes more characters. */
    private static final int MAX_LENGTH = 128;

    private static final Pattern UNIX = Pattern.compile("@(\\d{1,11})(?:\\.(\\d{1,9}))?");

    private static final Pattern DATE = Pattern.compile("(\\d{4}|\\d{2})-(\\d{1,2})-(\\d{1,2})");

    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?");

    /** Returns the moment; nothing where the text says none. */
    public Optional<Instant> read(String text) {
        String said = text.strip();
        if (said.isEmpty() || said.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return named(said).or(() -> relative(said)).or(() -> unix(said)).or(() -> date(said));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty(); // the 31st of February
        }
    }

    private Optional<Instant> named(String text) {
        ZonedDateTime today = now.atZone(zone).truncatedTo(ChronoUnit.DAYS);
        return switch (text) {
            case "now" -> Optional.of(now);
            case "today" -> Optional.of(today.toInstant());
            case "yesterday" -> Optional.of(today.minusDays(1).toInstant());
            case "tomorrow" -> Optional.of(today.plusDays(1).toInstant());
            default -> Optional.empty();
        };
    }

    private Optional<Instant> relative(String text) {
        if (text.startsWith("+")) {
            return moved(text.substring(1), 1);
        }
        if (text.startsWith("-")) {
            return moved(text.substring(1), -1);
        }
        if (text.endsWith(" ago")) {
            return moved(text.substring(0, text.length() - " ago".length()), -1);
        }
        return text.endsWith(" left")
                ? moved(text.substring(0, text.length() - " left".length()), 1)
                : Optional.empty();
    }

    private Optional<Instant> moved(String span, int direction) {
        return TimeSpan.parse(span)
                .filter(it -> !it.isInfinite())
                .map(it -> now.plus(direction * it.usec(), ChronoUnit.MICROS));
    }

    private static Optional<Instant> unix(String text) {
        Matcher match = UNIX.matcher(text);
        return match.matches()
                ? Optional.of(
                        Instant.ofEpochSecond(
                                Long.parseLong(match.group(1)), nanos(match.group(2))))
                : Optional.empty();
    }

    private Optional<Instant> date(String text) {
        String[] words = text.split("\\s+", -1);
        int from = 0;
        int to = words.length;
        Optional<DayOfWeek> day = dayOfWeek(words[0]);
        if (day.isPresent()) {
            from++;
        }
        Optional<ZoneId> there = to - from > 1 ? zone(words[to - 1]) : Optional.empty();
        if (there.isPresent()) {
            to--;
        }
        ZoneId at = there.orElse(zone);
        LocalDate date = now.atZone(at).toLocalDate();
        if (from < to && DATE.matcher(words[from]).matches()) {
            date = date(DATE.matcher(words[from]));
            from++;
        } else if (day.isPresent()) {
            return Optional.empty();
        }
        LocalTime time = LocalTime.MIDNIGHT;
        if (from < to && TIME.matcher(words[from]).matches()) {
            time = time(TIME.matcher(words[from]));
            from++;
        }
        boolean isRight = from == to && day.map(date.getDayOfWeek()::equals).orElse(true);
        return isRight ? Optional.of(date.atTime(time).atZone(at).toInstant()) : Optional.empty();
    }

    private static Optional<DayOfWeek> dayOfWeek(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name();
            if (word.equalsIgnoreCase(name) || word.equalsIgnoreCase(name.substring(0, 3))) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private static Optional<ZoneId> zone(String word) {
        return word.equals("UTC") || ZoneId.getAvailableZoneIds().contains(word)
                ? Optional.of(ZoneId.of(word))
                : Optional.empty();
    }

    /** Two digits of a year are those from 1969 to 2068, as strptime(3) has them. */
    private static LocalDate date(Matcher match) {
        match.matches();
        int year = Integer.parseInt(match.group(1));
        int full = match.group(1).length() == 4 ? year : year < 69 ? 2000 + year : 1900 + year;
        return LocalDate.of(
                full, Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)));
    }

    private static LocalTime time(Matcher match) {
        match.matches();
        String seconds = match.group(3);
        return LocalTime.of(
                Integer.parseInt(match.group(1)),
                Integer.parseInt(match.group(2)),
                seconds == null ? 0 : Integer.parseInt(seconds),
                nanos(match.group(4)));
    }

    private static int nanos(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
    }
}
