package hearth.unit.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * Finds when a calendar expression comes next. A time that clocks leave out is passed over; of an
 * hour that comes twice, the first one counts.
 *
 * @param zone whose clocks are meant
 */
record CalendarSearch(CalendarDate date, CalendarTime time, ZoneId zone) {
    /** More times than clocks leave out in a row: a search has an end. */
    private static final int GAPS_MAX = 1_000;

    /** Returns the first time after another. */
    Optional<Instant> nextAfter(Instant after) {
        LocalDateTime from =
                LocalDateTime.ofInstant(after.truncatedTo(ChronoUnit.MICROS), zone)
                        .plus(1, ChronoUnit.MICROS);
        for (int i = 0; i < GAPS_MAX; i++) {
            Optional<LocalDateTime> next = nextFrom(from);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            ZoneOffsetTransition change = zone.getRules().getTransition(next.get());
            if (change == null || change.isOverlap()) {
                Instant first = next.get().atZone(zone).toInstant();
                return Optional.of(
                        first.isAfter(after)
                                ? first
                                : next.get().atZone(zone).withLaterOffsetAtOverlap().toInstant());
            }
            from = change.getDateTimeAfter();
        }
        return Optional.empty();
    }

    private Optional<LocalDateTime> nextFrom(LocalDateTime from) {
        Optional<LocalDate> day = date.nextFrom(from.toLocalDate());
        if (day.isPresent() && day.get().equals(from.toLocalDate())) {
            Optional<LocalTime> today = time.nextFrom(from.toLocalTime());
            if (today.isPresent()) {
                return today.map(day.get()::atTime);
            }
            day = date.nextFrom(day.get().plusDays(1));
        }
        return day.flatMap(there -> time.nextFrom(LocalTime.MIN).map(there::atTime));
    }
}
