package hearth.cli.command;

import hearth.cli.client.HearthManager;
import hearth.cli.client.Properties;
import hearth.cli.client.TransientUnit;
import hearth.cli.client.UnitProperty;
import hearth.cli.client.UserManager;
import hearth.cli.client.WrittenProperties;
import hearth.cli.connection.CallRefused;
import hearth.cli.program.Programs;
import hearth.cli.text.Spans;
import hearth.dbus.DbusPath;
import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * {@code hearth run [OPTION...] COMMAND...}: runs a command as a service, now or by a timer, or in
 * a scope of its own, where it outlives the session that it was typed in.
 *
 * @param how as what
 * @param options what is said of the unit
 * @param command the program and its arguments
 */
public record RunCommand(How how, Options options, List<String> command) implements Action {
    /** How a shell tells that a signal ended a program. */
    private static final int SIGNALLED = 128;

    /** How {@code waitid} calls an exit, in {@code ExecMainCode}; anything else is a signal. */
    private static final long CLD_EXITED = 1;

    /** As what the command runs. */
    public enum How {
        /** A service that goes on by itself. */
        SERVICE,
        /** A service whose end is waited for. */
        WAITED_FOR,
        /** A child of this process, with its terminal and environment. */
        SCOPE
    }

    /**
     * What is said of the unit.
     *
     * @param name the unit's, without its suffix; a random one where that is empty
     * @param description for people; the command where that is empty
     * @param properties as in a unit file, {@code NAME=VALUE}
     * @param environment the service's variables, {@code NAME=VALUE}
     * @param times when a timer starts it, as in a timer's file: {@code OnCalendar=daily}
     * @param isCollected whether it is forgotten also where it has failed
     */
    public record Options(
            Optional<String> name,
            Optional<String> description,
            List<String> properties,
            List<String> environment,
            List<String> times,
            boolean isCollected) {
        /** Copies the lists. */
        public Options {
            properties = List.copyOf(properties);
            environment = List.copyOf(environment);
            times = List.copyOf(times);
        }
    }

    /** Copies the list. */
    public RunCommand {
        command = List.copyOf(command);
    }

