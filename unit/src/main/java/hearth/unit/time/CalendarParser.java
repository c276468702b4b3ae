package hearth.unit.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one calendar expression, from left to right; confined to one thread. */
final class CalendarParser {
    /** The most values of a field: as in systemd. */
    private static final int STEPS_MAX = 240;

    /** Digits of a number that still is one, however many zeros it begins with. */
    private static final int NUMBER_MAX = 100_000_000;

    /** Decimal places of a second that count; the next one rounds. */
    private static final int FRACTION_DIGITS = 6;

    /** Two digits of a year before this are of this century. */
    private static final int CENTURY_TURN = 70;

    /** Letters of a weekday's short name. */
    private static final int SHORT_NAME = 3;

    private static final Map<String, String> SHORTHANDS =
            Map.ofEntries(
                    Map.entry("minutely", "*-*-* *:*:00"),
                    Map.entry("hourly", "*-*-* *:00:00"),
                    Map.entry("daily", "*-*-* 00:00:00"),
                    Map.entry("weekly", "Mon *-*-* 00:00:00"),
                    Map.entry("monthly", "*-*-01 00:00:00"),
                    Map.entry("quarterly", "*-01,04,07,10-01 00:00:00"),
                    Map.entry("semiannually", "*-01,07-01 00:00:00"),
                    Map.entry("semi-annually", "*-01,07-01 00:00:00"),
                    Map.entry("biannually", "*-01,07-01 00:00:00"),
                    Map.entry("bi-annually", "*-01,07-01 00:00:00"),
                    Map.entry("yearly", "*-01-01 00:00:00"),
                    Map.entry("annually", "*-01-01 00:00:00"),
                    Map.entry("anually", "*-01-01 00:00:00")); // systemd knows the misspelling

    private final String written;
    private String text;
    private int position;

    CalendarParser(String text) {
        this.written = text;
        this.text = text;
    }

    CalendarSpec.Parse parse() {
        try {
            Optional<ZoneId> zone = takeZone();
            text = SHORTHANDS.getOrDefault(text.toLowerCase(Locale.ROOT), text);
            if (text.isEmpty()) {
                throw new Mistake("there is no date and no time");
            }
            return new CalendarSpec.Parse.Parsed(body(zone));
        } catch (Mistake mistake) {
            return new CalendarSpec.Parse.Refused(
                    "\"" + written + "\" is no calendar expression: " + mistake.getMessage());
        }
    }

    /** What is wrong; never leaves this class. */
    private static final class Mistake extends Exception {
        private static final long serialVersionUID = 1;

        Mistake(String message) {
            super(message, null, false, false);
        }
    }

    /** Takes the zone off the end, where there is one. */
    private Optional<ZoneId> takeZone() {
        int space = text.lastIndexOf(' ');
        Optional<ZoneId> zone =
                space < 0 ? Optional.empty() : CalendarZones.named(text.substring(space + 1));
        if (zone.isPresent()) {
            text = text.substring(0, space);
        }
        return zone;
    }

    private CalendarSpec body(Optional<ZoneId> zone) throws Mistake {
        Set<DayOfWeek> weekdays = weekdays();
        if (peek() == '@') {
            return moment(weekdays);
        }
        int start = position;
        CalendarField first = isAtEnd() ? CalendarField.ANY : field();
        boolean isTime = isAtEnd() || peek() == ':';
        CalendarDate date;
        if (isTime) {
            position = start;
            date =
                    new CalendarDate(
                            weekdays,
                            CalendarField.ANY,
                            CalendarField.ANY,
                            CalendarField.ANY,
                            false);
        } else {
            date = date(weekdays, first);
        }
        CalendarTime time = time();
        Optional<String> wrong = date.wrongField().or(time::wrongField);
        if (wrong.isPresent()) {
            throw new Mistake("there is no such " + wrong.get());
        }
        return new CalendarSpec(date, time, zone);
    }

