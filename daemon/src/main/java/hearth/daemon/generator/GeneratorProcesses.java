package hearth.daemon.generator;

import hearth.daemon.brain.Brain;
import hearth.daemon.host.LogStreams;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogInput;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.LogOrigin;
import hearth.daemon.log.ManagerMarks;
import hearth.daemon.log.UnitLog;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.mailbox.MailboxTimers;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.Message;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.Adjustment;
import hearth.daemon.protocol.record.AdjustmentKind;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.protocol.record.Stream;
import hearth.daemon.protocol.record.StreamKind;
import hearth.daemon.world.Facts;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import hearth.unit.value.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Generators as processes of their user's hand, in a cgroup of their own. Belongs to the manager's
 * mailbox.
 */
final class GeneratorProcesses {
    /** Where they are, below the manager's cgroup: no unit's name, which have a suffix. */
    private static final String CGROUP = "/hearth-generators";

    /**
     * Begins the numbers of generators among those of the hand's processes: no manager has as many
     * units as that many blocks ({@code Tokens}).
     */
    private static final long TOKENS = (long) Integer.MAX_VALUE << Integer.SIZE;

    private static final int UMASK = 022;
    private static final int FILE_SIZE_LIMIT = 1; // RLIMIT_FSIZE
    private static final int FILE_SIZE_EXCEEDED = 25; // SIGXFSZ
    private static final int DIRECTORY_MODE = 0755;
    private static final int WARNING = 4;
    private static final int INFORMATION = 6;

    /** The facility of daemons, as syslog(3) numbers it. */
    private static final int DAEMON = 3;

    private static final long DEADLINE = 1;
    private static final Stream NOTHING = new Stream(StreamKind.NOTHING, "", 0);
    private static final Stream LOG = new Stream(StreamKind.LOG, "", 0);
    private static final Stream ATTACHED = new Stream(StreamKind.DESCRIPTOR, "", 0);

    private final Brain brain;
    private final Mailbox mailbox;
    private final Tools tools;
    private final MailboxTimers timers;
    private final Map<Long, Started> running = new LinkedHashMap<>();
    private final Map<Long, LogStreams.Stream> starting = new HashMap<>(); // the hand has them
    private int lastNumber;
    private boolean hasCgroup;
    private boolean isLate;

    /**
     * What they are run with.
     *
     * @param hand the user's
     * @param log of the manager
     * @param streams into which they write
     * @param cgroup the manager's
     * @param marks what entries say of the manager
     */
    record Tools(
            Line<HandEvent> hand,
            UnitLog log,
            LogStreams streams,
            int uid,
            int gid,
            String cgroup,
            ManagerMarks marks) {}

