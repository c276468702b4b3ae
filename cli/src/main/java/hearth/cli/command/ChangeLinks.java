package hearth.cli.command;

import hearth.cli.client.JobVerb;
import hearth.cli.client.LinkChange;
import hearth.cli.client.LoginManager;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.List;

/**
 * {@code hearth enable|disable [--now] UNIT...}.
 *
 * @param isEnabling which of the two
 * @param units what, as typed
 * @param isNow whether to start or stop it at once
 */
public record ChangeLinks(boolean isEnabling, List<String> units, boolean isNow) implements Action {
    /** Copies the list. */
    public ChangeLinks {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return (isEnabling ? "enable " : "disable ") + String.join(", ", units);
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        List<String> names = UnitArguments.complete(units);
        Screen screen = context.screen();
        try (UserManager manager = context.userManager()) {
            manager.subscribe();
            if (isEnabling) {
                UserManager.Enabled enabled = manager.enable(names);
                show(enabled.changes(), screen);
                noteWhatEnablingDoesNot(enabled, context);
            } else {
                show(manager.disable(names), screen);
            }
            manager.reload();
            if (!isNow) {
                return ExitStatus.OK;
            }
            JobVerb verb = isEnabling ? JobVerb.START : JobVerb.STOP;
            return RunJobs.perform(manager, verb, names, screen);
        }
    }

    /** Says what was done to links. */
    public static void show(List<LinkChange> changes, Screen screen) {
        for (LinkChange change : changes) {
            switch (change.kind()) {
                case "symlink" -> screen.line("linked " + change.path() + " to " + change.target());
                case "unlink" -> screen.line("removed " + change.path());
                default -> screen.note("hearth: " + change.path() + ": " + change.kind());
            }
        }
    }

    private void noteWhatEnablingDoesNot(UserManager.Enabled enabled, Context context) {
        if (!enabled.carriesInstallInfo()) {
            context.screen()
                    .note(
                            "hearth: nothing is enabled: "
                                    + String.join(", ", units)
                                    + " says in no [Install] section what starts it; mostly that is"
                                    + " WantedBy=default.target");
        } else if (!lingers(context)) {
            context.screen()
                    .note(
                            "hearth: it starts with "
                                    + context.user().name()
                                    + "'s first login and ends after the last; `hearth linger on`"
                                    + " starts it with the machine");
        }
    }

    /** Returns whether the user lingers; also where nobody can tell. */
    private static boolean lingers(Context context) {
        try (LoginManager login = context.managers().loginManager()) {
            return login.users().stream()
                    .filter(user -> user.uid() == context.user().uid())
                    .allMatch(user -> user.lingers());
        } catch (CommandFailure | CallRefused | IOException e) {
            return true;
        }
    }
}
