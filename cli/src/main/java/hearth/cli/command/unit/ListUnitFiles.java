package hearth.cli.command.unit;

import hearth.cli.client.UnitFileRow;
import hearth.cli.client.UnitFiles;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Listing;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * {@code hearth list --files [--type TYPE] [PATTERN...]}: the unit files, loaded or not.
 *
 * @param patterns names and patterns, as typed; empty for all
 * @param choice which of them; only its types count
 */
public record ListUnitFiles(List<String> patterns, ListUnits.Choice choice) implements Action {
    private static final Listing<UnitFileRow> LISTING =
            new Listing<>(
                    List.of("UNIT", "STATE", "FILE"),
                    (table, file) -> table.add(file.name(), file.state(), file.path()),
                    (json, file) -> {
                        json.writeStringProperty("unit", file.name());
                        json.writeStringProperty("state", file.state());
                        json.writeStringProperty("file", file.path());
                    },
                    "there is no such unit file");

    /** Copies the list. */
    public ListUnitFiles {
        patterns = List.copyOf(patterns);
    }

    @Override
    public String purpose() {
        return "list unit files";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        List<String> asked = UnitArguments.patterns(patterns);
        try (UserManager manager = context.userManager()) {
            List<UnitFileRow> files =
                    new UnitFiles(manager)
                            .list(asked).stream()
                                    .filter(file -> choice.hasType(file.name()))
                                    .sorted(Comparator.comparing(UnitFileRow::name))
                                    .toList();
            LISTING.show(context.screen(), files);
        }
        return ExitStatus.OK;
    }
}
