package hearth.daemon.host;

import hearth.api.systemd1.world.StandardStreams;
import hearth.daemon.brain.Brain;
import hearth.daemon.log.LogInput;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.LogOrigin;
import hearth.daemon.log.source.LogSettings;
import hearth.daemon.log.source.RateLimit;
import hearth.daemon.machine.CommandLineText;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.Message;
import hearth.daemon.store.StoredDescriptors;
import hearth.linux.ErrnoException;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.CommandWords;
import hearth.unit.value.exec.EnvironmentSource;
import hearth.unit.value.exec.ExecCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Starts processes by the user's hand: environment files are read first, then variables expanded,
 * then the order is given. Belongs to the manager's mailbox.
 */
final class Spawns {
    /** Units for which descriptors may be kept: a client's call starts its unit at once. */
    private static final int STREAMS_KEPT_MAX = 64;

    private static final int ENOENT = 2;
    private static final int WARNING = 4;

    private final Brain brain;
    private final Mailbox mailbox;
    private final UserHost.Parts parts;
    private final StoredDescriptors stored;
    private final Consumer<Event> events;
    private final Map<String, StandardStreams> kept = new HashMap<>();
    private final Map<Long, Started> starting = new HashMap<>(); // until the hand has answered

    private record Started(Effect.Spawn effect, String commandLine, LogStreams.Stream stream) {}

    Spawns(
            Brain brain,
            Mailbox mailbox,
            UserHost.Parts parts,
            StoredDescriptors stored,
            Consumer<Event> events) {
        this.stored = stored;
        this.brain = brain;
        this.mailbox = mailbox;
        this.parts = parts;
        this.events = events;
    }

    void spawn(Effect.Spawn effect) {
        parts.log()
                .setRules(
                        effect.unit(),
                        logSettings(effect.context().settings(), invocationId(effect)));
        var files =
                new EnvironmentFiles(
                        parts.hand(),
                        mailbox,
                        (source, error) -> noteLeftOut(effect.unit(), source, error));
        files.read(
                effect.context().settings().get(ExecSettings.ENVIRONMENT_FILE),
                result -> {
                    switch (result) {
                        case EnvironmentFiles.Result.Read(var variables) ->
                                start(effect, variables);
                        case EnvironmentFiles.Result.Unreadable(String path, int error) ->
                                events.accept(
                                        new Event.SpawnFailed(
                                                effect.token(),
                                                error,
                                                "environment file "
                                                        + path
                                                        + ": "
                                                        + ErrnoText.of(error)));
                    }
                });
    }

    private void noteLeftOut(String unit, EnvironmentSource source, int error) {
        if (error != ENOENT) {
            warn(
                    unit,
                    "hearth",
                    "environment file " + source.path() + " is not read: " + ErrnoText.of(error));
        }
    }

    /** What a unit has stored goes with its main process. */
    private void start(Effect.Spawn effect, Map<String, String> ofFiles) {
        try {
            start(
                    effect,
                    ofFiles,
                    effect.context().passesStoredDescriptors()
                            ? stored.copiesFor(effect.unit())
                            : List.of());
        } catch (ErrnoException e) {
            dropStreams(effect.unit());
            events.accept(
                    new Event.SpawnFailed(
                            effect.token(),
                            e.errno().number(),
                            "what is stored is not passed: " + ErrnoText.of(e.errno().number())));
        }
    }

