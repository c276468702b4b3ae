package hearth.unit.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The days of a calendar expression.
 *
 * @param weekdays on which of them; all of them where it is empty
 * @param year from {@link #YEAR_MIN} to {@link #YEAR_MAX}
 * @param month from 1
 * @param day from 1: of the month, or counted back from its end
 * @param isFromEnd whether day 1 is the month's last
 */
record CalendarDate(
        Set<DayOfWeek> weekdays,
        CalendarField year,
        CalendarField month,
        CalendarField day,
        boolean isFromEnd) {
    /** Before it there is no time. */
    static final int YEAR_MIN = 1970;

    /** Where systemd ends, so that a search ends. */
    static final int YEAR_MAX = 2199;

    private static final int MONTHS = 12;
    private static final int DAYS = 31;

    /** How many days all months have: further from the end a month may have none. */
    private static final int DAYS_FROM_END = 28;

    CalendarDate {
        weekdays = Set.copyOf(weekdays);
        isFromEnd = isFromEnd && !day.isAny();
    }

    /** Returns the name of the first field that cannot be; nothing where all can. */
    Optional<String> wrongField() {
        if (!year.isWithin(YEAR_MIN, YEAR_MAX)) {
            return Optional.of("year");
        }
        if (!month.isWithin(1, MONTHS)) {
            return Optional.of("month");
        }
        boolean isDay = isFromEnd ? day.isWithinFromEnd(1, DAYS_FROM_END) : day.isWithin(1, DAYS);
        return isDay ? Optional.empty() : Optional.of("day");
    }

    /** Returns the first of its days from one on; none where there is no more. */
    Optional<LocalDate> nextFrom(LocalDate from) {
        OptionalInt nextYear = year.nextFrom(Math.max(from.getYear(), YEAR_MIN));
        while (nextYear.isPresent() && nextYear.getAsInt() <= YEAR_MAX) {
            int y = nextYear.getAsInt();
            LocalDate first = LocalDate.of(y, 1, 1);
            Optional<LocalDate> found = nextInYear(y, from.isAfter(first) ? from : first);
            if (found.isPresent()) {
                return found;
            }
            nextYear = year.nextFrom(y + 1);
        }
        return Optional.empty();
    }

    private Optional<LocalDate> nextInYear(int y, LocalDate from) {
        OptionalInt nextMonth = month.nextFrom(from.getMonthValue());
        while (nextMonth.isPresent() && nextMonth.getAsInt() <= MONTHS) {
            int m = nextMonth.getAsInt();
            int firstDay = m == from.getMonthValue() ? from.getDayOfMonth() : 1;
            Optional<LocalDate> found = nextInMonth(YearMonth.of(y, m), firstDay);
            if (found.isPresent()) {
                return found;
            }
            nextMonth = month.nextFrom(m + 1);
        }
        return Optional.empty();
    }

    private Optional<LocalDate> nextInMonth(YearMonth where, int firstDay) {
        int lastDay = where.lengthOfMonth();
        CalendarField days = isFromEnd ? day.fromStart(lastDay) : day;
        OptionalInt nextDay = days.nextFrom(firstDay);
        while (nextDay.isPresent() && nextDay.getAsInt() <= lastDay) {
            LocalDate date = where.atDay(nextDay.getAsInt());
            if (weekdays.isEmpty() || weekdays.contains(date.getDayOfWeek())) {
                return Optional.of(date);
            }
            nextDay = days.nextFrom(nextDay.getAsInt() + 1);
        }
        return Optional.empty();
    }

    String format() {
        return formatWeekdays()
                + CalendarText.field(year, 4)
                + "-"
                + CalendarText.field(month, 2)
                + (isFromEnd ? "~" : "-")
                + CalendarText.field(day, 2);
    }

    /** Three or more in a row are a range. */
    private String formatWeekdays() {
        if (weekdays.isEmpty() || weekdays.size() == DayOfWeek.values().length) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        int first = DayOfWeek.MONDAY.getValue();
        while (first <= DayOfWeek.SUNDAY.getValue()) {
            int end = first;
            while (end <= DayOfWeek.SUNDAY.getValue() && weekdays.contains(DayOfWeek.of(end))) {
                end++;
            }
            if (end > first) {
                text.append(text.isEmpty() ? "" : ",").append(nameOf(first));
            }
            if (end - first > 1) {
                text.append(end - first > 2 ? ".." : ",").append(nameOf(end - 1));
            }
            first = end + 1;
        }
        return text.append(' ').toString();
    }

    private static String nameOf(int weekday) {
        String name = DayOfWeek.of(weekday).name();
        return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }
}
