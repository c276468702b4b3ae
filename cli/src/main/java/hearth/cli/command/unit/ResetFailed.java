package hearth.cli.command.unit;

import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.util.List;

/**
 * {@code hearth reset-failed [UNIT...]}: forgets that units have failed, and how often they
 * started.
 *
 * @param units which, as typed; empty for all
 */
public record ResetFailed(List<String> units) implements Action {
    /** Copies the list. */
    public ResetFailed {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return "forget what failed";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitArguments.patterns(units);
        try (UserManager manager = context.userManager()) {
            if (units.isEmpty()) {
                manager.resetFailed();
                return ExitStatus.OK;
            }
            return EachUnit.of(UnitArguments.expand(manager, units, context.screen()))
                    .perform(manager, context.screen(), "reset", manager::resetFailed);
        }
    }
}
