package hearth.cli.client;

import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A unit that takes its time to start or to end, so that others wait for it.
 *
 * @param job what waits: {@code start} or {@code stop}
 * @param taken how long it has taken
 * @param limit how long it may take; nothing where it may take for ever
 */
public record SlowUnit(String unit, String job, Duration taken, Optional<Duration> limit) {
    /** Units that are told of: who waits for one mostly waits for that alone. */
    private static final int UNITS_MAX = 3;

    /** How many of these units are asked about: targets wait for others themselves. */
    private static final int ASKED_MAX = 64;

    /** Returns the units of a manager that are on their way, those that take longest first. */
    public static List<SlowUnit> of(UserManager manager, List<UnitRow> units, Instant now)
            throws CallRefused, IOException {
        List<SlowUnit> slow = new ArrayList<>();
        List<UnitRow> underWay =
                units.stream().filter(SlowUnit::isUnderWay).limit(ASKED_MAX).toList();
        for (UnitRow unit : underWay) {
            of(unit, manager.unit(unit.name()), now).ifPresent(slow::add);
        }
        slow.sort((one, other) -> other.taken().compareTo(one.taken()));
        return slow.subList(0, Math.min(slow.size(), UNITS_MAX));
    }

    private static boolean isUnderWay(UnitRow unit) {
        return switch (unit.activeState()) {
            case "activating", "deactivating" -> true;
            default -> false;
        };
    }

    private static Optional<SlowUnit> of(UnitRow row, Properties unit, Instant now) {
        long since = unit.number("StateChangeTimestamp");
        if (since == 0) {
            return Optional.empty();
        }
        boolean isStop = row.activeState().equals("deactivating");
        long limit = unit.number(isStop ? "TimeoutStopUSec" : "TimeoutStartUSec");
        Duration taken = Duration.between(Instant.EPOCH.plus(since, ChronoUnit.MICROS), now);
        return Optional.of(
                new SlowUnit(
                        row.name(),
                        isStop ? "stop" : "start",
                        taken.isNegative() ? Duration.ZERO : taken,
                        limit == 0 || limit == Properties.UNSET
                                ? Optional.empty()
                                : Optional.of(Duration.of(limit, ChronoUnit.MICROS))));
    }
}
