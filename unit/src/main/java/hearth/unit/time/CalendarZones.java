package hearth.unit.time;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;
import java.util.Optional;

/** The time zones that an expression may name: UTC, and those of the time zone database. */
final class CalendarZones {
    private static final String UTC = "UTC";

    private CalendarZones() {}

    /** Returns a zone by its name; UTC in any case of letters. */
    static Optional<ZoneId> named(String name) {
        if (name.toUpperCase(Locale.ROOT).equals(UTC)) {
            return Optional.of(ZoneOffset.UTC);
        }
        return ZoneRulesProvider.getAvailableZoneIds().contains(name)
                ? Optional.of(ZoneId.of(name))
                : Optional.empty();
    }

    static String nameOf(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? UTC : zone.getId();
    }
}
