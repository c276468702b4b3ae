package hearth.daemon.log;

import hearth.daemon.log.source.LogSettings;
import hearth.daemon.mailbox.FairExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The log of one manager's units. Belongs to the manager's mailbox. */
public final class UnitLog {
    /** Questions that may wait: a person's few, and a program that asks for each of its units. */
    public static final int QUESTIONS_MAX = 32;

    /** The log of the system manager, and of login. */
    public static final String SYSTEM = "system";

    private final String manager;
    private final LogWriter writer;
    private final LogReaders readers;
    private final Executor mailbox;
    private int questions;

    /**
     * Who reads logs.
     *
     * @param files what is read
     * @param threads who may wait for a disk
     */
    public record LogReaders(LogReader files, FairExecutor threads) {}

    /**
     * Makes a manager's log.
     *
     * @param manager what its log is called by: a user's number, or {@code system}
     * @param mailbox the manager's
     */
    public UnitLog(String manager, LogWriter writer, LogReaders readers, Executor mailbox) {
        this.manager = manager;
        this.writer = writer;
        this.readers = readers;
        this.mailbox = mailbox;
    }

    /** Returns whether no question waits for its answer. */
    public boolean isIdle() {
        return questions == 0;
    }

    /** Adds a line. */
    public void add(LogLine line) {
        writer.add(manager, line);
    }

    /** Begins to read what a process writes; the input is the log's from now on. */
    public void open(LogInput.Opening opening) {
        writer.open(manager, opening);
    }

    /** The manager begins, with these units up: what holds for what they log. */
    public void beginRules(Map<String, LogSettings> up) {
        writer.beginRules(manager, up);
    }

    /** Says what holds from now on for what a unit logs, printed or sent. */
    public void setRules(String unit, LogSettings settings) {
        writer.setRules(manager, unit, settings);
    }

    /** A unit has ended: nothing that it will log is to come. */
    public void endRules(String unit) {
        writer.endRules(manager, unit);
    }

    /** The manager has ended, and no other follows. */
    public void clearRules() {
        writer.clearRules(manager);
    }

    /** Tells, on any thread, of the inputs that are read now. */
    public void openInputs(Consumer<LogInput.Open> told) {
        writer.openInputs(manager, told);
    }

    /** Does something, on any thread, when all that a process has written is on disk. */
    public void afterEnd(long process, Runnable task) {
        writer.afterEnd(manager, process, task);
    }

    /**
     * Reads the last lines of a unit, those of earlier managers included, and all that was written
     * until now.
     *
     * @param isWanted asked on any thread before anything is read: whether somebody still waits
     * @param then told in the mailbox, oldest line first; nothing where too many questions wait
     */
    public void tail(
            String unit,
            int max,
            BooleanSupplier isWanted,
            Consumer<Optional<List<LogLine>>> then) {
        ask(
                new Question(unit, max, () -> readers.files().read(manager, unit, max)),
                isWanted,
                then);
    }

    /**
     * Reads the last of what the manager has said of a unit, with what its causes are.
     *
     * @param unit empty for what was said of processes that were ended, of all units
     */
    public void record(
            String unit,
            int max,
            BooleanSupplier isWanted,
            Consumer<Optional<List<LogLine>>> then) {
        ask(
                new Question(unit, max, () -> readers.files().readRecord(manager, unit, max)),
                isWanted,
                then);
    }

    /**
     * What somebody wants to know.
     *
     * @param unit whose lines that no file has are told as well
     * @param read reads those that files have
     */
    private record Question(String unit, int max, Supplier<List<LogLine>> read) {}

    private void ask(
            Question question, BooleanSupplier isWanted, Consumer<Optional<List<LogLine>>> then) {
        if (questions >= QUESTIONS_MAX) {
            then.accept(Optional.empty());
            return;
        }
        questions++;
        writer.flush(
                manager,
                question.unit(),
                unwritten -> {
                    boolean isTaken =
                            readers.threads()
                                    .submit(
                                            manager,
                                            () -> read(question, unwritten, isWanted, then));
                    if (!isTaken) {
                        mailbox.execute(() -> answered(Optional.empty(), then));
                    }
                });
    }

    private void read(
            Question question,
            List<LogLine> unwritten,
            BooleanSupplier isWanted,
            Consumer<Optional<List<LogLine>>> then) {
        if (!isWanted.getAsBoolean()) {
            mailbox.execute(() -> questions--);
            return;
        }
        var lines = new ArrayList<>(question.read().get());
        lines.addAll(unwritten);
        int max = question.max();
        List<LogLine> last = lines.subList(Math.max(0, lines.size() - max), lines.size());
        mailbox.execute(() -> answered(Optional.of(last), then));
    }

    private void answered(Optional<List<LogLine>> lines, Consumer<Optional<List<LogLine>>> then) {
        questions--;
        then.accept(lines);
    }
}
