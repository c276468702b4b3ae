package hearth.cli.command.rehearse;

import hearth.cli.client.JobVerb;
import hearth.cli.client.LinkChange;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.List;

/**
 * {@code hearth enable|disable --dry-run [--now] UNIT...}: which links would be made and removed;
 * with {@code --now} also what the start or stop would bring about.
 *
 * @param isEnabling which of the two
 * @param units what, as typed
 * @param isNow whether it would be started or stopped at once
 */
public record RehearseLinks(boolean isEnabling, List<String> units, boolean isNow)
        implements Action {
    /** Copies the list. */
    public RehearseLinks {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return "rehearse " + (isEnabling ? "enable " : "disable ") + String.join(", ", units);
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        List<String> names = UnitArguments.complete(units);
        Screen screen = context.screen();
        try (UserManager manager = context.userManager()) {
            var rehearsals = new Rehearsals(manager);
            List<LinkChange> changes =
                    isEnabling
                            ? rehearsals.rehearseEnable(names)
                            : rehearsals.rehearseDisable(names);
            if (screen.isJson()) {
                screen.json(json ->
                        JsonArray.objects(
                                json,
                                changes,
                                change -> {
                                    json.writeStringProperty("kind", change.kind());
                                    json.writeStringProperty("path", change.path());
                                    json.writeStringProperty("target", change.target());
                                }));
            } else {
                show(changes, screen);
            }
            return isNow
                    ? RehearseJobs.perform(
                            manager, isEnabling ? JobVerb.START : JobVerb.STOP, names, context)
                    : ExitStatus.OK;
        }
    }

    private static void show(List<LinkChange> changes, Screen screen) {
        if (changes.isEmpty()) {
            screen.line("no link would be made or removed");
        }
        for (LinkChange change : changes) {
            switch (change.kind()) {
                case "symlink" ->
                        screen.line("would link " + change.path() + " to " + change.target());
                case "unlink" -> screen.line("would remove " + change.path());
                default -> screen.note("hearth: " + change.path() + ": " + change.kind());
            }
        }
    }
}