    /** Seconds since 1970 are a date and a time of UTC. */
    private CalendarSpec moment(Set<DayOfWeek> weekdays) throws Mistake {
        position++;
        LocalDateTime when =
                LocalDateTime.ofInstant(
                        Instant.ofEpochSecond(
                                number("a number of seconds", Long.MAX_VALUE / 1_000_000_000)),
                        ZoneOffset.UTC);
        requireEnd();
        if (when.getYear() > CalendarDate.YEAR_MAX) {
            throw new Mistake("there is no such year");
        }
        return new CalendarSpec(
                new CalendarDate(
                        weekdays,
                        CalendarField.of(when.getYear()),
                        CalendarField.of(when.getMonthValue()),
                        CalendarField.of(when.getDayOfMonth()),
                        false),
                new CalendarTime(
                        CalendarField.of(when.getHour()),
                        CalendarField.of(when.getMinute()),
                        CalendarField.of(when.getSecond() * CalendarTime.SECOND_USEC)),
                Optional.of(ZoneOffset.UTC));
    }

    private Set<DayOfWeek> weekdays() throws Mistake {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        Optional<DayOfWeek> first = weekday();
        if (first.isEmpty()) {
            return days;
        }
        Optional<DayOfWeek> day = first;
        while (day.isPresent()) {
            DayOfWeek last =
                    takeRangeSign()
                            ? weekday()
                                    .orElseThrow(
                                            () -> new Mistake("a range of weekdays has no end"))
                            : day.get();
            if (last.compareTo(day.get()) < 0) {
                throw new Mistake("a range of weekdays ends before it begins");
            }
            days.addAll(EnumSet.range(day.get(), last));
            boolean goesOn = take(",") && !isAtEnd() && peek() != ' ';
            day = goesOn ? weekday() : Optional.empty();
            if (goesOn && day.isEmpty()) {
                throw new Mistake("a weekday is missing after the comma");
            }
        }
        if (!isAtEnd() && peek() != ' ') {
            throw new Mistake("a weekday is followed by '" + peek() + "'");
        }
        skipSpaces();
        return days;
    }

    private boolean takeRangeSign() {
        return take("..") || take("-"); // the latter as before systemd had the former
    }

    /** Takes the name of a weekday, in full or its first three letters. */
    private Optional<DayOfWeek> weekday() throws Mistake {
        for (DayOfWeek day : DayOfWeek.values()) {
            for (String name : List.of(day.name(), day.name().substring(0, SHORT_NAME))) {
                if (text.regionMatches(true, position, name, 0, name.length())) {
                    position += name.length();
                    if (!isAtEnd() && "-., ".indexOf(peek()) < 0) {
                        throw new Mistake("a weekday is followed by '" + peek() + "'");
                    }
                    return Optional.of(day);
                }
            }
        }
        return Optional.empty();
    }

    /** Reads what follows a date's first field. */
    private CalendarDate date(Set<DayOfWeek> weekdays, CalendarField first) throws Mistake {
        boolean isFromEnd = takeDateSign();
        CalendarField second = field();
        if (isAtEnd() || peek() == ' ') {
            skipSpaces();
            return new CalendarDate(weekdays, CalendarField.ANY, first, second, isFromEnd);
        }
        if (isFromEnd) {
            throw new Mistake("after ~ there is a day, and nothing behind it");
        }
        isFromEnd = takeDateSign();
        CalendarField third = field();
        if (!isAtEnd() && peek() != ' ') {
            throw new Mistake("a date is followed by '" + peek() + "'");
        }
        skipSpaces();
        return new CalendarDate(weekdays, withCentury(first), second, third, isFromEnd);
    }

    /** Takes what stands between the fields of a date; returns whether it was a tilde. */
    private boolean takeDateSign() throws Mistake {
        if (take("~")) {
            return true;
        }
        if (!take("-")) {
            throw new Mistake(
                    "a date goes on with "
                            + (isAtEnd() ? "nothing" : "'" + peek() + "'")
                            + " where - is expected");
        }
        return false;
    }

    private static CalendarField withCentury(CalendarField years) {
        return CalendarField.of(
                years.steps().stream()
                        .map(step ->
                                new CalendarField.Step(
                                        withCentury(step.start()),
                                        withCentury(step.stop()),
                                        step.repeat()))
                        .toList());
    }

    private static int withCentury(int year) {
        if (year < 0 || year >= 100) {
            return year;
        }
        return year + (year < CENTURY_TURN ? 2000 : 1900);
    }

