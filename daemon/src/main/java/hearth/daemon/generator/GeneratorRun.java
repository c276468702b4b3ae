package hearth.daemon.generator;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.configuration.EnvironmentStep;
import hearth.daemon.configuration.GeneratorList;
import hearth.daemon.configuration.ManagerTexts;
import hearth.daemon.generator.GeneratorProcesses.End;
import hearth.daemon.generator.GeneratorProcesses.Program;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.manager.ManagerLimits;
import hearth.manager.host.Moment;
import hearth.unit.syntax.EnvironmentFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run of a user's generators.
 *
 * <pre>
 *   environment generators, one after the other --&gt; unit generators, all at once --&gt; measured --&gt; over
 * </pre>
 *
 * <p>However they end, or do not, the run is over after a while. Belongs to the manager's mailbox.
 */
final class GeneratorRun {
    /**
     * How long the generators of the environment, and those of units, may take. Systemd gives 90 s
     * to each, which is what {@code user@.service} has to start: there a login fails over one that
     * hangs. Together these leave room for the start.
     */
    static final Duration ENVIRONMENT_TIME = Duration.ofSeconds(30);

    static final Duration UNITS_TIME = Duration.ofSeconds(45);

    /** Bytes that one generator may print: a file of environment.d may be as long. */
    static final int OUTPUT_BYTES_MAX = 1 << 20;

    /**
     * Characters of all that they set: it is kept with the manager's state, and goes into each
     * process, whose arguments and environment are 2 MiB at most.
     */
    static final int ENVIRONMENT_CHARACTERS_MAX = 256 << 10;

    /** Bytes of one file that a generator of units writes: a unit file has 1 MiB at most. */
    static final long FILE_BYTES_MAX = 16 << 20;

    /** Files and directories that they make: as many as a manager has units. */
    static final int FILES_MAX = 16 << 10;

    /** Bytes of these: as many as are read of a user's unit files. */
    static final long BYTES_MAX = 32 << 20;

    /** What a byte that is printed weighs while it is read: itself, its text, its variable. */
    private static final long BYTE_WEIGHT = 4;

    /** Systemd's own generator of units for desktops' autostart files. */
    private static final String AUTOSTART =
            "/usr/lib/systemd/user-generators/systemd-xdg-autostart-generator";

    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<HandEvent> hand;
    private final GeneratorProcesses processes;
    private final Charge charge;
    private final Task task;
    private final Consumer<Result> then;
    private final Map<String, String> environment;
    private final Map<String, String> made = new LinkedHashMap<>();
    private final Deque<EnvironmentStep> steps;
    private final Moment start;
    private OptionalInt output = OptionalInt.empty(); // of the environment generator that runs
    private int madeCharacters;
    private int unitGenerators; // that run
    private boolean isClosed;

    /**
     * What is to be run.
     *
     * @param list the generators
     * @param texts whose environment.d has its place among them
     * @param environment the manager's own, without what generators and clients have set
     * @param surroundings variables that generators of units are told beside it
     * @param directories where these make units: normal, early, late
     * @param hasFiles whether something is in these directories
     */
    record Task(
            GeneratorList list,
            ManagerTexts texts,
            Map<String, String> environment,
            List<String> surroundings,
            List<String> directories,
            boolean hasFiles) {}

    /**
     * What has become of it.
     *
     * @param haveFilesChanged whether the directories are to be read anew
     */
    record Result(Made made, boolean haveFilesChanged) {}