    private void start(
            Effect.Spawn effect,
            Map<String, String> ofFiles,
            List<StoredDescriptors.Passed> passed) {
        var order =
                new SpawnOrder(
                        effect,
                        new SpawnOrder.Common(
                                parts.user(),
                                parts.bases(),
                                parts.directories().runtime() + "/systemd/notify",
                                parts.oomScoreAdjust()),
                        passed.stream().map(StoredDescriptors.Passed::name).toList());
        Optional<SpawnOrder.MissingDescriptor> missing = order.missingDescriptor();
        if (missing.isPresent()) {
            dropStreams(effect.unit());
            passed.forEach(one -> closeUncharged(one.fd()));
            events.accept(
                    new Event.SpawnFailed(
                            effect.token(), missing.get().error(), missing.get().message()));
            return;
        }
        Map<String, String> environment = order.environment(ofFiles);
        List<String> arguments = arguments(effect, environment);
        var streams = new Attachments();
        input(order).ifPresent(streams::input);
        if (!effect.context().isControl()) {
            takeStreams(effect.unit()).ifPresent(streams::all);
        }
        streams.stored(passed);
        switch (parts.streams().make(effect.token(), effect.unit())) {
            case LogStreams.Outcome.Refused(int error, String reason) -> {
                for (int descriptor : streams.descriptors()) {
                    closeUncharged(descriptor);
                }
                events.accept(new Event.SpawnFailed(effect.token(), error, reason));
            }
            case LogStreams.Outcome.Made(LogStreams.Stream stream) -> {
                brain.cgroups().begin(effect.cgroup(), invocationId(effect));
                order.attachKept().ifPresent(kept -> parts.hand().order(kept, _ -> {}));
                var started = new Started(effect, CommandLineText.of(arguments), stream);
                starting.put(effect.token(), started);
                parts.hand()
                        .order(
                                order.toSpawn(arguments, environment, streams),
                                streams.descriptors(),
                                mailbox,
                                (answer, descriptors) -> answered(started, answer, descriptors));
            }
        }
    }

    private void closeUncharged(int descriptor) {
        brain.foreign().of(parts.user().uid()).closeUncharged(descriptor);
    }

    /**
     * The hand is gone: a process that it has started unheard goes on, and so does the reading of
     * what it writes.
     */
    void close() {
        for (Started one : starting.values()) {
            one.stream().open(opening(one, 0, one.stream().sourceUnheard()));
        }
        starting.clear();
    }

    private List<String> arguments(Effect.Spawn effect, Map<String, String> environment) {
        ExecCommand command = effect.command();
        if (command.flags().contains(ExecCommand.Flag.NO_ENV_EXPAND)) {
            return command.argv();
        }
        CommandWords.Expansion expansion = CommandWords.expand(command.argv(), environment);
        if (!expansion.missing().isEmpty()) {
            warn(
                    effect.unit(),
                    "systemd",
                    "Referenced but unset environment variable evaluates to an empty string: "
                            + String.join(", ", expansion.missing()));
        }
        return expansion.argv().isEmpty() ? List.of(command.path()) : expansion.argv();
    }

    /** Keeps a client's descriptors for the next start of a transient unit's main process. */
    void keepStreams(String unit, StandardStreams streams) {
        takeStreams(unit).ifPresent(this::close);
        if (kept.size() < STREAMS_KEPT_MAX) {
            kept.put(unit, streams);
        } else {
            close(streams);
        }
    }

    /** Closes what is kept for a unit that is not started after all. */
    void dropStreams(String unit) {
        takeStreams(unit).ifPresent(this::close);
    }

    private Optional<StandardStreams> takeStreams(String unit) {
        return Optional.ofNullable(kept.remove(unit));
    }

    private void close(StandardStreams streams) {
        var foreign = brain.foreign().of(parts.user().uid());
        streams.input().ifPresent(foreign::closeUncharged);
        streams.output().ifPresent(foreign::closeUncharged);
        streams.error().ifPresent(foreign::closeUncharged);
    }

    /** Returns a file with the data that the unit itself has as its input. */
    private OptionalInt input(SpawnOrder order) {
        Optional<byte[]> data = order.inputData();
        if (data.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(brain.linux().descriptors().sealedMemfd("input", data.get()));
        } catch (ErrnoException e) {
            brain.complaints().say(mailbox + ": " + e.getMessage());
            return OptionalInt.empty();
        }
    }

    private void answered(Started started, Message answer, int[] descriptors) {
        long token = started.effect().token();
        if (starting.remove(token) == null) {
            for (int descriptor : descriptors) {
                brain.foreign().of(parts.user().uid()).closeUncharged(descriptor);
            }
            return; // it was let go meanwhile
        }
        switch (answer) {
            case HandEvent.Spawned(long _, int pid) -> {
                started.stream()
                        .source(descriptors)
                        .map(source -> opening(started, pid, source))
                        .ifPresent(started.stream()::open);
                events.accept(new Event.Spawned(token, pid));
            }
            case CommonEvent.Failed failed -> {
                started.stream().close();
                for (int descriptor : descriptors) {
                    brain.foreign().of(parts.user().uid()).closeUncharged(descriptor);
                }
                events.accept(new Event.SpawnFailed(token, failed.error(), ErrnoText.of(failed)));
            }
            default -> throw new IllegalStateException("no answer to Spawn: " + answer);
        }
    }

