package hearth.cli.systemd.systemctl;

import hearth.cli.client.Properties;
import hearth.cli.client.UnitProcess;
import hearth.cli.client.UserManager;
import hearth.cli.command.Context;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.CgroupTree;
import hearth.cli.systemd.text.Marks;
import hearth.cli.systemd.text.ProcText;
import hearth.cli.systemd.text.Times;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Sizes;
import hearth.cli.text.Style;
import hearth.dbus.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** One unit as {@code systemctl status} shows it, without its log. */
final class UnitStatus {
    /** Below a label, and where it begins. */
    private static final String BELOW = " ".repeat(13);

    private final Invocation asked;
    private final UserManager manager;
    private final Properties unit;
    private final Context context;
    private final Screen screen;

    UnitStatus(Invocation asked, UserManager manager, Properties unit) {
        this.asked = asked;
        this.manager = manager;
        this.unit = unit;
        context = asked.context();
        screen = asked.screen();
    }

    void show() throws CallRefused, IOException {
        title();
        if (!unit.text("Following").isEmpty()) {
            field("Follows", "unit currently follows state of " + unit.text("Following"));
        }
        field("Loaded", loaded());
        if (unit.flag("Transient")) {
            field("Transient", "yes");
        }
        dropIns();
        active();
        moments();
        condition();
        documents();
        sockets();
        paths();
        processes();
        texts();
        resources();
        cgroup();
    }

    private void field(String label, String text) {
        field(label, Line.of(text));
    }

    private void field(String label, Line text) {
        String name = " ".repeat(Math.max(0, 11 - label.length())) + label + ": ";
        screen.line(Line.of(name).then(text));
    }

    private void title() {
        String state = unit.text("ActiveState");
        String name = unit.text("Id");
        String description = unit.text("Description");
        screen.line(
                Line.of(Marks.style(state), Marks.of(state))
                        .then(" " + name)
                        .then(
                                description.isEmpty() || description.equals(name)
                                        ? ""
                                        : " - " + description));
    }

    private String loaded() {
        String state = unit.text("LoadState");
        var error = UnitText.loadError(unit);
        if (error.isPresent()) {
            return state + " (Reason: " + error.get() + ")";
        }
        String path =
                unit.text("SourcePath").isEmpty()
                        ? unit.text("FragmentPath")
                        : unit.text("SourcePath");
        String fileState = unit.text("UnitFileState");
        String preset = unit.text("UnitFilePreset");
        if (path.isEmpty()) {
            return state;
        }
        return state
                + " ("
                + path
                + (fileState.isEmpty() ? "" : "; " + fileState)
                + (preset.isEmpty() || !UnitText.hasPreset(fileState) ? "" : "; preset: " + preset)
                + ")";
    }

    /** Drop-ins by the directories that they are in. */
    private void dropIns() {
        var byDirectory = new LinkedHashMap<String, List<String>>();
        for (String path : unit.texts("DropInPaths")) {
            int slash = path.lastIndexOf('/');
            byDirectory
                    .computeIfAbsent(path.substring(0, slash), key -> new ArrayList<>())
                    .add(path.substring(slash + 1));
        }
        var lines = new ArrayList<String>();
        byDirectory.forEach((directory, names) -> {
            lines.add(directory);
            lines.add("└─" + String.join(", ", names));
        });
        list("Drop-In", lines);
    }

    private void active() {
        String state = unit.text("ActiveState");
        String sub = unit.text("SubState");
        String result = unit.text("Result");
        String shown = state.equals(sub) ? state : state + " (" + sub + ")";
        String why =
                result.isEmpty() || result.equals("success") ? "" : " (Result: " + result + ")";
        long since =
                unit.number(
                        switch (state) {
                            case "active", "reloading", "refreshing" -> "ActiveEnterTimestamp";
                            case "inactive", "failed" -> "InactiveEnterTimestamp";
                            case "activating" -> "InactiveExitTimestamp";
                            default -> "ActiveExitTimestamp";
                        });
        field(
                "Active",
                Line.of(Marks.style(state), shown + why)
                        .then(since == 0 ? "" : " since " + Times.since(since, context)));
    }