    /**
     * Makes a run, which has not begun.
     *
     * @param charge for what it makes, in place of what an earlier one has made
     * @param then told in the mailbox what has become of it, once
     */
    GeneratorRun(
            Brain brain,
            Mailbox mailbox,
            Line<HandEvent> hand,
            GeneratorProcesses processes,
            Charge charge,
            Task task,
            Consumer<Result> then) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.hand = hand;
        this.processes = processes;
        this.charge = charge;
        this.task = task;
        this.then = then;
        environment = new LinkedHashMap<>(task.environment());
        steps = new ArrayDeque<>(task.list().environment());
        start = brain.time().now();
    }

    /** Runs them; what needs no program is done at once. */
    void begin() {
        charge.resize(0);
        processes.limit(ENVIRONMENT_TIME);
        goOn();
    }

    /** Lets go of everything. */
    void close() {
        isClosed = true;
        closeOutput();
    }

    private void closeOutput() {
        output.ifPresent(brain.linux().descriptors()::closeQuietly);
        output = OptionalInt.empty();
    }

    // ---- the environment

    private void goOn() {
        while (!steps.isEmpty()) {
            switch (steps.remove()) {
                case EnvironmentStep.Files() -> addFiles();
                case EnvironmentStep.Program(String path) -> {
                    if (run(path)) {
                        return;
                    }
                }
            }
        }
        leaveOutAutostart();
    }

    private void addFiles() {
        var before = new LinkedHashMap<>(environment);
        task.texts()
                .addEnvironment(environment, ManagerLimits.ENVIRONMENT_BYTES)
                .forEach(path -> processes.say(path + ": the environment would be too large"));
        environment.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                keep(name, value);
            }
        });
    }

    private boolean keep(String name, String value) {
        int more = name.length() + value.length();
        if (madeCharacters + more > ENVIRONMENT_CHARACTERS_MAX) {
            return false;
        }
        madeCharacters += more;
        made.remove(name); // the last one sets its place
        made.put(name, value);
        return true;
    }

    /** Runs one generator; returns whether it has been started. */
    private boolean run(String path) {
        if (processes.isLate()) {
            processes.say("generator " + path + " is not run: there is no time left");
            return false;
        }
        Descriptors descriptors = brain.linux().descriptors();
        int copy;
        try {
            output = OptionalInt.of(descriptors.memfd("generator"));
            copy = descriptors.duplicate(output.getAsInt());
        } catch (ErrnoException e) {
            closeOutput();
            processes.say("generator " + path + " is not run: " + e.getMessage());
            return false;
        }
        processes.start(
                new Program(path, List.of(), assignments(List.of()), OUTPUT_BYTES_MAX),
                OptionalInt.of(copy),
                end -> ended(path, end));
        return true;
    }

    private List<String> assignments(List<String> more) {
        return Stream.concat(
                        environment.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue()),
                        more.stream())
                .toList();
    }

    private void ended(String path, End end) {
        if (isClosed) {
            return;
        }
        if (end == End.EXITED) {
            take(path);
        }
        closeOutput();
        goOn();
    }

    /** Takes what a generator has printed. */
    private void take(String path) {
        try {
            long size = brain.linux().descriptors().status(output.orElseThrow()).sizeBytes();
            int bytes = (int) Math.min(size, OUTPUT_BYTES_MAX);
            if (!charge.resize(charge.amount() + BYTE_WEIGHT * bytes)) {
                processes.say(
                        "what generator %s has printed does not count: %s"
                                .formatted(path, Account.refusal(Resource.UNIT_FILES)));
                return;
            }
            var told = EnvironmentFile.parse(printed(bytes));
            for (Map.Entry<String, String> variable : told.entrySet()) {
                if (!keep(variable.getKey(), variable.getValue())) {
                    processes.say(
                            "generator %s: what generators set would be longer than %d characters, the rest is left out"
                                    .formatted(path, ENVIRONMENT_CHARACTERS_MAX));
                    return;
                }
                environment.put(variable.getKey(), variable.getValue());
            }
        } catch (ErrnoException e) {
            processes.say("what generator " + path + " has printed is lost: " + e.getMessage());
        }
    }

    /** Returns the first bytes of what was printed: somebody may cut it meanwhile. */
    private String printed(int bytes) throws ErrnoException {
        var all = new byte[bytes];
        int read = 0;
        while (read < bytes) {
            int got =
                    brain.linux()
                            .descriptors()
                            .readAt(output.orElseThrow(), all, read, bytes - read, read);
            if (got <= 0) {
                break;
            }
            read += got;
        }
        return new String(all, 0, read, StandardCharsets.UTF_8);
    }

    // ---- units

    /**
     * Where no directory of autostart files has anything in it, systemd's generator for them makes
     * nothing. On a server that is so for each user at each start, so the hand looks: its process
     * would add a third to what a start costs.
     */
    private void leaveOutAutostart() {
        List<String> programs = task.list().units();
        List<String> others = programs.stream().filter(path -> !path.endsWith(AUTOSTART)).toList();
        if (others.size() == programs.size()) {
            makeUnits(programs);
            return;
        }
        hand.order(
                new FileOrder.MeasureTrees(autostartDirectories(), 0, 0),
                mailbox,
                answer -> {
                    if (!isClosed) {
                        boolean hasNone =
                                answer instanceof HandEvent.Measured sum && sum.entries() == 0;
                        makeUnits(hasNone ? others : programs);
                    }
                });
    }

    private List<String> autostartDirectories() {
        String home = environment.getOrDefault("HOME", "");
        String ofUser = environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
        String ofAll = environment.getOrDefault("XDG_CONFIG_DIRS", "/etc/xdg");
        return Stream.concat(Stream.of(ofUser), Stream.of(ofAll.split(":")))
                .map(directory -> directory + "/autostart")
                .toList();
    }

    private void makeUnits(List<String> programs) {
        if (!programs.isEmpty() || task.hasFiles()) {
            task.directories().forEach(path -> remove(path, true));
        }
        if (programs.isEmpty()) {
            processes.finish();
            over(task.hasFiles());
            return;
        }
        task.directories().forEach(processes::makeDirectory);
        processes.limit(UNITS_TIME);
        unitGenerators = programs.size();
        for (String path : programs) {
            processes.start(
                    new Program(
                            path,
                            task.directories(),
                            assignments(task.surroundings()),
                            FILE_BYTES_MAX),
                    OptionalInt.empty(),
                    _ -> unitGeneratorEnded());
        }
    }

    private void unitGeneratorEnded() {
        unitGenerators--;
        if (unitGenerators > 0 || isClosed) {
            return;
        }
        processes.finish(); // whoever they have left behind makes no more of it
        hand.order(
                new FileOrder.MeasureTrees(task.directories(), FILES_MAX, BYTES_MAX),
                mailbox,
                this::measured);
    }

    /** A hand of an older version does not measure: what is there is read as far as it goes. */
    private void measured(HandEvent answer) {
        if (isClosed) {
            return;
        }
        boolean isTooMuch = answer instanceof HandEvent.Measured sum && sum.truncated();
        if (isTooMuch) {
            processes.say(
                    "generators have made more than %d files or %d MiB, so nothing of it counts; they are %s"
                            .formatted(
                                    FILES_MAX,
                                    BYTES_MAX >> 20,
                                    String.join(", ", task.list().units())));
        }
        // Those in which nothing is go in any case.
        task.directories().forEach(path -> remove(path, isTooMuch));
        over(true);
    }

    private void remove(String path, boolean withContent) {
        hand.order(
                new FileOrder.Remove(path, withContent),
                failure -> {
                    if (withContent) {
                        processes.say(ErrnoText.of(failure));
                    }
                });
    }

    private void over(boolean haveFilesChanged) {
        Optional<Map<String, String>> variables =
                task.list().isEnvironmentPlain() ? Optional.empty() : Optional.of(made);
        then.accept(new Result(new Made(variables, start, brain.time().now()), haveFilesChanged));
    }
}
