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
import hearth.cli.text.Screen;
import hearth.cli.text.Table;
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
        Screen screen = context.screen();
        List<String> asked = UnitArguments.patterns(patterns);
        try (UserManager manager = context.managers().managerOf(context.user())) {
            List<UnitFileRow> files =
                    new UnitFiles(manager)
                            .list(asked).stream()
                                    .filter(file -> choice.hasType(file.name()))
                                    .sorted(Comparator.comparing(UnitFileRow::name))
                                    .toList();
            if (screen.isJson()) {
                screen.json(json -> {
                    json.writeStartArray();
                    for (UnitFileRow file : files) {
                        json.writeStartObject();
                        json.writeStringProperty("unit", file.name());
                        json.writeStringProperty("state", file.state());
                        json.writeStringProperty("file", file.path());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
            } else if (files.isEmpty()) {
                screen.note("there is no such unit file");
            } else {
                var table = new Table("UNIT", "STATE", "FILE");
                files.forEach(file -> table.add(file.name(), file.state(), file.path()));
                table.write(screen);
            }
        }
        return ExitStatus.OK;
    }
}