    private void moments() throws CallRefused, IOException {
        String state = unit.text("ActiveState");
        long limit = unit.number("RuntimeMaxUSec");
        boolean isOn = state.equals("active") || state.equals("reloading");
        if (isOn && limit != Properties.UNSET && limit > 0) {
            field("Until", Times.since(unit.number("ActiveEnterTimestamp") + limit, context));
        }
        long begun = unit.number("ActiveEnterTimestampMonotonic");
        long over = unit.number("ActiveExitTimestampMonotonic");
        if (!isOn && begun > 0 && over > begun) {
            field("Duration", Times.span(over - begun));
        }
        if (unit.text("Id").endsWith(".timer")) {
            var next = TimerList.next(unit, context);
            field("Trigger", next.isPresent() ? Times.since(next.getAsLong(), context) : "n/a");
        }
        related("Triggers", unit.texts("Triggers"));
        related("TriggeredBy", unit.texts("TriggeredBy"));
    }

    private void related(String label, List<String> names) throws CallRefused, IOException {
        if (names.isEmpty()) {
            return;
        }
        boolean isFirst = true;
        for (var row : manager.unitsByNames(names)) {
            Line line = Line.of(Marks.style(row.activeState()), Marks.DOT).then(" " + row.name());
            if (isFirst) {
                field(label, line);
            } else {
                screen.line(Line.of(BELOW).then(line));
            }
            isFirst = false;
        }
    }

    private void condition() {
        long when = unit.number("ConditionTimestamp");
        if (unit.flag("ConditionResult") || when == 0) {
            return;
        }
        field(
                "Condition",
                Line.of(Style.DOUBTFUL, "start condition failed")
                        .then(" at " + Times.since(when, context)));
        var failed = new ArrayList<String>();
        for (List<Value> fields : UnitText.structs(unit, "Conditions")) {
            if (fields.size() == 5
                    && fields.get(0) instanceof Value.Text(String name)
                    && fields.get(1) instanceof Value.Bool(boolean isTrigger)
                    && fields.get(2) instanceof Value.Bool(boolean isNegated)
                    && fields.get(3) instanceof Value.Text(String parameter)
                    && fields.get(4) instanceof Value.Int32(int result)
                    && result < 0) {
                failed.add(
                        name
                                + "="
                                + (isTrigger ? "|" : "")
                                + (isNegated ? "!" : "")
                                + parameter
                                + " was not met");
            }
        }
        for (int i = 0; i < failed.size(); i++) {
            screen.line(BELOW + (i + 1 == failed.size() ? "└─ " : "├─ ") + failed.get(i));
        }
    }

    private void documents() {
        list("Docs", unit.texts("Documentation"));
    }

