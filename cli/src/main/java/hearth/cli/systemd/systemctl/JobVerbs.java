package hearth.cli.systemd.systemctl;

import hearth.cli.client.HearthManager;
import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.systemd.text.JobResults;
import hearth.cli.text.Screen;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code systemctl start}, {@code stop} and the others that make jobs. */
final class JobVerbs {
    /** How long to wait for news before a unit that is waited for is asked again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private JobVerbs() {}

    /**
     * What a verb asks for.
     *
     * @param member the manager's method
     * @param word how messages call it
     */
    private record Order(String member, String word) {}

    private static Order order(String verb) {
        return switch (verb) {
            case "stop", "condstop" -> new Order("StopUnit", "stop");
            case "reload" -> new Order("ReloadUnit", "reload");
            case "restart" -> new Order("RestartUnit", "restart");
            case "try-restart", "condrestart" -> new Order("TryRestartUnit", "try-restart");
            case "reload-or-restart" -> new Order("ReloadOrRestartUnit", "reload-or-restart");
            case "try-reload-or-restart", "reload-or-try-restart", "condreload", "force-reload" ->
                    new Order("ReloadOrTryRestartUnit", "reload-or-try-restart");
            default -> new Order("StartUnit", "start");
        };
    }

    static int perform(Invocation asked) throws CommandFailure, CallRefused, IOException {
        if (asked.has("wait") && asked.has("no-block")) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "--wait may not be combined with --no-block.");
        }
        try (UserManager manager = asked.connect()) {
            return perform(asked, manager, asked.verb(), asked.units(manager));
        }
    }

    /** Gives an order for units, and waits for its end where that is asked for. */
    static int perform(Invocation asked, UserManager manager, String verb, List<String> units)
            throws CallRefused, IOException {
        if (!asked.has("no-block")) {
            manager.subscribe();
        }
        Order order = order(verb);
        String mode =
                verb.equals("isolate")
                        ? "isolate"
                        : asked.has("fail")
                                ? "fail"
                                : asked.arguments().value("job-mode").orElse("replace");
        int status = ExitStatus.OK;
        Map<DbusPath, String> jobs = new LinkedHashMap<>();
        var changed = new ArrayList<String>();
        for (String unit : units) {
            try {
                jobs.put(queue(manager, order.member(), unit, mode), unit);
                changed.add(unit);
            } catch (CallRefused refusal) {
                status = status == ExitStatus.OK ? ClientFailures.exitStatus(refusal) : status;
                refused(asked, order, unit, refusal);
                continue;
            }
            warnOfEdited(asked, manager, unit);
        }
        if (asked.has("no-block")) {
            return status;
        }
        JobResults results = new JobResults(asked.isUser());
        for (var ended : manager.awaitJobs(jobs.keySet()).entrySet()) {
            String unit = jobs.getOrDefault(ended.getKey(), "");
            if (!results.isGood(ended.getValue())) {
                status = ExitStatus.FAILURE;
                if (!asked.has("quiet")) {
                    asked.screen().notes(results.text(manager, unit, ended.getValue()));
                }
            }
        }
        if (verb.equals("stop") && !asked.has("quiet") && !asked.has("no-warn")) {
            warnOfStarters(asked, manager, changed);
        }
        return status == ExitStatus.OK && asked.has("wait") ? awaitEnds(manager, changed) : status;
    }

    private static DbusPath queue(UserManager manager, String member, String unit, String mode)
            throws CallRefused, IOException {
        try (Message answer =
                manager.object()
                        .call(
                                UserManager.MANAGER,
                                member,
                                "ss",
                                body -> {
                                    body.string(unit);
                                    body.string(mode);
                                })) {
            return answer.reader().objectPath();
        }
    }

    private static void refused(Invocation asked, Order order, String unit, CallRefused refusal) {
        Screen screen = asked.screen();
        screen.note(ClientFailures.text(order.word() + " " + unit, refusal));
        switch (refusal.errorName()) {
            case ErrorName.NO_SUCH_UNIT,
                    ErrorName.UNIT_MASKED,
                    ErrorName.JOB_TYPE_NOT_APPLICABLE -> {}
            default ->
                    screen.note(
                            "See "
                                    + (asked.isUser() ? "user" : "system")
                                    + " logs and '"
                                    + asked.program()
                                    + " status "
                                    + unit
                                    + "' for details.");
        }
    }

    /** A job runs the text that has been read. */
    private static void warnOfEdited(Invocation asked, UserManager manager, String unit)
            throws IOException {
        try {
            if (!asked.has("quiet") && manager.unit(unit).flag("NeedDaemonReload")) {
                asked.screen().note(UnitText.changedOnDisk(unit, asked));
            }
        } catch (CallRefused e) {
            // it is gone already: there is nothing to warn of
        }
    }

    /** What was stopped may be started again by what was not. */
    private static void warnOfStarters(Invocation asked, UserManager manager, List<String> units)
            throws IOException {
        for (String unit : units) {
            try {
                List<String> starters = active(manager, manager.unit(unit).texts("TriggeredBy"));
                if (!starters.isEmpty()) {
                    asked.screen()
                            .note(
                                    "Warning: Stopping "
                                            + unit
                                            + ", but it can still be activated by:");
                    starters.forEach(starter -> asked.screen().note("  " + starter));
                }
            } catch (CallRefused e) {
                // it is gone already: there is nothing to warn of
            }
        }
    }

    private static List<String> active(UserManager manager, List<String> units)
            throws CallRefused, IOException {
        var active = new ArrayList<String>();
        for (String unit : units) {
            Properties properties = manager.unit(unit);
            boolean isActive =
                    switch (properties.text("ActiveState")) {
                        case "active", "reloading" -> true;
                        default -> false;
                    };
            if (isActive && !properties.text("LoadState").equals("masked")) {
                active.add(unit);
            }
        }
        return active;
    }

    /** Waits until none of the units runs any more. */
    private static int awaitEnds(UserManager manager, List<String> units)
            throws CallRefused, IOException {
        var hearth = new HearthManager(manager);
        int status = ExitStatus.OK;
        for (String unit : units) {
            String state = manager.unit(unit).text("ActiveState");
            while (!state.equals("inactive") && !state.equals("failed")) {
                hearth.pause(PAUSE);
                state = manager.unit(unit).text("ActiveState");
            }
            status = state.equals("failed") ? ExitStatus.FAILURE : status;
        }
        return status;
    }
}
