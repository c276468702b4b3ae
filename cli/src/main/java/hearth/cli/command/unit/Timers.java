package hearth.cli.command.unit;

import hearth.cli.client.Properties;
import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Listing;
import hearth.cli.text.Spans;
import hearth.cli.text.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth timers [--all] [PATTERN...]}: when each rings, the next one first.
 *
 * @param patterns names and patterns, as typed; empty for all
 * @param isAll also those that wait for nothing
 * @param monotonicNanos the clock that goes on from boot, as {@link System#nanoTime} has it
 */
public record Timers(List<String> patterns, boolean isAll, LongSupplier monotonicNanos)
        implements Action {
    /** Copies the list. */
    public Timers {
        patterns = List.copyOf(patterns);
    }

    /**
     * A timer.
     *
     * @param nextUsec when it rings next, since the epoch; nothing where it waits for nothing
     * @param lastUsec when it rang last; 0 for never
     * @param activates what it starts
     */
    record Row(String unit, OptionalLong nextUsec, long lastUsec, String activates) {}

    @Override
    public String purpose() {
        return "list timers";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        List<String> asked = UnitArguments.patterns(patterns);
        Instant now = context.clock().instant();
        List<Row> rows = new ArrayList<>();
        try (UserManager manager = context.userManager()) {
            for (UnitRow unit : manager.units(asked)) {
                if (unit.name().endsWith(".timer")
                        && (isAll || !unit.activeState().equals("inactive"))) {
                    rows.add(row(manager.unit(unit.name()), now));
                }
            }
        }
        rows.sort(
                Comparator.comparingLong((Row row) -> row.nextUsec().orElse(Long.MAX_VALUE))
                        .thenComparing(Row::unit));
        var listing =
                new Listing<Row>(
                        List.of("NEXT", "LEFT", "LAST", "PASSED", "UNIT", "ACTIVATES"),
                        (table, row) -> add(table, row, context, now),
                        Timers::write,
                        "no timer runs; `hearth run --on-calendar daily COMMAND` makes one");
        listing.show(context.screen(), rows);
        return ExitStatus.OK;
    }

    private Row row(Properties timer, Instant now) {
        return new Row(
                timer.text("Id"),
                next(
                        timer.number("NextElapseUSecRealtime"),
                        timer.number("NextElapseUSecMonotonic"),
                        usec(now),
                        monotonicNanos.getAsLong() / 1_000),
                timer.number("LastTriggerUSec"),
                timer.text("Unit"));
    }

    /** Returns the earlier of two moments on two clocks, as one of the first. */
    public static OptionalLong next(long realtime, long monotonic, long now, long monotonicNow) {
        OptionalLong first =
                realtime > 0 && realtime != Properties.UNSET
                        ? OptionalLong.of(realtime)
                        : OptionalLong.empty();
        if (monotonic <= 0) { // no time, or infinity
            return first;
        }
        long other = now + (monotonic - monotonicNow);
        return OptionalLong.of(Math.min(first.orElse(Long.MAX_VALUE), other));
    }

    private static long usec(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private static void add(Table table, Row row, Context context, Instant now) {
        boolean isWaiting = row.nextUsec().isPresent();
        long next = row.nextUsec().orElse(0);
        table.add(
                isWaiting ? Spans.stamp(next, context.zone()) : "-",
                isWaiting ? left(now, next) : "-",
                row.lastUsec() == 0 ? "-" : Spans.stamp(row.lastUsec(), context.zone()),
                Spans.ago(row.lastUsec(), now),
                row.unit(),
                row.activates());
    }

    private static void write(JsonGenerator json, Row row) {
        json.writeStringProperty("unit", row.unit());
        json.writeStringProperty("activates", row.activates());
        row.nextUsec().ifPresent(next -> json.writeNumberProperty("next_usec", next));
        json.writeNumberProperty("last_usec", row.lastUsec());
    }

    private static String left(Instant now, long next) {
        Duration left = Duration.between(now, Spans.instant(next));
        return left.isNegative() ? Spans.span(left.negated()) + " ago" : Spans.span(left);
    }
}
