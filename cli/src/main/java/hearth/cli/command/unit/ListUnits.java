package hearth.cli.command.unit;

import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.command.UnitStates;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.cli.text.Table;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code hearth list [--all] [--failed] [--type TYPE] [PATTERN...]}: the units in memory.
 *
 * @param patterns names and patterns, as typed; empty for all
 * @param choice which of them
 */
public record ListUnits(List<String> patterns, Choice choice) implements Action {
    /**
     * Which units are shown.
     *
     * @param isAll also those that do nothing
     * @param isFailed only failed ones
     * @param types only these types, such as {@code service}; empty for all
     */
    public record Choice(boolean isAll, boolean isFailed, List<String> types) {
        /** Copies the list. */
        public Choice {
            types = List.copyOf(types);
        }

        /** Returns whether a unit of this name is of one of the types. */
        boolean hasType(String name) {
            return types.isEmpty() || types.contains(name.substring(name.lastIndexOf('.') + 1));
        }

        private boolean fits(UnitRow unit) {
            boolean isShown = isAll || !unit.activeState().equals("inactive");
            return hasType(unit.name()) && (isFailed ? unit.isFailed() : isShown);
        }
    }

    /** Copies the list. */
    public ListUnits {
        patterns = List.copyOf(patterns);
    }

    @Override
    public String purpose() {
        return "list units";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        Screen screen = context.screen();
        List<String> asked = UnitArguments.patterns(patterns);
        try (UserManager manager = context.managers().managerOf(context.user())) {
            List<UnitRow> units = manager.units(asked);
            List<UnitRow> shown = sorted(units, choice::fits);
            if (screen.isJson()) {
                screen.json(json -> {
                    json.writeStartArray();
                    for (UnitRow unit : shown) {
                        json.writeStartObject();
                        json.writeStringProperty("unit", unit.name());
                        json.writeStringProperty("description", unit.description());
                        json.writeStringProperty("load", unit.loadState());
                        json.writeStringProperty("active", unit.activeState());
                        json.writeStringProperty("sub", unit.subState());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
                return ExitStatus.OK;
            }
            show(screen, shown);
            if (shown.size() < units.size() && !choice.isAll() && !choice.isFailed()) {
                screen.note("`hearth list --all` shows those that do nothing as well");
            }
            return ExitStatus.OK;
        }
    }

    private static List<UnitRow> sorted(List<UnitRow> units, Predicate<UnitRow> isShown) {
        return units.stream().filter(isShown).sorted(Comparator.comparing(UnitRow::name)).toList();
    }

    private static void show(Screen screen, List<UnitRow> units) {
        if (units.isEmpty()) {
            screen.note("there is no such unit in memory");
            return;
        }
        var table = new Table("UNIT", "LOAD", "STATE", "DESCRIPTION");
        for (UnitRow unit : units) {
            String state = UnitStates.text(unit.activeState(), unit.subState());
            if (unit.isFailed()) {
                table.add(Style.BAD, unit.name(), unit.loadState(), state, unit.description());
            } else {
                table.add(unit.name(), unit.loadState(), state, unit.description());
            }
        }
        table.write(screen);
    }
}
