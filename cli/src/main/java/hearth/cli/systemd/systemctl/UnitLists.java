package hearth.cli.systemd.systemctl;

import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.Marks;
import hearth.cli.text.Columns;
import hearth.cli.text.Columns.Column;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** {@code systemctl list-units} and {@code list-jobs}. */
final class UnitLists {
    /** What is wrong with a unit's file. */
    private static final Set<String> NOT_LOADED =
            Set.of("error", "not-found", "bad-setting", "masked");

    private UnitLists() {}

    /** What is there of types, in systemd's order. */
    private static final String TYPES =
            """
            Available unit types:
            service
            mount
            swap
            socket
            target
            device
            automount
            timer
            path
            slice
            scope
            """;

    static int units(Invocation asked) throws CommandFailure, CallRefused, IOException {
        if (asked.arguments().list("type").contains("help")) {
            asked.screen().text(TYPES);
            return ExitStatus.OK;
        }
        List<ListedUnit> units = new ArrayList<>();
        try (UserManager manager = asked.connect()) {
            for (ListedUnit unit : ListedUnit.of(manager, asked.states(), asked.patterns())) {
                if (unit.isShown(asked)) {
                    units.add(unit);
                }
            }
        }
        boolean hasJobs = units.stream().anyMatch(unit -> unit.jobId() > 0);
        boolean isPlain = asked.has("plain");
        var titles = new ArrayList<>(List.of("UNIT", "LOAD", "ACTIVE", "SUB"));
        if (!isPlain) {
            titles.addFirst(" ");
        }
        if (hasJobs) {
            titles.add("JOB");
        }
        titles.add("DESCRIPTION");
        var listing = new Columns(titles.toArray(String[]::new));
        units.forEach(unit -> add(listing, unit, isPlain, hasJobs));
        Screen screen = asked.screen();
        if (asked.isJson()) {
            listing.json(screen);
            return ExitStatus.OK;
        }
        listing.write(screen, asked.hasLegend(), asked.has("full"));
        if (asked.hasLegend()) {
            legend(asked, units.size(), hasJobs);
        }
        return ExitStatus.OK;
    }

    private static void add(Columns listing, ListedUnit unit, boolean isPlain, boolean hasJobs) {
        boolean isWrong =
                NOT_LOADED.contains(unit.loadState()) || unit.activeState().equals("failed");
        var cells =
                new ArrayList<>(
                        List.of(
                                unit.name(),
                                unit.loadState(),
                                unit.activeState(),
                                unit.subState()));
        if (!isPlain) {
            cells.addFirst(isWrong ? Marks.DOT : " ");
        }
        if (hasJobs) {
            cells.add(unit.jobId() > 0 ? unit.jobType() : "");
        }
        cells.add(unit.description());
        if (isWrong) {
            listing.add(Style.BAD, cells.toArray(String[]::new));
        } else {
            listing.add(cells.toArray(String[]::new));
        }
    }

    private static void legend(Invocation asked, int count, boolean hasJobs) {
        Screen screen = asked.screen();
        if (count > 0) {
            screen.line();
            screen.line("LOAD   = Reflects whether the unit definition was properly loaded.");
            screen.line(
                    "ACTIVE = The high-level unit activation state, i.e. generalization of SUB.");
            screen.line(
                    "SUB    = The low-level unit activation state, values depend on unit type.");
            if (hasJobs) {
                screen.line("JOB    = Pending job for the unit.");
                screen.line();
            }
        }
        String listed = count + " loaded units listed.";
        boolean hasIdle = asked.has("all") || asked.states().contains("inactive");
        if (hasIdle || asked.states().isEmpty()) {
            screen.line(
                    listed + (hasIdle ? "" : " Pass --all to see loaded but inactive units, too."));
            screen.line("To show all installed unit files use 'systemctl list-unit-files'.");
        } else {
            screen.line(listed);
        }
    }

    private record Job(long id, String unit, String type, String state) {}

    static int jobs(Invocation asked) throws CommandFailure, CallRefused, IOException {
        var jobs = new ArrayList<Job>();
        try (UserManager manager = asked.connect();
                Message answer = manager.object().call(UserManager.MANAGER, "ListJobs")) {
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                jobs.add(
                        new Job(
                                reader.uint32(),
                                reader.string(),
                                reader.string(),
                                reader.string()));
                reader.objectPath();
                reader.objectPath();
                reader.closeStruct();
            }
        }
        jobs.removeIf(job -> !asked.words().isEmpty() && !asked.isMeant(job.unit()));
        jobs.sort(Comparator.comparingLong(Job::id));
        Screen screen = asked.screen();
        if (jobs.isEmpty() && !asked.isJson()) {
            if (asked.hasLegend()) {
                screen.line("No jobs " + (asked.words().isEmpty() ? "running." : "listed."));
            }
            return ExitStatus.OK;
        }
        var listing =
                new Columns(
                        List.of(
                                new Column("JOB", false, true),
                                Column.of("UNIT"),
                                Column.of("TYPE"),
                                Column.of("STATE")));
        jobs.forEach(
                job -> listing.add(Long.toString(job.id()), job.unit(), job.type(), job.state()));
        if (asked.isJson()) {
            listing.json(screen);
            return ExitStatus.OK;
        }
        listing.write(screen, asked.hasLegend(), asked.has("full"));
        if (asked.hasLegend()) {
            screen.line();
            screen.line(jobs.size() + " jobs listed.");
        }
        return ExitStatus.OK;
    }
}