    private LogInput.Opening opening(Started started, int pid, LogInput.Source source) {
        Effect.Spawn effect = started.effect();
        var unit = new LogOrigin.Unit(effect.unit(), effect.cgroup(), invocationId(effect));
        return opening(
                new UserHost.LoggedProcess(unit, effect.token(), pid),
                program(effect.command()),
                started.commandLine(),
                source,
                effect.context().settings());
    }

    private static String invocationId(Effect.Spawn effect) {
        return effect.context().spoken().getOrDefault("INVOCATION_ID", "");
    }

    /** Returns who writes: the program as it was started, which may have ended when it is read. */
    private static String program(ExecCommand command) {
        String path = command.path();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Returns how to read what a process writes that an earlier brain or hand has started: most
     * likely the first command of its service, by whose name its lines go on.
     */
    LogInput.Opening adopted(
            UserHost.LoggedProcess process, LogInput.Source source, Settings settings) {
        String program =
                settings.get(ServiceSettings.EXEC_START).stream()
                        .findFirst()
                        .map(Spawns::program)
                        .orElse("");
        return opening(process, program, "", source, settings);
    }

    /**
     * Returns how to read what a process writes into its unit's log.
     *
     * @param program what was started; empty where nobody knows, as is the command line
     */
    private LogInput.Opening opening(
            UserHost.LoggedProcess process,
            String program,
            String commandLine,
            LogInput.Source source,
            Settings settings) {
        var style =
                new LogInput.Style(
                        settings.get(ExecSettings.SYSLOG_LEVEL),
                        settings.get(ExecSettings.SYSLOG_LEVEL_PREFIX));
        String identifier = settings.get(ExecSettings.SYSLOG_IDENTIFIER);
        var marks =
                new LogOrigin.Marks(
                        identifier.isEmpty() ? program : identifier,
                        settings.get(ExecSettings.SYSLOG_FACILITY));
        var origin =
                new LogOrigin(
                        brain.cgroups(),
                        process.unit(),
                        marks,
                        new LogOrigin.Writer(process.pid(), parts.user().gid(), commandLine));
        return new LogInput.Opening(source, process.token(), style, origin);
    }

    /** Returns what settings say of all that a unit logs. */
    static LogSettings logSettings(Settings settings, String invocationId) {
        return new LogSettings(
                settings.get(ExecSettings.LOG_LEVEL_MAX), rate(settings), invocationId);
    }

    /**
     * Returns how many lines are kept: as many as are written where no setting says so, since who
     * writes more than the disk takes waits.
     */
    private static Optional<RateLimit.Rate> rate(Settings settings) {
        boolean hasInterval = settings.isSet(ExecSettings.LOG_RATE_LIMIT_INTERVAL_SEC);
        boolean hasBurst = settings.isSet(ExecSettings.LOG_RATE_LIMIT_BURST);
        return hasInterval || hasBurst
                ? Optional.of(
                        new RateLimit.Rate(
                                hasInterval
                                        ? settings.get(ExecSettings.LOG_RATE_LIMIT_INTERVAL_SEC)
                                                .usec()
                                        : RateLimit.DEFAULT.intervalUsec(),
                                hasBurst
                                        ? settings.get(ExecSettings.LOG_RATE_LIMIT_BURST)
                                        : RateLimit.DEFAULT.most()))
                : Optional.empty();
    }

    private void warn(String unit, String source, String text) {
        Moment now = brain.time().now();
        parts.log()
                .add(
                        new LogLine(
                                now.realtimeUsec(),
                                now.monotonicUsec(),
                                WARNING,
                                unit,
                                source,
                                text,
                                parts.marks().fields()));
    }
}
