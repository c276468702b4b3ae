package hearth.cli.systemd.run;

import hearth.cli.client.HearthManager;
import hearth.cli.client.TransientUnit;
import hearth.cli.client.UnitProperty;
import hearth.cli.client.UserManager;
import hearth.cli.client.WrittenProperties;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.Foreground;
import hearth.cli.connection.CallRefused;
import hearth.cli.program.Programs;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.text.UnitWords;
import hearth.dbus.Value;
import hearth.unit.time.CalendarSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The unit that systemd-run's options describe. */
record RunUnit(Arguments arguments, Context context) {
    /** Options that make a timer, by the directive that each stands for. */
    private static final Map<String, String> TIMES = times();

    /** Types of units that may start it. */
    private static final List<String> TRIGGERS = List.of("path", "socket", "timer");

    /** Options that say what a directive of the unit says. */
    private static final Map<String, String> DIRECTIVES =
            Map.of(
                    "service-type", "Type",
                    "uid", "User",
                    "gid", "Group",
                    "working-directory", "WorkingDirectory");

    /** What a shell would take apart. */
    private static final String QUOTED = " \t\n\"\\`$*?['()<>|&;!";

    private static Map<String, String> times() {
        var times = new LinkedHashMap<String, String>();
        times.put("on-active", "OnActiveSec");
        times.put("on-boot", "OnBootSec");
        times.put("on-startup", "OnStartupSec");
        times.put("on-unit-active", "OnUnitActiveSec");
        times.put("on-unit-inactive", "OnUnitInactiveSec");
        times.put("on-calendar", "OnCalendar");
        return times;
    }

    /** Returns whether another unit is to start it. */
    static boolean isTriggered(Arguments arguments) {
        return TRIGGERS.stream().anyMatch(type -> arguments.has(type + "-property"))
                || TIMES.keySet().stream().anyMatch(arguments::has)
                || arguments.has("on-clock-change")
                || arguments.has("on-timezone-change");
    }

    /**
     * Returns where the program is.
     *
     * @throws CommandFailure where there is none
     */
    Path program() throws CommandFailure {
        String typed = arguments.words().getFirst();
        return Programs.of(System.getenv())
                .find(typed)
                .orElseThrow(() ->
                        SystemdRun.failure(
                                "Failed to find executable "
                                        + typed
                                        + ": No such file or directory"));
    }

    /** Returns the command as it is run: by the path of its program. */
    List<String> command() throws CommandFailure {
        var command = new ArrayList<>(arguments.words());
        command.set(0, program().toString());
        return command;
    }

    TransientUnit unit(Path program, UserManager manager)
            throws CommandFailure, CallRefused, IOException {
        boolean isScope = arguments.has("scope");
        String suffix = isScope ? ".scope" : ".service";
        String typed = arguments.value("unit").orElseGet(RunUnit::randomName);
        String stem =
                UnitWords.mangled(typed, suffix, context.screen())
                        .replaceFirst("\\.(service|scope|timer|path|socket)$", "");
        String name = stem + suffix;
        String description = arguments.value("description").orElseGet(() -> described(program));
        if (isScope) {
            return new TransientUnit.Scope(
                    name, description, ProcessHandle.current().pid(), properties(name, manager));
        }
        var service =
                new TransientUnit.Service(
                        name,
                        description,
                        program.toString(),
                        command(),
                        false,
                        properties(name, manager));
        return isTriggered(arguments)
                ? trigger(stem + "." + triggerType(), service, manager)
                : service;
    }

    private String triggerType() {
        return TRIGGERS.stream()
                .filter(type -> arguments.has(type + "-property"))
                .findFirst()
                .orElse("timer");
    }

    private String described(Path program) {
        var words = new ArrayList<String>();
        words.add(quoted(program.toString()));
        arguments.words().stream().skip(1).map(RunUnit::quoted).forEach(words::add);
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        if (!word.isEmpty() && word.chars().noneMatch(c -> QUOTED.indexOf(c) >= 0)) {
            return word;
        }
        return "\""
                + word.replaceAll("([\"\\\\`$])", "\\\\$1")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + "\"";
    }

    private TransientUnit trigger(String name, TransientUnit.Service service, UserManager manager)
            throws CommandFailure, IOException {
        var directives = new ArrayList<String>();
        var calendars = new ArrayList<Value>();
        for (var given : arguments.given()) {
            String directive = TIMES.get(given.name());
            if (given.name().equals("on-calendar")) {
                calendars.add(calendar(given.value().orElse("")));
            } else if (directive != null) {
                directives.add(directive + "=" + given.value().orElse(""));
            }
        }
        if (arguments.has("on-clock-change")) {
            directives.add("OnClockChange=yes");
        }
        if (arguments.has("on-timezone-change")) {
            directives.add("OnTimezoneChange=yes");
        }
        for (String type : TRIGGERS) {
            directives.addAll(arguments.values(type + "-property"));
        }
        var properties = new ArrayList<>(written(name, directives, manager));
        if (!calendars.isEmpty()) {
            properties.add(new UnitProperty("TimersCalendar", new Value.Array("(ss)", calendars)));
        }
        if (name.endsWith(".timer")
                && directives.stream().noneMatch(it -> it.startsWith("RemainAfterElapse="))) {
            // Once it can ring no more it is of no use to anybody.
            properties.add(UnitProperty.of("RemainAfterElapse", false));
        }
        return new TransientUnit.Timer(name, properties, service);
    }

