package hearth.unit.time;

import java.time.LocalTime;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The times of day of a calendar expression.
 *
 * @param hour from 0
 * @param minute from 0
 * @param secondUsec microseconds of the minute
 */
record CalendarTime(CalendarField hour, CalendarField minute, CalendarField secondUsec) {
    /** Microseconds in a second. */
    static final int SECOND_USEC = 1_000_000;

    private static final int HOURS = 24;
    private static final int MINUTES = 60;
    private static final int MINUTE_USEC = 60 * SECOND_USEC;
    private static final int USEC_NANOS = 1_000;

    /** The first time of a day. */
    static final CalendarTime MIDNIGHT =
            new CalendarTime(CalendarField.of(0), CalendarField.of(0), CalendarField.of(0));

    /** Returns the name of the first field that cannot be; nothing where all can. */
    Optional<String> wrongField() {
        if (!hour.isWithin(0, HOURS - 1)) {
            return Optional.of("hour");
        }
        if (!minute.isWithin(0, MINUTES - 1)) {
            return Optional.of("minute");
        }
        return secondUsec.isWithin(0, MINUTE_USEC - 1) ? Optional.empty() : Optional.of("second");
    }

    /** Returns the first of its times of a day from one on; none where there is no more. */
    Optional<LocalTime> nextFrom(LocalTime from) {
        OptionalInt nextHour = hour.nextFrom(from.getHour());
        while (nextHour.isPresent() && nextHour.getAsInt() < HOURS) {
            LocalTime begin = LocalTime.of(nextHour.getAsInt(), 0);
            Optional<LocalTime> found = nextInHour(from.isAfter(begin) ? from : begin);
            if (found.isPresent()) {
                return found;
            }
            nextHour = hour.nextFrom(begin.getHour() + 1);
        }
        return Optional.empty();
    }

    private Optional<LocalTime> nextInHour(LocalTime from) {
        OptionalInt nextMinute = minute.nextFrom(from.getMinute());
        while (nextMinute.isPresent() && nextMinute.getAsInt() < MINUTES) {
            LocalTime begin = LocalTime.of(from.getHour(), nextMinute.getAsInt());
            int fromUsec = from.isAfter(begin) ? usecOf(from) : 0;
            OptionalInt usec = secondUsec.nextFrom(fromUsec);
            if (usec.isPresent() && usec.getAsInt() < MINUTE_USEC) {
                return Optional.of(begin.plusNanos((long) usec.getAsInt() * USEC_NANOS));
            }
            nextMinute = minute.nextFrom(begin.getMinute() + 1);
        }
        return Optional.empty();
    }

    private static int usecOf(LocalTime time) {
        return time.getSecond() * SECOND_USEC + time.getNano() / USEC_NANOS;
    }

    String format() {
        return CalendarText.field(hour, 2)
                + ":"
                + CalendarText.field(minute, 2)
                + ":"
                + CalendarText.seconds(secondUsec);
    }
}