    @Override
    public String purpose() {
        return "run " + command.getFirst();
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (how != How.SERVICE && !options.times().isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "what a timer starts later is a service that nobody waits for");
        }
        Path program = program();
        try (UserManager manager = context.userManager()) {
            manager.subscribe();
            TransientUnit unit = unit(program, context, manager);
            DbusPath job = manager.startTransient(unit);
            if (how == How.WAITED_FOR) {
                context.screen().note("running as " + unit.name());
                return awaitEnd(manager, unit, context);
            }
            String result = manager.awaitJobs(List.of(job)).getOrDefault(job, "");
            if (!result.equals("done")) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "cannot run " + program + ": " + UnitReasons.why(manager.unit(unit.name())),
                        "`hearth logs " + unit.name() + "` shows what it said");
            }
            context.screen()
                    .note(
                            unit instanceof TransientUnit.Timer timer
                                    ? timer.name()
                                            + " starts "
                                            + timer.service().name()
                                            + "; `hearth timers` says when"
                                    : "running as " + unit.name());
        }
        return how == How.SCOPE
                ? Foreground.run(program, command, Foreground.Setting.OWN)
                : ExitStatus.OK;
    }

    private Path program() throws CommandFailure {
        String typed = command.getFirst();
        return Programs.of(System.getenv())
                .find(typed)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitStatus.FAILURE,
                                "cannot run " + typed + ": there is no such program"));
    }

    /** A unit that ended well is forgotten at once; one that failed is there to be asked. */
    private int awaitEnd(UserManager manager, TransientUnit unit, Context context)
            throws CallRefused, IOException {
        Properties told = manager.awaitEnd(unit.name());
        if (told.text("ActiveState").equals("failed")) {
            told = manager.unit(unit.name());
            if (options.isCollected()) {
                manager.resetFailed(unit.name());
            }
        }
        return ended(told, unit, context);
    }

    /** Says how it ended, and ends in the same way, as a shell tells it. */
    private static int ended(Properties unit, TransientUnit what, Context context) {
        long started = unit.number("ExecMainStartTimestampMonotonic");
        long over = unit.number("ExecMainExitTimestampMonotonic");
        String time =
                started > 0 && over >= started
                        ? " after " + Spans.span(Duration.ofNanos((over - started) * 1_000))
                        : "";
        boolean isGood = !unit.text("ActiveState").equals("failed");
        context.screen()
                .note(
                        isGood
                                ? what.name() + " has ended" + time
                                : what.name() + " failed" + time + ": " + UnitReasons.why(unit));
        int status = (int) unit.number("ExecMainStatus");
        if (unit.number("ExecMainCode") == CLD_EXITED) {
            return status;
        }
        return status > 0 ? SIGNALLED + status : isGood ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    /** Returns where it runs: here, as people expect; another user may not reach that. */
    private static Optional<String> directory(Context context) {
        Path here = Path.of("").toAbsolutePath();
        // Without a locale its letters cannot be told.
        boolean isKnown =
                Files.isDirectory(here) && here.toString().chars().noneMatch(c -> c < ' ');
        return isKnown && context.user().uid() == context.caller().uid()
                ? Optional.of(here.toString())
                : Optional.empty();
    }

    private TransientUnit unit(Path program, Context context, UserManager manager)
            throws CommandFailure, CallRefused, IOException {
        String stem = stem(options.name().orElseGet(RunCommand::randomName));
        String description = options.description().orElse(String.join(" ", command));
        if (how == How.SCOPE) {
            String name = UnitArguments.complete(stem + ".scope");
            return new TransientUnit.Scope(
                    name,
                    description,
                    ProcessHandle.current().pid(),
                    properties(name, context, manager));
        }
        String name = UnitArguments.complete(stem + ".service");
        var service =
                new TransientUnit.Service(
                        name,
                        description,
                        program.toString(),
                        command,
                        true,
                        properties(name, context, manager));
        return options.times().isEmpty() ? service : timer(stem + ".timer", service, manager);
    }

    private static String stem(String name) {
        for (String suffix : List.of(".service", ".scope", ".timer")) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    private TransientUnit timer(String name, TransientUnit.Service service, UserManager manager)
            throws CommandFailure, CallRefused, IOException {
        var properties = new ArrayList<UnitProperty>(written(name, options.times(), manager));
        // Once it can ring no more it is of no use to anybody.
        properties.add(UnitProperty.of("RemainAfterElapse", false));
        return new TransientUnit.Timer(name, properties, service);
    }

    private List<UnitProperty> properties(String name, Context context, UserManager manager)
            throws CommandFailure, CallRefused, IOException {
        var properties = new ArrayList<UnitProperty>();
        boolean hasDirectory =
                options.properties().stream().anyMatch(it -> it.startsWith("WorkingDirectory="));
        if (how != How.SCOPE && !hasDirectory) {
            directory(context)
                    .ifPresent(here -> properties.add(UnitProperty.of("WorkingDirectory", here)));
        }
        if (!options.environment().isEmpty()) {
            List<Value> texts = options.environment().stream().<Value>map(Value.Text::new).toList();
            properties.add(new UnitProperty("Environment", new Value.Array("s", texts)));
        }
        if (options.isCollected() && how != How.WAITED_FOR) {
            properties.add(UnitProperty.of("CollectMode", "inactive-or-failed"));
        }
        if (!options.properties().isEmpty()) {
            properties.addAll(written(name, options.properties(), manager));
        }
        return properties;
    }

    private static List<UnitProperty> written(
            String name, List<String> directives, UserManager manager)
            throws CommandFailure, IOException {
        try {
            return new WrittenProperties(name, new HearthManager(manager).specifiers())
                    .read(directives);
        } catch (WrittenProperties.Mistaken mistake) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    String.valueOf(mistake.getMessage()),
                    "-p takes what a unit file has, such as MemoryMax=1G; `hearth analyze calendar"
                            + " TIME` says what a time means");
        }
    }

    /** The name that systemd-run(1) would give. */
    private static String randomName() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return "run-r" + HexFormat.of().formatHex(bytes);
    }
}
