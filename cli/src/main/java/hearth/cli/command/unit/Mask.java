package hearth.cli.command.unit;

import hearth.cli.client.JobVerb;
import hearth.cli.client.UnitFiles;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.ChangeLinks;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.RunJobs;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.List;

/**
 * {@code hearth mask [--now] [--runtime] UNIT...} and {@code hearth unmask [--runtime] UNIT...}.
 *
 * @param units what, as typed
 * @param change which of the two, and how
 */
public record Mask(List<String> units, Change change) implements Action {
    /**
     * What is done.
     *
     * @param isMasking whether nothing can start the units from now on
     * @param isRuntime whether it ends with the next boot
     * @param isNow whether to stop them as well
     */
    public record Change(boolean isMasking, boolean isRuntime, boolean isNow) {}

    /** Copies the list. */
    public Mask {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return (change.isMasking() ? "mask " : "unmask ") + String.join(", ", units);
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitArguments.patterns(units);
        Screen screen = context.screen();
        try (UserManager manager = context.userManager()) {
            manager.subscribe();
            List<String> names = UnitArguments.expand(manager, units, screen);
            var files = new UnitFiles(manager);
            ChangeLinks.show(
                    change.isMasking()
                            ? files.mask(names, change.isRuntime())
                            : files.unmask(names, change.isRuntime()),
                    screen);
            manager.reload();
            return change.isNow()
                    ? RunJobs.perform(manager, JobVerb.STOP, names, screen)
                    : ExitStatus.OK;
        }
    }
}
