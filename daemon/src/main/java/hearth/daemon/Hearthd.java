package hearth.daemon;

import hearth.budget.Budgets;
import hearth.daemon.brain.Brain;
import hearth.daemon.configuration.Configuration;
import hearth.daemon.configuration.GeneratorDirectories;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.fault.Crumbs;
import hearth.daemon.fault.FaultLog;
import hearth.daemon.fault.Quarantine;
import hearth.daemon.link.Link;
import hearth.daemon.log.JournalFiles;
import hearth.daemon.log.LogPlace;
import hearth.daemon.log.LogPlaces;
import hearth.daemon.log.LogReader;
import hearth.daemon.log.LogWriter;
import hearth.daemon.log.RedoLog;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.socket.LogSockets;
import hearth.daemon.login.LoginInstance;
import hearth.daemon.machine.CgroupAttributes;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.ClockChanges;
import hearth.daemon.machine.KernelFile;
import hearth.daemon.machine.Machine;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.FairExecutor;
import hearth.daemon.mailbox.KernelClock;
import hearth.daemon.mailbox.Turns;
import hearth.daemon.mount.MountNamespaces;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.reactor.Reactor;
import hearth.daemon.system.SystemInstance.PresentHand;
import hearth.daemon.training.Stage;
import hearth.daemon.training.Training;
import hearth.daemon.tree.KeptUnits;
import hearth.daemon.tree.SystemDirectories;
import hearth.daemon.user.NotifySocket;
import hearth.daemon.world.CommandLines;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.ReceiveBuffer;
import hearth.manager.host.Moment;
import hearth.manager.host.TimeSource;
import hearth.unit.syntax.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * {@code hearthd}: the brain. Started by the keeper, with its socket as descriptor 3.
 *
 * <p>There is one way to start: ask the keeper what is there, take it over, and go on.
 */
public final class Hearthd {
    private static final int KEEPER_FD = 3;

    /** Bytes read from one D-Bus peer in one go. */
    private static final int BUS_BUFFER_BYTES = 64 * 1024;

