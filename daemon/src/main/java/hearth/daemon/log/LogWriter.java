package hearth.daemon.log;

import hearth.daemon.log.source.LogSettings;
import hearth.daemon.log.source.LogSource;
import hearth.daemon.machine.Reason;
import hearth.linux.ErrnoException;
import hearth.linux.EventBatch;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.manager.host.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One thread that writes all logs: managers take turns, and each writes a bounded amount in one.
 *
 * <p>What services write waits in their streams until it is written, so a flood waits in its own
 * stream, and a slow disk stops nothing but logging. What managers say themselves is kept until
 * their turn, within a bound of each manager's own; beyond it lines are counted, and the count is
 * written to that manager's log.
 *
 * <p>All methods but {@link #run} and {@link #poll} are for any thread. With nothing to write it
 * sleeps without end.
 */
public final class LogWriter implements Runnable {
    /** Events taken at once. */
    private static final int EVENTS_PER_WAIT = 256;

    /** How often events are taken before managers have their turns: inputs of 10,000 services. */
    private static final int WAITS_PER_ROUND = 40;

    /** How long who wants all written waits while more comes. */
    private static final long SYNC_USEC_MAX = 10_000_000;

    private final Linux linux;
    private final Polling polling;
    private final LogTurns turns;
    private final TimeSource time;
    private final Consumer<String> complaints;
    private final int epollFd;
    private final int wakeFd;
    private final EventBatch batch = new EventBatch(EVENTS_PER_WAIT);
    private final Map<Long, LogInput> inputs = new HashMap<>(); // by token
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean(true);
    private final Deque<Sync> syncs = new ArrayDeque<>(); // the writer's, the oldest first
    private volatile boolean stopping;
    private long lastToken;
    private final SourceTurns sources;

    private final ManagerLogs managers = new ManagerLogs();

    /**
     * Makes a writer, and finishes what the one before has begun; its thread is the caller's to
     * start.
     *
     * @param complaints told what the administrator should know
     */
    public LogWriter(
            Linux linux,
            TimeSource time,
            JournalFiles files,
            RedoLog redo,
            Consumer<String> complaints)
            throws ErrnoException {
        this.linux = linux;
        this.time = time;
        this.complaints = complaints;
        polling = linux.polling();
        turns = new LogTurns(linux, time, files, redo, new Ends(), complaints);
        epollFd = polling.epoll();
        wakeFd = polling.eventFd();
        polling.add(epollFd, wakeFd, Polling.READABLE, 0);
        sources =
                new SourceTurns(
                        polling, epollFd, turns, new KnownLogs(), this::execute, complaints);
        turns.finish((manager, lines) -> managers.of(manager).lose(List.of(), lines));
    }

    /** Has a manager's own line written. */
    public void add(String manager, LogLine line) {
        managers.say(manager, line);
        wakeUp();
    }

    /** Begins to read an input of a manager's unit, which belongs to this from now on. */
    public void open(String manager, LogInput.Opening opening) {
        execute(() -> {
            try {
                begin(manager, opening);
            } catch (ErrnoException e) {
                opening.source().closer().accept(opening.source().fd());
                complaints.accept(
                        "cannot read what a service of " + manager + " writes: " + Reason.of(e));
            }
        });
    }

    /** Waits for what a source has, beside services' inputs. */
    public void open(LogSource source) {
        execute(() -> sources.open(source));
    }

    /** A manager begins, with these units up: what holds for what they log. */
    public void beginRules(String manager, Map<String, LogSettings> up) {
        execute(() -> managers.of(manager).rules().begin(up));
    }

    /** Says what holds from now on for what a unit logs, printed or sent. */
    public void setRules(String manager, String unit, LogSettings settings) {
        execute(() -> managers.of(manager).rules().set(unit, settings));
    }

    /** A unit has ended. */
    public void endRules(String manager, String unit) {
        execute(() -> managers.known(manager).ifPresent(log -> log.rules().end(unit)));
    }

    /** A manager has ended, and says nothing of its units any more. */
    public void clearRules(String manager) {
        execute(() ->
                managers.known(manager)
                        .ifPresent(log -> {
                            log.rules().clear();
                            managers.changed(log);
                        }));
    }

    /** Returns where files lie. */
    public LogPlace place() {
        return turns.place();
    }

    /**
     * Does something when what a process wrote is on disk and nobody writes into its input any
     * more; at once where it has none.
     */
    public void afterEnd(String manager, long process, Runnable task) {
        execute(() ->
                managers.of(manager)
                        .inputOf(process)
                        .ifPresentOrElse(input -> input.afterEnd().add(task), task));
    }

    /** Tells of the inputs of a manager's units that are read now, on the writer's thread. */
    public void openInputs(String manager, Consumer<LogInput.Open> told) {
        execute(() ->
                managers.of(manager).inputs().forEach(input -> told.accept(new Shown(input))));
    }

    /** An input as others see it. */
    private final class Shown implements LogInput.Open {
        private final LogInput input;

        Shown(LogInput input) {
            this.input = input;
        }

        @Override
        public long process() {
            return input.process();
        }

        @Override
        public boolean isStream() {
            return input.isStream();
        }

        @Override
        public int pid() {
            return input.origin().process().pid();
        }

        @Override
        public String unit() {
            return input.origin().unit().name();
        }

        @Override
        public OptionalInt duplicate() {
            try {
                return OptionalInt.of(linux.descriptors().duplicate(input.fd()));
            } catch (ErrnoException _) { // EMFILE: it is read on, and kept by nobody else
                return OptionalInt.empty();
            }
        }
    }

    /**
     * Tells the lines of a unit that no file will have, after whatever was written until now is in
     * its file; on the writer's thread.
     */
    public void flush(String manager, String unit, Consumer<List<LogLine>> then) {
        managers.ask(manager, unwritten -> then.accept(unwritten.of(unit)));
        wakeUp();
    }

    /** What is told when something is done that was asked for, on the writer's thread. */
    public interface Ended {
        /** It is done. */
        void well();

        /** It failed, in part at least. */
        void failed(IOException failure);
    }

    /** Archives the files of all managers and begins the next ones, a manager in a round. */
    public void rotate(Ended then) {
        execute(() -> {
            try {
                rotate(new ArrayDeque<>(turns.written()), Optional.empty(), then);
            } catch (IOException e) {
                then.failed(e);
            }
        });
    }

    private void rotate(Deque<String> left, Optional<IOException> failure, Ended then) {
        String next = left.poll();
        if (next == null) {
            failure.ifPresentOrElse(then::failed, then::well);
            return;
        }
        Optional<IOException> first = failure;
        try {
            turns.rotate(next);
        } catch (IOException e) {
            complaints.accept("the log of " + next + " is not rotated: " + Reason.of(e));
            first = failure.or(() -> Optional.of(e));
        }
        Optional<IOException> known = first;
        execute(() -> rotate(left, known, then));
    }

    /**
     * Has what was sent and printed until now written, and lie on the disk. Where more comes all
     * the time, that is so after ten seconds for what was there at first.
     */
    public void sync(Ended then) {
        execute(() -> syncs.add(new Sync(time.now().monotonicUsec() + SYNC_USEC_MAX, then)));
    }

    private record Sync(long latestUsec, Ended then) {}

    /** Ends what waits for a round in which nothing was left to do. */
    private void endSyncs(boolean isIdle) {
        if (syncs.isEmpty()) {
            return;
        }
        long nowUsec = time.now().monotonicUsec();
        List<Ended> due = new ArrayList<>();
        while (!syncs.isEmpty() && (isIdle || syncs.getFirst().latestUsec() <= nowUsec)) {
            due.add(syncs.removeFirst().then());
        }
        if (due.isEmpty()) {
            return;
        }
        try {
            turns.sync();
            due.forEach(Ended::well);
        } catch (IOException e) {
            due.forEach(then -> then.failed(e));
        }
    }

    /** Ends {@link #run} after a last round; any thread. */
    public void stop() {
        stopping = true;
        wakeUp();
    }

    private void execute(Runnable task) {
        tasks.add(task);
        wakeUp();
    }

    private void wakeUp() {
        // One write wakes it for all there is until it has looked.
        if (!awake.getAndSet(true)) {
            try {
                polling.signal(wakeFd);
            } catch (ErrnoException e) {
                throw new IllegalStateException("the log's writer cannot be woken", e);
            }
        }
    }

    @Override
    public void run() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = !stopping;
            boolean did = round(goesOn && syncs.isEmpty());
            endSyncs(!did);
        }
        turns.close();
    }

    /**
     * Does what there is to do now, for an owner who has a loop of its own; never waits.
     *
     * @return whether there was anything
     */
    public boolean poll() {
        boolean did = round(false);
        endSyncs(!did);
        return did;
    }

    private boolean round(boolean waits) {
        boolean did = runTasks();
        awake.set(false);
        long lookedAtUsec = time.now().monotonicUsec();
        try {
            did |=
                    collect(
                            waits
                                    && tasks.isEmpty()
                                    && managers.dueCount() == 0
                                    && sources.isIdle()
                                    && !stopping);
        } catch (ErrnoException e) {
            throw new UncheckedIOException("the log's epoll is broken", e);
        }
        awake.set(true);
        did |= runTasks();
        did |= sources.turn();
        for (long token : turns.dueStreams()) {
            Optional.ofNullable(inputs.get(token)).ifPresent(this::makeReady);
        }
        for (int left = managers.dueCount(); left > 0; left--) {
            turn(lookedAtUsec);
            did = true;
        }
        return did;
    }

    private boolean runTasks() {
        boolean did = false;
        for (int left = tasks.size(); left > 0; left--) { // what these add is the next round's
            guarded("a task of the log's writer", tasks.remove());
            did = true;
        }
        return did;
    }

    /** Whatever it was, the other managers' logs go on. */
    private void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            complaints.accept(what + " has failed: " + e);
        }
    }

    /** Learns which inputs may have lines. */
    private boolean collect(boolean waits) throws ErrnoException {
        int timeoutMillis = waits ? turns.waitMillis() : 0;
        int count = 0;
        for (int i = 0; i < WAITS_PER_ROUND; i++) {
            polling.wait(epollFd, batch, timeoutMillis);
            timeoutMillis = 0;
            count += batch.size();
            dispatch();
            if (batch.size() < batch.capacity()) {
                break;
            }
        }
        return count > 0;
    }

    private void dispatch() throws ErrnoException {
        for (int i = 0; i < batch.size(); i++) {
            LogInput input = inputs.get(batch.token(i));
            if (input == null) {
                if (batch.token(i) == 0) {
                    polling.drain(wakeFd);
                }
                sources.ready(batch.token(i));
                continue;
            }
            if ((batch.events(i) & (Polling.HANG_UP | Polling.ERROR)) != 0) {
                input.hangUp();
            }
            makeReady(input);
        }
    }

    private void makeReady(LogInput input) {
        input.log().ready(input);
        managers.setDue(input.log());
    }

    /** Has the turn of whoever waits longest. */
    private void turn(long lookedAtUsec) {
        ManagerLogs.Turn turn = managers.takeTurn(lookedAtUsec);
        ManagerLog log = turn.log();
        try {
            turns.turn(log, turn.before(), turn.after());
        } catch (ErrnoException | RuntimeException e) {
            complaints.accept(
                    "cannot read what services of " + log.name() + " write: " + Reason.of(e));
        }
        turn.askers()
                .forEach(asker ->
                        guarded("who asks for a log", () -> asker.accept(log.unwritten())));
        managers.turned(log);
    }

    private void begin(String manager, LogInput.Opening opening) throws ErrnoException {
        int fd = opening.source().fd();
        long inode = linux.descriptors().status(fd).inode();
        ManagerLog log = managers.of(manager);
        if (log.hasInput(inode)) {
            linux.descriptors().closeQuietly(fd); // another descriptor leads there already
            return;
        }
        linux.descriptors().setNonBlocking(fd, true);
        var input = new LogInput(log, opening, inode, ++lastToken);
        polling.add(epollFd, fd, Polling.READABLE | Polling.EDGE_TRIGGERED, input.token());
        inputs.put(input.token(), input);
        log.add(input);
    }

    private final class Ends implements LogTurns.Ends {
        @Override
        public void ended(LogInput input) {
            forget(input);
            linux.descriptors().closeQuietly(input.fd());
            tellEnd(input);
        }

        @Override
        public void givenUp(LogInput input) {
            forget(input);
            input.closeElsewhere();
            tellEnd(input);
        }
    }

    private void forget(LogInput input) {
        inputs.remove(input.token());
        input.log().remove(input);
        try {
            polling.remove(epollFd, input.fd());
        } catch (ErrnoException e) {
            throw new IllegalStateException("a registered descriptor is gone", e);
        }
    }

    private void tellEnd(LogInput input) {
        input.afterEnd().forEach(task -> guarded("what follows the end of a log input", task));
    }

    /** Whose log a source's entries go to. */
    private final class KnownLogs implements SourceTurns.Logs {
        @Override
        public ManagerLog of(String manager) {
            return managers.of(manager);
        }

        @Override
        public Optional<ManagerLog> known(String manager) {
            return managers.known(manager);
        }

        @Override
        public void changed(ManagerLog log) {
            managers.changed(log);
        }
    }
}
