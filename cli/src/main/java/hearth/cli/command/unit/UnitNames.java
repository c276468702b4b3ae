package hearth.cli.command.unit;

import hearth.cli.client.UnitFileRow;
import hearth.cli.client.UnitFiles;
import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/** {@code hearth __units}: the names of all units, one a line, for a shell that completes them. */
public record UnitNames() implements Action {
    /** The command's name, which help does not show. */
    public static final String WORD = "__units";

    @Override
    public String purpose() {
        return "list names of units";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        var names = new TreeSet<String>();
        try (UserManager manager = context.userManager()) {
            new UnitFiles(manager)
                    .list(List.of()).stream().map(UnitFileRow::name).forEach(names::add);
            manager.units().stream().map(UnitRow::name).forEach(names::add);
        }
        names.forEach(context.screen()::line);
        return ExitStatus.OK;
    }
}
