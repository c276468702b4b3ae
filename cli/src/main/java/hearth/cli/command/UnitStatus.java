package hearth.cli.command;

import hearth.cli.client.HearthManager;
import hearth.cli.client.Properties;
import hearth.cli.client.UnitProcess;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Sizes;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import hearth.dbus.ErrorName;
import hearth.unit.Diagnostic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth status UNIT}: all that is known of one unit.
 *
 * @param unit its name, as typed
 */
public record UnitStatus(String unit) implements Action {
    @Override
    public String purpose() {
        return "show " + unit;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        String name = UnitArguments.complete(unit);
        try (UserManager manager = context.userManager()) {
            Properties properties = properties(manager, name);
            List<String> faults = faults(manager, properties);
            List<UnitProcess> processes = processes(manager, name);
            Screen screen = context.screen();
            if (screen.isJson()) {
                screen.json(json -> write(json, properties, faults, processes));
            } else {
                show(properties, faults, processes, context);
            }
            return exitStatus(properties);
        }
    }

    private static Properties properties(UserManager manager, String name)
            throws CommandFailure, CallRefused, IOException {
        Properties properties = manager.unit(name);
        if (UnitStates.isUnknown(properties)) {
            throw UnitArguments.unknown(ExitStatus.NO_SUCH_UNIT, manager, name);
        }
        return properties;
    }

    /**
     * Returns what keeps the unit's files from being used, each with its file and line. The load
     * error of a unit with a bad setting is systemd's, and says neither.
     */
    private static List<String> faults(UserManager manager, Properties unit)
            throws CallRefused, IOException {
        return switch (unit.text("LoadState")) {
            case "bad-setting", "error" ->
                    new HearthManager(manager)
                            .diagnostics(unit.text("Id")).stream()
                                    .filter(it -> it.severity() == Diagnostic.Severity.ERROR)
                                    .map(Diagnostic::toString)
                                    .toList();
            default -> List.of();
        };
    }

    /** Units that run nothing have no processes to ask for. */
    private static List<UnitProcess> processes(UserManager manager, String name)
            throws CallRefused, IOException {
        try {
            return manager.processes(name);
        } catch (CallRefused e) {
            return switch (e.errorName()) {
                case ErrorName.NO_SUCH_UNIT, ErrorName.UNKNOWN_METHOD, ErrorName.UNIT_INACTIVE ->
                        List.of();
                default -> throw e;
            };
        }
    }

    private static int exitStatus(Properties unit) {
        return switch (unit.text("ActiveState")) {
            case "active", "reloading" -> ExitStatus.OK;
            default -> ExitStatus.NOT_RUNNING;
        };
    }

    private static void show(
            Properties unit, List<String> faults, List<UnitProcess> processes, Context context) {
        Screen screen = context.screen();
        Style style = UnitStates.style(unit.text("ActiveState"));
        String mark = UnitStates.mark(unit.text("ActiveState"));
        String description = unit.text("Description");
        String name = unit.text("Id");
        screen.line(
                Line.of(style, mark)
                        .then(" ")
                        .then(Style.STRONG, name)
                        .then(
                                description.isEmpty() || description.equals(name)
                                        ? ""
                                        : " - " + description));
        field(screen, "loaded", loaded(unit, faults));
        faults.forEach(fault -> field(screen, "fault", fault));
        for (String dropIn : unit.texts("DropInPaths")) {
            field(screen, "drop-in", dropIn);
        }
        field(screen, "state", Line.of(style, state(unit)).then(since(unit, context)));
        if (unit.text("ActiveState").equals("failed")) {
            field(screen, "reason", UnitReasons.why(unit));
        }
        field(screen, "says", unit.text("StatusText"));
        field(screen, "uses", resources(unit));
        field(screen, "cgroup", unit.text("ControlGroup"));
        for (UnitProcess process : processes) {
            boolean isMain = process.pid() == unit.number("MainPID");
            String line = process.pid() + " " + process.commandLine();
            field(screen, isMain ? "main" : "process", line);
        }
    }

    private static void field(Screen screen, String label, String text) {
        if (!text.isEmpty()) {
            field(screen, label, Line.of(text));
        }
    }

    private static void field(Screen screen, String label, Line text) {
        String padded = "  " + label + " ".repeat(9 - label.length());
        screen.line(Line.of(Style.FAINT, padded).then(text));
    }

    private static String loaded(Properties unit, List<String> faults) {
        String path = unit.text("FragmentPath");
        String enabled = unit.text("UnitFileState");
        String error = faults.isEmpty() ? loadError(unit).map(text -> ": " + text).orElse("") : "";
        return unit.text("LoadState")
                + error
                + (path.isEmpty() ? "" : ", " + path)
                + (enabled.isEmpty() ? "" : ", " + enabled);
    }

    /** Why the unit's file could not be loaded: the struct (name, text) of {@code LoadError}. */
    private static Optional<String> loadError(Properties unit) {
        return unit.struct("LoadError").stream()
                .skip(1)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static String state(Properties unit) {
        return UnitStates.text(unit.text("ActiveState"), unit.text("SubState"));
    }

    private static String since(Properties unit, Context context) {
        long changed = unit.number("StateChangeTimestamp");
        return changed == 0
                ? ""
                : " since " + Spans.since(changed, context.clock().instant(), context.zone());
    }

    private static String resources(Properties unit) {
        var parts = new ArrayList<String>();
        if (isKnown(unit, "TasksCurrent")) {
            parts.add(unit.number("TasksCurrent") + " tasks");
        }
        if (isKnown(unit, "MemoryCurrent")) {
            parts.add(Sizes.bytes(unit.number("MemoryCurrent")) + " memory");
        }
        if (isKnown(unit, "CPUUsageNSec")) {
            parts.add(Spans.span(Duration.ofNanos(unit.number("CPUUsageNSec"))) + " cpu");
        }
        return String.join(", ", parts);
    }

    private static boolean isKnown(Properties unit, String name) {
        return unit.values().containsKey(name) && unit.number(name) != Properties.UNSET;
    }

    private static void write(
            JsonGenerator json, Properties unit, List<String> faults, List<UnitProcess> processes) {
        json.writeStartObject();
        json.writeStringProperty("unit", unit.text("Id"));
        json.writeStringProperty("description", unit.text("Description"));
        json.writeStringProperty("load", unit.text("LoadState"));
        json.writeStringProperty("active", unit.text("ActiveState"));
        json.writeStringProperty("sub", unit.text("SubState"));
        json.writeStringProperty("result", unit.text("Result"));
        json.writeStringProperty("file", unit.text("FragmentPath"));
        json.writeStringProperty("enabled", unit.text("UnitFileState"));
        json.writeNumberProperty("since_usec", unit.number("StateChangeTimestamp"));
        json.writeNumberProperty("main_pid", unit.number("MainPID"));
        json.writeStringProperty("status_text", unit.text("StatusText"));
        json.writeStringProperty("cgroup", unit.text("ControlGroup"));
        json.writeName("faults");
        JsonArray.texts(json, faults);
        ProcessJson.write(json, processes);
        json.writeEndObject();
    }
}
