package hearth.unit.time;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A calendar expression, such as {@code Mon..Fri *-*-* 02:00:00 Europe/Berlin}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.time.7.html">systemd.time(7),
 *     CALENDAR EVENTS</a>
 */
public final class CalendarSpec {
    private final CalendarDate date;
    private final CalendarTime time;
    private final Optional<ZoneId> zone;

    /** An expression, or what is wrong with it. */
    public sealed interface Parse {
        /** It is one. */
        record Parsed(CalendarSpec spec) implements Parse {}

        /**
         * It is none.
         *
         * @param message what is wrong, for people
         */
        record Refused(String message) implements Parse {}
    }

    /**
     * Makes an expression.
     *
     * @param zone where its times are those of one place; else the machine's counts
     */
    CalendarSpec(CalendarDate date, CalendarTime time, Optional<ZoneId> zone) {
        this.date = date;
        this.time = time;
        this.zone = zone;
    }

    /** Reads an expression. */
    public static Parse parse(String text) {
        return new CalendarParser(text).parse();
    }

    /**
     * Returns the first time after another that it means; nothing where there is none until the
     * year 2199.
     *
     * @param after whole microseconds count
     * @param local the machine's time zone
     */
    public Optional<Instant> nextAfter(Instant after, ZoneId local) {
        return new CalendarSearch(date, time, zone.orElse(local)).nextAfter(after);
    }

    /** Returns the expression as systemd writes it, each field in full. */
    public String format() {
        return date.format()
                + " "
                + time.format()
                + zone.map(there -> " " + CalendarZones.nameOf(there)).orElse("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CalendarSpec spec
                && date.equals(spec.date)
                && time.equals(spec.time)
                && zone.equals(spec.zone);
    }

    @Override
    public int hashCode() {
        return format().hashCode();
    }

    @Override
    public String toString() {
        return format();
    }
}
