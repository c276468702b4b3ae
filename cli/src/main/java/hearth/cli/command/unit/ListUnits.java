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
import hearth.cli.text.Listing;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * {@code hearth list [--all] [--failed] [--type TYPE] [PATTERN...]}: the units in memory.
 *
 * @param patterns names and patterns, as typed; empty for all
 * @param choice which of them
 */
public record ListUnits(List<String> patterns, Choice choice) implements Action {
    private static final Listing<UnitRow> LISTING =
            new Listing<>(
                    List.of("UNIT", "LOAD", "STATE", "DESCRIPTION"),
                    (table, unit) ->
                            UnitStates.add(
                                    table,
                                    unit,
                                    unit.name(),
                                    unit.loadState(),
                                    UnitStates.text(unit),
                                    unit.description()),
                    UnitStates::write,
                    "there is no such unit in memory");

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
        try (UserManager manager = context.userManager()) {
            List<UnitRow> units = manager.units(asked);
            List<UnitRow> shown =
                    units.stream()
                            .filter(choice::fits)
                            .sorted(Comparator.comparing(UnitRow::name))
                            .toList();
            LISTING.show(screen, shown);
            boolean isShortened = shown.size() < units.size() && !choice.isFailed();
            if (isShortened && !choice.isAll() && !screen.isJson()) {
                screen.note("`hearth list --all` shows those that do nothing as well");
            }
        }
        return ExitStatus.OK;
    }
}