    private CalendarTime time() throws Mistake {
        if (isAtEnd()) {
            return CalendarTime.MIDNIGHT;
        }
        CalendarField hour = field();
        if (!take(":")) {
            throw new Mistake("a time has hours and minutes, with : between them");
        }
        CalendarField minute = field();
        if (isAtEnd()) {
            return new CalendarTime(hour, minute, CalendarField.of(0));
        }
        if (!take(":")) {
            throw new Mistake("minutes are followed by '" + peek() + "'");
        }
        CalendarField second = steps(true);
        requireEnd();
        return new CalendarTime(hour, minute, second);
    }

    private CalendarField field() throws Mistake {
        return steps(false);
    }

    /**
     * Reads the values of a field.
     *
     * @param isSecond whether they may have decimal places, and become microseconds
     */
    private CalendarField steps(boolean isSecond) throws Mistake {
        if (take("*")) {
            return isSecond
                    ? CalendarField.of(
                            List.of(
                                    new CalendarField.Step(
                                            0, CalendarField.NO_STOP, CalendarTime.SECOND_USEC)))
                    : CalendarField.ANY;
        }
        List<CalendarField.Step> steps = new ArrayList<>();
        do {
            if (steps.size() > STEPS_MAX) {
                throw new Mistake("a field has more than " + STEPS_MAX + " values");
            }
            steps.add(step(isSecond));
        } while (take(","));
        return CalendarField.of(steps);
    }

    private CalendarField.Step step(boolean isSecond) throws Mistake {
        int start = value(isSecond);
        int stop = CalendarField.NO_STOP;
        int repeat = 0;
        if (take("..")) {
            stop = value(isSecond);
            repeat = isSecond ? CalendarTime.SECOND_USEC : 1;
        }
        if (take("/")) {
            repeat = value(isSecond);
            if (repeat == 0) {
                throw new Mistake("a repetition by 0 comes to no end");
            }
        } else if (isSecond && stop != CalendarField.NO_STOP && stop - start < repeat) {
            throw new Mistake("a range of seconds is shorter than one");
        }
        if (!isAtEnd() && " ,-~:".indexOf(peek()) < 0) {
            throw new Mistake("a number is followed by '" + peek() + "'");
        }
        return new CalendarField.Step(start, stop, repeat);
    }

    private int value(boolean isSecond) throws Mistake {
        if (!isSecond) {
            return (int) number("a number", NUMBER_MAX);
        }
        // A minute has sixty: no more is needed to see that it is too much.
        int usec =
                (int) Math.min(number("a number of seconds", NUMBER_MAX), 100)
                        * CalendarTime.SECOND_USEC;
        return position + 1 < text.length() && peek() == '.' && isDigit(text.charAt(position + 1))
                ? usec + fraction()
                : usec;
    }

    /** Takes a point and the digits after it. */
    private int fraction() {
        position++;
        int usec = 0;
        for (int i = 0; i <= FRACTION_DIGITS; i++) {
            int digit = isAtEnd() || !isDigit(peek()) ? 0 : text.charAt(position++) - '0';
            usec = i < FRACTION_DIGITS ? usec * 10 + digit : usec + (digit >= 5 ? 1 : 0);
        }
        while (!isAtEnd() && isDigit(peek())) {
            position++;
        }
        return usec;
    }

    private long number(String what, long max) throws Mistake {
        int start = position;
        long number = 0;
        while (!isAtEnd() && isDigit(peek())) {
            number = Math.min(max, number * 10 + (text.charAt(position++) - '0'));
        }
        if (position == start) {
            throw new Mistake(
                    what
                            + " is expected "
                            + (isAtEnd() ? "at the end" : "where '" + peek() + "' is"));
        }
        return number;
    }

    private void requireEnd() throws Mistake {
        if (!isAtEnd()) {
            throw new Mistake("it should end where '" + peek() + "' is");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean take(String sign) {
        boolean isThere = text.startsWith(sign, position);
        position += isThere ? sign.length() : 0;
        return isThere;
    }

    private void skipSpaces() {
        while (!isAtEnd() && peek() == ' ') {
            position++;
        }
    }

    private boolean isAtEnd() {
        return position == text.length();
    }

    /** Returns the next character; NUL at the end. */
    private char peek() {
        return isAtEnd() ? '\0' : text.charAt(position);
    }
}
