package hearth.cli.systemd.systemctl;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitStates;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.journal.Journal;
import hearth.cli.systemd.journal.OutputMode;
import hearth.cli.systemd.text.CgroupTree;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.systemd.text.Marks;
import hearth.cli.systemd.text.ProcText;
import hearth.cli.systemd.text.Times;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code systemctl status [UNIT|PID...]}. */
final class StatusVerb {
    /** How many lines of its log follow a unit, where nobody says. */
    private static final int LOG_LINES = 10;

    private StatusVerb() {}

    static int perform(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect()) {
            if (asked.words().isEmpty() && !asked.has("all")) {
                showManager(asked, manager);
                return ExitStatus.OK;
            }
            return showUnits(asked, manager, names(asked, manager));
        }
    }

    private static int showUnits(Invocation asked, UserManager manager, List<String> names)
            throws CommandFailure, CallRefused, IOException {
        int status = ExitStatus.OK;
        boolean isFirst = true;
        for (String name : names) {
            Properties unit;
            try {
                unit = manager.unit(name);
            } catch (CallRefused refusal) {
                asked.screen().note(ClientFailures.text("get properties", refusal));
                status = status == ExitStatus.OK ? ExitStatus.FAILURE : status;
                continue;
            }
            if (UnitStates.isUnknown(unit)) {
                asked.screen().note("Unit " + name + " could not be found.");
                status = status == ExitStatus.OK ? ExitStatus.NO_SUCH_UNIT : status;
                continue;
            }
            if (!isFirst) {
                asked.screen().line();
            }
            isFirst = false;
            if (unit.flag("NeedDaemonReload")) {
                asked.screen().out().flush();
                asked.screen().note(UnitText.changedOnDisk(name, asked));
            }
            new UnitStatus(asked, manager, unit).show();
            showLog(asked, unit);
            status = status == ExitStatus.OK ? exitStatus(unit) : status;
        }
        return status;
    }

    /** Returns the units that are named, or have the processes whose numbers are. */
    private static List<String> names(Invocation asked, UserManager manager)
            throws CommandFailure, CallRefused, IOException {
        if (asked.words().isEmpty()) {
            return ListedUnit.of(manager, asked.arguments().list("state"), List.of()).stream()
                    .filter(unit -> unit.isShown(asked))
                    .map(ListedUnit::name)
                    .toList();
        }
        var names = new ArrayList<String>();
        for (String word : asked.words()) {
            if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
                names.add(unitOf(manager, Long.parseLong(word)));
            } else {
                names.addAll(asked.about(word).units(manager));
            }
        }
        return names;
    }

    private static String unitOf(UserManager manager, long pid)
            throws CommandFailure, CallRefused, IOException {
        try (var answer =
                manager.object()
                        .call(UserManager.MANAGER, "GetUnitByPID", "u", body -> body.uint32(pid))) {
            return manager.object().at(answer.reader().objectPath()).properties("").text("Id");
        } catch (CallRefused refusal) {
            throw ClientFailures.failure("get unit for PID " + pid, refusal);
        }
    }

    private static int exitStatus(Properties unit) {
        return switch (unit.text("ActiveState")) {
            case "active", "reloading" -> ExitStatus.OK;
            default -> ExitStatus.NOT_RUNNING;
        };
    }

    private static void showLog(Invocation asked, Properties unit)
            throws CommandFailure, IOException {
        int count = Integer.parseInt(asked.arguments().value("lines").orElse("" + LOG_LINES));
        if (count <= 0) {
            return;
        }
        OutputMode mode =
                OutputMode.of(asked.arguments().value("output").orElse("short"), asked.context());
        try (Journal journal = Journal.ofUnit(asked.isUser(), unit.text("Id"), asked.context())) {
            var entries = journal.lastOfBoot(count, unit.number("InactiveExitTimestampMonotonic"));
            if (!entries.isEmpty()) {
                asked.screen().line();
            }
            for (var entry : entries) {
                mode.write(entry, asked.screen());
            }
        }
    }

    private static void showManager(Invocation asked, UserManager manager)
            throws CallRefused, IOException {
        Screen screen = asked.screen();
        Properties properties = manager.properties();
        String state = properties.text("SystemState");
        screen.line(
                Line.of(Marks.style(state.equals("running") ? "active" : "failed"), Marks.DOT)
                        .then(" " + ProcText.hostName()));
        screen.line("    State: " + state);
        screen.line("    Units: " + properties.number("NNames") + " loaded (incl. loaded aliases)");
        screen.line("     Jobs: " + properties.number("NJobs") + " queued");
        screen.line("   Failed: " + properties.number("NFailedUnits") + " units");
        screen.line(
                "    Since: "
                        + Times.since(properties.number("UserspaceTimestamp"), asked.context()));
        screen.line("  systemd: " + properties.text("Version"));
        if (!properties.text("Tainted").isEmpty()) {
            screen.line("  Tainted: " + properties.text("Tainted"));
        }
        String group = properties.text("ControlGroup");
        screen.line("   CGroup: " + (group.isEmpty() ? "/" : group));
        CgroupTree.of(group, manager.processes("-.slice"))
                .lines(0)
                .forEach(line -> screen.line("           " + line));
    }
}