    /** A calendar expression stays as it was typed. */
    private static Value calendar(String text) throws CommandFailure {
        if (!(CalendarSpec.parse(text) instanceof CalendarSpec.Parse.Parsed)) {
            throw SystemdRun.failure(
                    "Failed to parse calendar event specification: Invalid argument");
        }
        return new Value.Struct(List.of(new Value.Text("OnCalendar"), new Value.Text(text)));
    }

    private List<UnitProperty> properties(String name, UserManager manager)
            throws CommandFailure, IOException {
        boolean isScope = arguments.has("scope");
        var directives = new ArrayList<>(arguments.values("property"));
        for (var directive : DIRECTIVES.entrySet()) {
            if (isScope && directive.getKey().equals("working-directory")) {
                continue; // its command is this program's, and so is where it runs
            }
            arguments
                    .value(directive.getKey())
                    .ifPresent(value -> directives.add(directive.getValue() + "=" + value));
        }
        if (arguments.has("same-dir") && !isScope) {
            directives.add("WorkingDirectory=" + Path.of("").toAbsolutePath());
        }
        if (arguments.has("pipe")) {
            directives.addFirst("Type=exec");
        }
        var properties = new ArrayList<>(written(name, directives, manager));
        if (arguments.has("pipe")) {
            // A service of the same user reaches this process's streams by their names.
            String own = "/proc/" + ProcessHandle.current().pid() + "/fd/";
            properties.add(UnitProperty.of("StandardInputFile", own + "0"));
            properties.add(UnitProperty.of("StandardOutputFileToAppend", own + "1"));
            properties.add(UnitProperty.of("StandardErrorFileToAppend", own + "2"));
        }
        arguments
                .value("slice")
                .ifPresent(slice ->
                        properties.add(
                                UnitProperty.of(
                                        "Slice",
                                        UnitWords.mangled(slice, ".slice", context.screen()))));
        if (arguments.has("nice")) {
            properties.add(new UnitProperty("Nice", new Value.Int32(nice())));
        }
        if (arguments.has("remain-after-exit")) {
            properties.add(UnitProperty.of("RemainAfterExit", true));
        }
        if (arguments.has("send-sighup")) {
            properties.add(UnitProperty.of("SendSIGHUP", true));
        }
        // Who waits forgets it himself, once he knows how it has ended.
        if (arguments.has("collect") && !arguments.has("wait") && !arguments.has("pipe")) {
            properties.add(UnitProperty.of("CollectMode", "inactive-or-failed"));
        }
        List<Value> variables = variables().stream().<Value>map(Value.Text::new).toList();
        if (!variables.isEmpty() && !isScope) {
            properties.add(new UnitProperty("Environment", new Value.Array("s", variables)));
        }
        return properties;
    }

    /** A name alone means the variable that this process has. */
    private List<String> variables() {
        var variables = new ArrayList<String>();
        for (String text : arguments.values("setenv")) {
            String own = System.getenv(text);
            if (text.indexOf('=') > 0) {
                variables.add(text);
            } else if (own != null) {
                variables.add(text + "=" + own);
            }
        }
        return variables;
    }

    /**
     * Returns what the command of a scope has, which this process starts itself.
     *
     * @throws CommandFailure where it cannot be there
     */
    Foreground.Setting setting() throws CommandFailure {
        var variables = new LinkedHashMap<String, String>();
        for (String variable : variables()) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        Optional<Path> directory = arguments.value("working-directory").map(Path::of);
        if (arguments.has("scope")
                && directory.isPresent()
                && !Files.isDirectory(directory.get())) {
            throw SystemdRun.failure(
                    "Failed to change to directory " + directory.get() + ": it is none");
        }
        return new Foreground.Setting(variables, directory);
    }

    private int nice() throws CommandFailure {
        String text = arguments.value("nice").orElse("");
        try {
            int nice = Integer.parseInt(text);
            if (nice >= -20 && nice <= 19) {
                return nice;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw SystemdRun.failure("Failed to parse nice value: " + text);
    }

    private static List<UnitProperty> written(
            String name, List<String> directives, UserManager manager)
            throws CommandFailure, IOException {
        if (directives.isEmpty()) {
            return List.of();
        }
        var reader = new WrittenProperties(name, new HearthManager(manager).specifiers());
        for (String directive : directives) {
            if (directive.indexOf('=') <= 0) {
                throw SystemdRun.failure("Not an assignment: " + directive);
            }
            try {
                reader.read(List.of(directive));
            } catch (WrittenProperties.Mistaken mistake) {
                throw SystemdRun.failure(
                        mistake.isUnknown()
                                ? "Unknown assignment: " + directive
                                : "Failed to parse " + directive + ": Invalid argument");
            }
        }
        try {
            return reader.read(directives);
        } catch (WrittenProperties.Mistaken mistake) {
            throw SystemdRun.failure(String.valueOf(mistake.getMessage()));
        }
    }

    private static String randomName() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return "run-r" + HexFormat.of().formatHex(bytes);
    }
}