    private void list(String label, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            if (i == 0) {
                field(label, texts.get(i));
            } else {
                screen.line(BELOW + texts.get(i));
            }
        }
    }

    private void sockets() {
        var listen = new ArrayList<String>();
        for (List<Value> fields : UnitText.structs(unit, "Listen")) {
            if (fields.get(0) instanceof Value.Text(String type)
                    && fields.get(1) instanceof Value.Text(String address)) {
                listen.add(address + " (" + type + ")");
            }
        }
        list("Listen", listen);
        if (unit.flag("Accept")) {
            long refused = unit.number("NRefused");
            field(
                    "Accepted",
                    unit.number("NAccepted")
                            + "; Connected: "
                            + unit.number("NConnections")
                            + ";"
                            + (refused > 0 ? "  Refused: " + refused : ""));
        }
    }

    private void paths() {
        if (unit.values().containsKey("Where") && !unit.text("Where").isEmpty()) {
            field("Where", unit.text("Where"));
            if (!unit.text("What").isEmpty()) {
                field("What", unit.text("What"));
            }
        }
    }

    private void processes() {
        unit.values()
                .forEach((name, value) -> {
                    if (name.startsWith("Exec") && !name.endsWith("Ex")) {
                        UnitText.structs(unit, name).forEach(fields -> process(name, fields));
                    }
                });
        long main = unit.number("MainPID");
        long last = main > 0 ? main : unit.number("ExecMainPID");
        long control = unit.number("ControlPID");
        if (last == 0 && control == 0) {
            return;
        }
        var text = new StringBuilder();
        if (last > 0) {
            text.append(last);
            if (main > 0) {
                ProcText.nameOf(main).ifPresent(it -> text.append(" (").append(it).append(')'));
            } else if (unit.number("ExecMainCode") > 0) {
                text.append(' ')
                        .append(
                                UnitText.ended(
                                        unit.number("ExecMainCode"),
                                        unit.number("ExecMainStatus")));
            }
        }
        if (control > 0) {
            text.append(last > 0 ? "; Control PID: " : "").append(control);
            ProcText.nameOf(control).ifPresent(it -> text.append(" (").append(it).append(')'));
        }
        field(last > 0 ? "Main PID" : "Cntrl PID", text.toString());
    }

    /** A process that has ended; those that run are in the tree. */
    private void process(String name, List<Value> fields) {
        if (fields.size() < 10
                || !(fields.get(1) instanceof Value.Array(String element, List<Value> items))
                || !(fields.get(7) instanceof Value.Uint32(long pid))
                || !(fields.get(8) instanceof Value.Int32(int code))
                || !(fields.get(9) instanceof Value.Int32(int status))
                || code == 0) {
            return;
        }
        var words = new ArrayList<String>();
        for (Value item : items) {
            words.add(item instanceof Value.Text(String word) ? word : "");
        }
        field(
                "Process",
                pid
                        + " "
                        + name
                        + "="
                        + String.join(" ", words)
                        + " "
                        + UnitText.ended(code, status));
    }

    private void texts() {
        if (!unit.text("StatusText").isEmpty()) {
            field("Status", "\"" + unit.text("StatusText") + "\"");
        }
        long error = unit.number("StatusErrno");
        if (error > 0) {
            field("Error", Long.toString(error));
        }
    }

    private boolean isKnown(String name) {
        return unit.values().containsKey(name) && unit.number(name) != Properties.UNSET;
    }

    private void resources() {
        if (isKnown("IOReadBytes") && isKnown("IOWriteBytes")) {
            field(
                    "IO",
                    Sizes.bytes(unit.number("IOReadBytes"))
                            + " read, "
                            + Sizes.bytes(unit.number("IOWriteBytes"))
                            + " written");
        }
        if (isKnown("TasksCurrent")) {
            String limit = isKnown("TasksMax") ? " (limit: " + unit.number("TasksMax") + ")" : "";
            field("Tasks", unit.number("TasksCurrent") + limit);
        }
        if (isKnown("MemoryCurrent")) {
            field("Memory", Sizes.bytes(unit.number("MemoryCurrent")) + memoryLimits());
        }
        if (isKnown("CPUUsageNSec")) {
            field("CPU", Times.span(unit.number("CPUUsageNSec") / 1_000));
        }
    }

    private String memoryLimits() {
        var limits = new ArrayList<String>();
        for (String name : List.of("Min", "Low")) {
            if (unit.number("Memory" + name) > 0) {
                limits.add(
                        name.toLowerCase(Locale.ROOT)
                                + ": "
                                + Sizes.bytes(unit.number("Memory" + name)));
            }
        }
        for (String name : List.of("High", "Max", "SwapMax")) {
            if (isKnown("Memory" + name)) {
                String word = name.equals("SwapMax") ? "swap max" : name.toLowerCase(Locale.ROOT);
                limits.add(word + ": " + Sizes.bytes(unit.number("Memory" + name)));
            }
        }
        if (!limits.isEmpty() && isKnown("MemoryAvailable")) {
            limits.add("available: " + Sizes.bytes(unit.number("MemoryAvailable")));
        }
        return limits.isEmpty() ? "" : " (" + String.join(" ", limits) + ")";
    }

    private void cgroup() throws CallRefused, IOException {
        String group = unit.text("ControlGroup");
        if (group.isEmpty()) {
            return;
        }
        List<UnitProcess> processes;
        try {
            processes = manager.processes(unit.text("Id"));
        } catch (CallRefused e) {
            processes = List.of(); // it has ended meanwhile
        }
        field("CGroup", group);
        int width = asked.has("full") ? 0 : screen.width().getAsInt();
        CgroupTree.of(group, processes)
                .lines(width > 0 ? Math.max(1, width - BELOW.length()) : 0)
                .forEach(line -> screen.line(BELOW + line));
    }
}