    /**
     * A program that is to be run.
     *
     * @param arguments behind its own path
     * @param environment complete: {@code A=b}
     * @param fileBytesMax of each file that it writes
     */
    record Program(
            String path, List<String> arguments, List<String> environment, long fileBytesMax) {
        Program {
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** How a generator ended. */
    enum End {
        /** By itself, whatever its status: what it has said counts. */
        EXITED,
        /** It was killed, or could not be started. */
        FAILED
    }

    private record Started(Program program, Consumer<End> then) {}

    GeneratorProcesses(Brain brain, Mailbox mailbox, Tools tools) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.tools = tools;
        timers = new MailboxTimers(brain.reactor(), mailbox);
        lastNumber = brain.random().nextInt(); // a hand has those of an earlier brain for a while
    }

    /** Ends what an earlier brain has left running, and makes room for new ones. */
    private void begin() {
        killAll();
        tools.hand()
                .order(
                        new CommonOrder.MakeCgroup(
                                cgroup(), tools.uid(), tools.gid(), false, List.of(), List.of()),
                        failure -> say(ErrnoText.of(failure)));
        hasCgroup = true;
    }

    private String cgroup() {
        return tools.cgroup() + CGROUP;
    }

    /** Has whoever runs when this time is over killed: they are told to have failed. */
    void limit(Duration time) {
        isLate = false;
        long now = TimeUnit.MICROSECONDS.toNanos(brain.time().now().monotonicUsec());
        timers.set(DEADLINE, now + time.toNanos(), () -> expired(time));
    }

    /** Returns whether that time is over. */
    boolean isLate() {
        return isLate;
    }

    private void expired(Duration time) {
        isLate = true;
        var late = new ArrayList<>(running.values());
        running.clear(); // their ends come, and mean nothing
        for (Started one : late) {
            say(
                    "generator "
                            + one.program().path()
                            + " has not ended after "
                            + time.toSeconds()
                            + " s: it is killed, and the manager goes on without it");
        }
        killAll();
        late.forEach(one -> one.then().accept(End.FAILED));
    }

    /**
     * Starts a generator.
     *
     * @param output where its output goes instead of into the log; handed over
     * @param then told in the mailbox how it has ended
     */
    void start(Program program, OptionalInt output, Consumer<End> then) {
        if (!hasCgroup) {
            begin();
        }
        long token = TOKENS | Integer.toUnsignedLong(++lastNumber);
        int[] attached = output.isPresent() ? new int[] {output.getAsInt()} : new int[0];
        switch (tools.streams().make(token, LogOrigin.Unit.NONE.name())) {
            case LogStreams.Outcome.Refused(int _, String reason) -> {
                for (int descriptor : attached) {
                    brain.linux().descriptors().closeQuietly(descriptor);
                }
                // A task later: whoever starts the next one counts this one first.
                mailbox.execute(() -> failed(program, reason, then));
            }
            case LogStreams.Outcome.Made(LogStreams.Stream stream) -> {
                running.put(token, new Started(program, then));
                starting.put(token, stream);
                tools.hand()
                        .order(
                                order(token, program, output.isPresent()),
                                attached,
                                mailbox,
                                (answer, descriptors) ->
                                        started(stream, program, answer, descriptors));
            }
        }
    }

    private void failed(Program program, String reason, Consumer<End> then) {
        say("generator " + program.path() + " cannot be started: " + reason);
        then.accept(End.FAILED);
    }

    private Spawn order(long token, Program program, boolean isOutputAttached) {
        var arguments = new ArrayList<String>();
        arguments.add(program.path());
        arguments.addAll(program.arguments());
        return new Spawn(
                token,
                "-",
                "generator",
                cgroup(),
                program.path(),
                "",
                arguments,
                program.environment(),
                "/",
                true,
                UMASK,
                "",
                "",
                List.of(),
                List.of(new Limit(FILE_SIZE_LIMIT, program.fileBytesMax(), program.fileBytesMax())),
                List.of(
                        new Adjustment(AdjustmentKind.OOM_SCORE, Facts.OOM_SCORE_ADJUST),
                        new Adjustment(AdjustmentKind.IGNORE_SIGPIPE, 1)),
                Bytes.of(""),
                NOTHING,
                isOutputAttached ? ATTACHED : LOG,
                LOG,
                List.of(),
                List.of(),
                false);
    }

    private void started(
            LogStreams.Stream stream, Program program, Message answer, int[] descriptors) {
        if (starting.remove(stream.owner().process()) == null) {
            closeAll(descriptors);
            return; // it was let go meanwhile
        }
        if (answer instanceof HandEvent.Spawned(long _, int pid)) {
            stream.source(descriptors)
                    .ifPresent(source -> stream.open(opening(stream, program, pid, source)));
            return;
        }
        stream.close();
        closeAll(descriptors);
        Started failed = running.remove(stream.owner().process());
        if (failed != null) {
            String why =
                    answer instanceof CommonEvent.Failed failure
                            ? ErrnoText.of(failure)
                            : "the hand does not say why";
            failed(program, why, failed.then());
        }
    }

    private void closeAll(int[] descriptors) {
        for (int descriptor : descriptors) {
            brain.foreign().of(tools.uid()).closeUncharged(descriptor);
        }
    }

    private LogInput.Opening opening(
            LogStreams.Stream stream, Program program, int pid, LogInput.Source source) {
        var origin =
                new LogOrigin(
                        brain.cgroups(),
                        LogOrigin.Unit.NONE,
                        new LogOrigin.Marks(program.name(), DAEMON),
                        new LogOrigin.Writer(pid, tools.gid(), program.path()));
        var style = new LogInput.Style(INFORMATION, true);
        return new LogInput.Opening(source, stream.owner().process(), style, origin);
    }

    /** Returns whether a number of the hand's is that of a generator. */
    static boolean isGenerator(long process) {
        return (process & TOKENS) == TOKENS;
    }

    /** A process of the hand's has ended; returns whether it was a generator. */
    boolean ended(HandEvent.Exited exit) {
        if (!isGenerator(exit.process())) {
            return false;
        }
        Started one = running.remove(exit.process());
        if (one != null) {
            ended(one, exit);
        }
        return true;
    }

    private void ended(Started one, HandEvent.Exited exit) {
        boolean hasExited =
                ExitCode.ofNumber(exit.code()).orElse(ExitCode.EXITED) == ExitCode.EXITED;
        String path = one.program().path();
        if (!hasExited && exit.status() == FILE_SIZE_EXCEEDED) {
            say(
                    "generator %s is killed: it has written more than %d bytes into one file"
                            .formatted(path, one.program().fileBytesMax()));
        } else if (!hasExited) {
            String signal = Signals.nameOf(exit.status()).orElse("signal " + exit.status());
            say("generator " + path + " was killed by " + signal);
        } else if (exit.status() != 0) {
            say("generator " + path + " has failed with exit status " + exit.status());
        }
        one.then().accept(hasExited ? End.EXITED : End.FAILED);
    }

    /** Kills whatever they have left running, and takes their cgroup away. */
    void finish() {
        timers.cancel(DEADLINE);
        if (hasCgroup) {
            hasCgroup = false;
            killAll();
            tools.hand().order(new CommonOrder.RemoveCgroup(cgroup()), _ -> {});
        }
    }

    private void killAll() {
        tools.hand()
                .order(
                        new CommonOrder.SignalCgroup(cgroup(), Signals.SIGKILL, List.of()),
                        _ -> {}); // there may be none
    }

    /** Makes a directory for what they make. */
    void makeDirectory(String path) {
        tools.hand()
                .order(
                        new FileOrder.MakeDirectories(path, DIRECTORY_MODE),
                        failure -> say(ErrnoText.of(failure)));
    }

    /** Says something in the manager's log; any thread. */
    void say(String message) {
        mailbox.execute(() -> {
            Moment now = brain.time().now();
            tools.log()
                    .add(
                            new LogLine(
                                    now.realtimeUsec(),
                                    now.monotonicUsec(),
                                    WARNING,
                                    "-",
                                    "hearth",
                                    message,
                                    tools.marks().fields()));
        });
    }

    /** Lets go of everything: somebody else has the hand. */
    void close() {
        timers.cancelAll();
        running.clear();
        starting.values().forEach(LogStreams.Stream::close);
        starting.clear();
    }
}