    /** Mailboxes that have their turn at the same time; more than two cores rarely help. */
    private static final int POOL_THREADS =
            Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);

    /** The kernel's limit of processes where /proc doesn't say it. */
    private static final long TASKS_DEFAULT = 32_768;

    private static final FaultLog FAULTS = new FaultLog(Hearthd::say, System::nanoTime);

    /** The one thread that may touch {@link SystemDirectories}. */
    private static final int FILE_THREADS = 1;

    /** Work on files of one user that may wait: a reload each. */
    private static final int FILE_TASKS_MAX = 16 * 1024;

    /** Changes of who lingers that may wait: of 64 users all calls that each may have under way. */
    private static final int ROOT_FILES_TASKS_MAX = 16 * 1024;

    /** Threads that read logs: reading is bounded, and people wait for it. */
    private static final int LOG_READERS = 1;

    /** How long an end waits for the logs: init gives it some seconds in all. */
    private static final Duration LOGS_CLOSE = Duration.ofSeconds(3);

    private Hearthd() {}

    /** Runs the brain; the keeper's own options are passed over. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        if (options.contains("--version")) {
            System.out.println("hearthd " + Build.read().version());
        } else if (options.contains("--help")) {
            System.out.println("usage: hearthd [--user] [--version] [--help]");
        } else if (options.size() == 2 && options.getFirst().equals("--train")) {
            train(Path.of(options.getLast()));
        } else {
            run();
        }
    }

    private static void run() throws IOException {
        Linux linux = Linux.kernel();
        var reactor = new Reactor(linux, Hearthd::sayFault);
        int status = live(new Stage(linux, reactor, buffers()), KEEPER_FD, Locations.STANDARD);
        // Worker threads may wait for a server or a disk: nobody waits for them.
        System.exit(status);
    }

    /** Rehearses a life with all of the brain's state below one directory. */
    private static void train(Path directory) throws IOException {
        Linux linux = Linux.kernel();
        var reactor = new Reactor(linux, Hearthd::sayFault);
        var stage = new Stage(linux, reactor, buffers());
        var training = new Training(stage);
        Training.makeGenerators(directory.resolve("root"));
        live(stage, training.keeper(), Locations.below(directory, Training.BUS));
        training.requireOver();
        System.exit(0);
    }

    /** Lives until the keeper, or an accident, ends it; returns the exit status. */
    private static int live(Stage stage, int keeper, Locations locations) throws IOException {
        var conversation = new Conversation(stage, locations);
        conversation.link =
                Optional.of(
                        new Link<>(
                                stage.linux(),
                                stage.reactor(),
                                stage.buffers().orders(),
                                keeper,
                                Codec::decodeKeeperEvent,
                                conversation));
        stage.reactor().run();
        conversation.closeLogs();
        return conversation.exitStatus();
    }

    private static Brain.Buffers buffers() {
        return new Brain.Buffers(
                Link.newBuffer(),
                new ReceiveBuffer(BUS_BUFFER_BYTES),
                new ReceiveBuffer(NotifySocket.MESSAGE_BYTES_MAX));
    }

    private static void sayFault(String what, Throwable fault) {
        FAULTS.say(what + " has failed", fault);
    }

    /**
     * Says something to the administrator: the keeper's own output, one line each, whatever the
     * names of users' files and units have in them.
     */
    static void say(String message) {
        System.err.println("hearthd: " + Printable.line(message));
    }

    /** The conversation with the keeper, and what grows out of it. */
    private static final class Conversation implements Link.Listener<KeeperEvent> {
        private final Linux linux;
        private final Stage stage;
        private final Locations locations;
        private final KeeperGreeting greeting = new KeeperGreeting();
        private Optional<Link<KeeperEvent>> link = Optional.empty();
        private Optional<Mode> mode = Optional.empty();
        private Optional<LogWriter> logs = Optional.empty();
        private Optional<Thread> logThread = Optional.empty();
        private int exitStatus; // with any but 0 the keeper starts the next brain

        Conversation(Stage stage, Locations locations) {
            linux = stage.linux();
            this.stage = stage;
            this.locations = locations;
        }

        @Override
        public void event(KeeperEvent event, int[] descriptors) {
            if (mode.isEmpty()) {
                if (event instanceof KeeperEvent.Shutdown) {
                    stage.reactor().stop();
                } else if (greeting.take(event, descriptors, linux.descriptors())) {
                    tryTo(this::begin);
                }
                return;
            }
            if (event instanceof KeeperEvent.HandPresent(int uid, int pid)
                    && descriptors.length == 1) {
                mode.get().handPresent(new PresentHand(uid, pid, descriptors[0]));
                return;
            }
            for (int descriptor : descriptors) {
                linux.descriptors().closeQuietly(descriptor);
            }
            switch (event) {
                case KeeperEvent.Shutdown(int _, boolean stopsUsers) ->
                        mode.get().shutDown(stopsUsers);
                default -> mode.get().keeperSays(event);
            }
        }

        /**
         * Has the last lines written and the files closed, so that the next start goes on with
         * them; a disk that hangs keeps nobody for longer than that.
         */
        private void closeLogs() {
            logs.ifPresent(writer -> {
                writer.stop();
                try {
                    if (!logThread.orElseThrow().join(LOGS_CLOSE)) {
                        say("the logs are not closed: their disk takes too long");
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt(); // somebody wants this to end at once
                }
            });
        }

        private int exitStatus() {
            return exitStatus != 0 ? exitStatus : mode.map(Mode::exitStatus).orElse(0);
        }

        /** A part of the beginning, without which there is none. */
        private interface Step {
            void take() throws ErrnoException;
        }

        private void tryTo(Step step) {
            try {
                step.take();
            } catch (ErrnoException | UncheckedIOException | IllegalStateException e) {
                fail("cannot begin: " + e.getMessage());
            }
        }

        private void begin() throws ErrnoException {
            KeeperEvent.Welcome welcome = greeting.welcome();
            welcome.notes().forEach(Hearthd::say);
            Directories directories = locations.directories(welcome.rootless());
            Crumbs crumbs = crumbs(directories.state().resolve("crumbs"));
            Crumbs.Left left = crumbs.begin();
            Brain brain =
                    brain(stage, welcome.cgroupRoot(), directories, logs(directories), crumbs);
            logs = Optional.of(brain.logs());
            logThread = Optional.of(start(brain.logs()));
            // What the keeper tells meanwhile is part of its greeting still.
            link.orElseThrow()
                    .order(
                            new KeeperOrder.AskLastEnd(),
                            answer -> {
                                blame(brain, answer, left);
                                tryTo(() -> open(brain, welcome));
                            });
        }

        /** Counts how the brain before has ended; an old keeper doesn't know. */
        private static void blame(Brain brain, KeeperEvent answer, Crumbs.Left left) {
            if (answer instanceof KeeperEvent.LastEnd(int code, int status, boolean hung, int _)) {
                var end = new Quarantine.End(code, status, hung);
                brain.quarantine()
                        .blame(end, left, Runtime.getRuntime().maxMemory())
                        .forEach(uid ->
                                say(
                                        "the brain before has ended over the work of user "
                                                + Integer.toUnsignedString(uid)));
            }
        }

        private static Crumbs crumbs(Path file) {
            try {
                return Crumbs.open(file);
            } catch (IOException e) {
                say(file + ": " + e.getMessage() + "; the next brain will not know of this one");
                return Crumbs.inMemory();
            }
        }

        private void open(Brain brain, KeeperEvent.Welcome welcome) {
            var line = new hearth.daemon.link.Line<>(stage.reactor(), link.orElseThrow());
            Mode chosen =
                    welcome.rootless()
                            ? new RootlessMode(brain, line)
                            : new FullMode(
                                    brain, line, locations.places(), () -> configuration(brain));
            mode = Optional.of(chosen);
            chosen.begin(greeting);
        }

        /** Finds out who writes journald's files, before anything of them is touched. */
        private Logs logs(Directories directories) throws ErrnoException {
            boolean isJournaldThere =
                    directories.logs().equals(LogPlaces.MACHINE_LOGS)
                            && !LogSockets.areKept(greeting.kept())
                            && LogSockets.isJournaldThere(linux, LogSockets.Places.STANDARD);
            return new Logs(redoLog(), isJournaldThere);
        }

        /** Returns what the brain before was about to log; from now on the keeper keeps it. */
        private RedoLog redoLog() throws ErrnoException {
            var redo = RedoLog.open(linux, greeting.kept());
            for (var part : redo.toKeep().entrySet()) {
                link.orElseThrow()
                        .order(
                                new CommonOrder.KeepDescriptor(part.getKey()),
                                new int[] {linux.descriptors().duplicate(part.getValue())},
                                (answer, _) -> sayWhereFailed(answer));
            }
            return redo;
        }

        private static void sayWhereFailed(KeeperEvent answer) {
            if (answer instanceof CommonEvent.Failed failed) {
                say(ErrnoText.of(failed));
            }
        }

        private Configuration configuration(Brain brain) {
            return Configuration.read(
                    Build.read().killsUserProcesses(),
                    brain.machine().memoryBytes(),
                    Instant.EPOCH.plusNanos(
                            brain.linux().polling().nowNanos(Polling.Clock.REALTIME)),
                    brain.complaints()::say);
        }

        @Override
        public void ended(String reason) {
            fail("the keeper " + reason);
        }

        private void fail(String reason) {
            say(reason);
            exitStatus = 1;
            stage.reactor().stop();
        }

        @Override
        public void silent() {
            say("the keeper doesn't answer");
        }

        @Override
        public void differs(String what) {
            say("the keeper " + what);
        }
    }

    /**
     * What was before the logs are written.
     *
     * @param redo what the brain before was about to write
     * @param isJournaldThere whether journald's files are its own
     */
    private record Logs(RedoLog redo, boolean isJournaldThere) {}

    private static Brain brain(
            Stage stage, String cgroupRoot, Directories directories, Logs begun, Crumbs crumbs)
            throws ErrnoException {
        Linux linux = stage.linux();
        var machine = new Machine();
        var cgroups = new Cgroups(cgroupRoot);
        TimeSource time = () -> now(linux);
        LogPlace place =
                new LogPlaces(linux, machine, Hearthd::say)
                        .of(directories.logs(), begun.isJournaldThere());
        var logs =
                new LogWriter(
                        linux,
                        time,
                        new JournalFiles(place, RandomGenerator.of("SecureRandom"), Hearthd::say),
                        begun.redo(),
                        Hearthd::say);
        var watch = new Watch(crumbs, logs, time, Hearthd::say);
        var budgets = new Budgets(Runtime.getRuntime().maxMemory(), watch);
        var files = FairExecutor.withThreads("files", FILE_THREADS, FILE_TASKS_MAX);
        return new Brain(
                linux,
                stage.reactor(),
                new Turns(POOL_THREADS, new KernelClock(linux.threads()), watch),
                files,
                FairExecutor.withThreads("root files", 1, ROOT_FILES_TASKS_MAX),
                stage.buffers(),
                cgroups,
                new CommandLines(stage.reactor(), cgroups),
                machine,
                new CgroupAttributes.Totals(machine.memoryBytes(), tasksMax()),
                new NameLookups(linux.nameService(), System::nanoTime),
                new SystemDirectories(
                        linux.inotify(), new GeneratorDirectories(directories.generators())),
                new KeptUnits(),
                logs,
                new UnitLog.LogReaders(
                        new LogReader(place.directory()),
                        FairExecutor.withThreads("log reader", LOG_READERS, UnitLog.QUESTIONS_MAX)),
                directories.state(),
                time,
                clocks(stage, files),
                mounts(stage, files, time),
                RandomGenerator.of("SecureRandom"),
                budgets,
                ForeignDescriptors.onThreads(linux, budgets),
                new Quarantine(crumbs, () -> time.now().monotonicUsec()),
                FAULTS,
                Hearthd::say);
    }

    private static Thread start(LogWriter logs) {
        return Thread.ofPlatform()
                .daemon()
                .name("log")
                .uncaughtExceptionHandler((_, failure) -> endForLogs(failure))
                .start(logs);
    }

    private static ClockChanges clocks(Stage stage, FairExecutor files) {
        var clocks = new ClockChanges(stage.linux(), stage.reactor(), files);
        try {
            clocks.open();
        } catch (ErrnoException e) {
            say("timers are not told when the clock or the time zone changes: " + e.getMessage());
        }
        return clocks;
    }

    private static MountNamespaces mounts(Stage stage, FairExecutor files, TimeSource time) {
        var mounts = new MountNamespaces(stage.linux(), stage.reactor(), files, time, Hearthd::say);
        mounts.open();
        return mounts;
    }

    /** A brain that cannot write logs stops all services, once their pipes are full. */
    private static void endForLogs(Throwable failure) {
        say(
                "the log's writer has failed, and the brain ends for the next one to go on: "
                        + failure);
        Runtime.getRuntime().halt(1);
    }

    private static Moment now(Linux linux) {
        var polling = linux.polling();
        return new Moment(
                TimeUnit.NANOSECONDS.toMicros(polling.nowNanos(Polling.Clock.REALTIME)),
                TimeUnit.NANOSECONDS.toMicros(polling.nowNanos(Polling.Clock.MONOTONIC)));
    }

    private static long tasksMax() {
        try {
            return Long.parseLong(KernelFile.text(Path.of("/proc/sys/kernel/threads-max")).strip());
        } catch (IOException | NumberFormatException _) {
            return TASKS_DEFAULT;
        }
    }

    /**
     * Where everything is.
     *
     * @param own where the brain keeps its files; nothing: where its user has such files
     * @param places where it meets its clients
     */
    private record Locations(Optional<Directories> own, FullMode.Places places) {
        static final Locations STANDARD = new Locations(Optional.empty(), FullMode.Places.STANDARD);

        static Locations below(Path directory, String systemBus) {
            return new Locations(
                    Optional.of(
                            new Directories(
                                    directory.resolve("state"),
                                    directory.resolve("log"),
                                    directory.resolve("root"))),
                    new FullMode.Places(
                            new LoginInstance.Directories(
                                    directory.resolve("run"),
                                    directory.resolve("linger"),
                                    directory.resolve("leases")),
                            systemBus,
                            new LogSockets.Places(
                                    directory.resolve("journal"),
                                    directory.resolve("syslog"),
                                    directory)));
        }

        Directories directories(boolean isRootless) {
            Directories directories = own.orElseGet(() -> Directories.of(isRootless));
            directories.make();
            return directories;
        }
    }

    /**
     * Where the brain keeps its own files; made with nobody else allowed in.
     *
     * @param state what the next brain takes over
     * @param logs where logs lie where journald's directories are not used, and those of earlier
     *     versions
     * @param generators the root below which it finds generators
     */
    record Directories(Path state, Path logs, Path generators) {
        private static final Path ROOT = Path.of("/");

        static Directories of(boolean isRootless) {
            return isRootless
                    ? new Directories(
                            Path.of(runtimeDirectory(), "hearth"),
                            Path.of(stateHome(), "hearth", "log"),
                            ROOT)
                    : new Directories(Path.of("/run/hearth"), LogPlaces.MACHINE_LOGS, ROOT);
        }

        void make() {
            make(state);
            make(logs);
        }

        private static String runtimeDirectory() {
            return Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                    .orElseThrow(() -> new IllegalStateException("XDG_RUNTIME_DIR is not set"));
        }

        private static String stateHome() {
            return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                    .orElseGet(() -> System.getProperty("user.home") + "/.local/state");
        }

        private static void make(Path directory) {
            try {
                Files.createDirectories(directory);
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwx------"));
            } catch (IOException e) {
                say(directory + " cannot be made: " + e.getMessage());
            }
        }
    }
}
