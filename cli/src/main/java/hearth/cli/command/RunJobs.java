package hearth.cli.command;

import hearth.cli.client.JobVerb;
import hearth.cli.client.NearestUnits;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.dbus.DbusPath;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code hearth start|stop|restart|reload UNIT...}: asks for all jobs, then waits for all.
 *
 * @param verb what is to be done
 * @param units to what, as typed
 */
public record RunJobs(JobVerb verb, List<String> units) implements Action {
    /** Copies the list. */
    public RunJobs {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return verb.word() + " " + String.join(", ", units);
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitArguments.patterns(units); // what cannot be a name is refused before anybody is asked
        try (UserManager manager = context.userManager()) {
            manager.subscribe();
            List<String> names = UnitArguments.expand(manager, units, context.screen());
            if (verb != JobVerb.STOP && isAnyEdited(manager, names)) {
                manager.reload();
                context.screen().note("unit files have changed: they were read again first");
            }
            return perform(manager, verb, names, context.screen());
        }
    }

    /** Who edits a file and then starts the unit means the new text. */
    private static boolean isAnyEdited(UserManager manager, List<String> names)
            throws CallRefused, IOException {
        for (String name : names) {
            try {
                if (manager.unit(name).flag("NeedDaemonReload")) {
                    return true;
                }
            } catch (CallRefused e) {
                // what is wrong with the name is said when the job is asked for
            }
        }
        return false;
    }

    /** Does it over a conversation that has subscribed. */
    public static int perform(UserManager manager, JobVerb verb, List<String> names, Screen screen)
            throws CallRefused, IOException {
        int status = ExitStatus.OK;
        Map<DbusPath, String> jobs = new LinkedHashMap<>();
        for (String name : names) {
            try {
                jobs.put(manager.queue(verb, name), name);
            } catch (CallRefused refusal) {
                CommandFailure failure =
                        hinted(Refusals.failure(verb.word() + " " + name, refusal), manager, name);
                Messages.failure(screen, failure);
                status = failure.exitStatus();
            }
        }
        for (var ended : manager.awaitJobs(jobs.keySet()).entrySet()) {
            String name = jobs.getOrDefault(ended.getKey(), "");
            if (isSuccess(ended.getValue())) {
                screen.line(Line.of(Style.GOOD, verb.done()).then(" " + name));
            } else {
                status = ExitStatus.FAILURE;
                Messages.failure(screen, failure(manager, verb, name, ended.getValue()));
            }
        }
        return status;
    }

    /** Returns a failure that says what was meant, where there is no such unit but a like one. */
    private static CommandFailure hinted(CommandFailure failure, UserManager manager, String name) {
        if (failure.exitStatus() != ExitStatus.NOT_INSTALLED) {
            return failure;
        }
        return NearestUnits.of(manager, name)
                .map(near ->
                        new CommandFailure(
                                failure.exitStatus(),
                                String.valueOf(failure.getMessage()),
                                "did you mean " + near + "?"))
                .orElse(failure);
    }

    private static boolean isSuccess(String jobResult) {
        return switch (jobResult) {
            case "done", "skipped" -> true;
            default -> false;
        };
    }

    private static CommandFailure failure(
            UserManager manager, JobVerb verb, String name, String jobResult)
            throws CallRefused, IOException {
        String reason =
                switch (jobResult) {
                    case "dependency" -> "something that it needs failed";
                    case "canceled" -> "another job took its place";
                    case "timeout" -> "it took too long";
                    case "failed" -> UnitReasons.why(manager.unit(name));
                    default -> "the job ended as \"" + jobResult + "\"";
                };
        return new CommandFailure(
                ExitStatus.FAILURE,
                "cannot " + verb.word() + " " + name + ": " + reason,
                "`hearth status " + name + "` and `hearth logs " + name + "` show more");
    }
}
