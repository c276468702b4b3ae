package hearth.cli.command.unit;

import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.unit.value.Signals;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * {@code hearth kill [-s SIGNAL] [--whom main|control|all] UNIT...}.
 *
 * @param units whose processes, as typed
 * @param signal as typed: {@code TERM}, {@code SIGTERM}, {@code 15}
 * @param whom which of the processes
 */
public record Kill(List<String> units, String signal, String whom) implements Action {
    private static final Set<String> WHOM =
            Set.of("main", "control", "all", "main-fail", "control-fail", "all-fail");

    /** Copies the list. */
    public Kill {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return "send SIG" + signal.replaceFirst("^SIG", "") + " to " + String.join(", ", units);
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (!WHOM.contains(whom)) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "--whom takes main, control or all, not " + whom);
        }
        int number =
                Signals.parse(signal)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitStatus.USAGE,
                                        "there is no signal " + signal,
                                        "TERM, HUP, USR1, ..., as kill(1) has them"));
        UnitArguments.patterns(units);
        try (UserManager manager = context.userManager()) {
            return EachUnit.of(UnitArguments.expand(manager, units, context.screen()))
                    .perform(
                            manager,
                            context.screen(),
                            "kill",
                            name -> manager.kill(name, whom, number));
        }
    }
}
