package hearth.daemon.log;

import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.manager.host.TimeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes what waits for one manager, a bounded amount a turn. Belongs to the thread that writes
 * logs.
 *
 * <p>What the disk doesn't take is counted, and the count is written as a line of its own once
 * there is room: a service waits for a slow disk, but for no full one.
 */
final class LogTurns {
    /** Bytes taken from a manager's pipes in a turn: what a pipe holds by default. */
    private static final int BYTES_PER_TURN = 64 * 1024;

    /** Bytes of text at which a turn ends, however few bytes became so many. */
    private static final int TEXT_PER_TURN = 256 * 1024;

    private static final int WARNING = 4;
    private static final LogText NOTHING = new LogText();

    private final TimeSource time;
    private final LogFiles files;
    private final RedoLog redo;
    private final PipeHead head;
    private final Consumer<LogPipe> ended;
    private final Consumer<String> complaints;
    private final LogText text = new LogText();
    private final LogStamp stamp = new LogStamp();
    private final Set<ManagerLog> failing = new HashSet<>();

    /** Where a manager's text goes; nothing where its file cannot be opened. */
    private record Target(ManagerLog log, Optional<LogFiles.Appending> file) {}

    /**
     * Makes one.
     *
     * @param ended told of a pipe into which nobody writes any more, and which is empty
     * @param complaints told once when the disk doesn't take lines
     */
    LogTurns(
            Linux linux,
            TimeSource time,
            LogFiles files,
            RedoLog redo,
            Consumer<LogPipe> ended,
            Consumer<String> complaints)
            throws ErrnoException {
        this.time = time;
        this.files = files;
        this.redo = redo;
        this.ended = ended;
        this.complaints = complaints;
        head = new PipeHead(linux, redo.capacityBytes());
    }

    /** Finishes what an earlier brain has begun; returns whose lines it was not able to write. */
    Optional<RedoLog.Entry> finish() throws ErrnoException {
        Optional<RedoLog.Entry> entry = redo.unfinished();
        try {
            if (entry.isPresent()) {
                RedoLog.Entry known = entry.get();
                files.writeAgain(known.manager(), known.offset(), known.text());
            }
            entry = Optional.empty();
        } catch (IOException e) {
            complaints.accept("cannot write the log of " + entry.get().manager() + ": " + e);
        }
        redo.done();
        return entry;
    }

    /**
     * Has a manager's turn.
     *
     * @param before lines of its own that were said before its pipes were looked at
     * @param after those that were said since
     */
    void turn(ManagerLog log, List<LogLine> before, List<LogLine> after) throws ErrnoException {
        if (before.isEmpty() && after.isEmpty() && log.readyCount() == 0 && log.lost() == 0) {
            return;
        }
        var target = new Target(log, open(log));
        write(target, before, after);
        target.file().ifPresent(LogFiles.Appending::close);
    }

    private Optional<LogFiles.Appending> open(ManagerLog log) {
        try {
            return Optional.of(files.open(log.name()));
        } catch (IOException e) {
            failed(log, e);
            return Optional.empty();
        }
    }

    private void write(Target target, List<LogLine> before, List<LogLine> after)
            throws ErrnoException {
        if (target.log().lost() > 0 && target.file().isPresent()) {
            writeLoss(target);
        }
        writeSaid(target, before);
        int bytes = 0;
        int written = 0;
        int pipes = target.log().readyCount();
        for (int i = 0; i < pipes && bytes < BYTES_PER_TURN && written < TEXT_PER_TURN; i++) {
            bytes += take(target, target.log().nextReady());
            written += text.length();
        }
        writeSaid(target, after);
    }

    private void writeLoss(Target target) {
        ManagerLog log = target.log();
        stamp.set(time.now());
        stamp.next();
        text.reset();
        text.add(
                new LogLine(
                        stamp.realtimeUsec(),
                        stamp.monotonicUsec(),
                        WARNING,
                        "-",
                        "hearth",
                        log.lost() + " lines were lost here"));
        if (append(target)) {
            log.lossWritten();
        }
    }

    private void writeSaid(Target target, List<LogLine> lines) {
        if (!lines.isEmpty()) {
            text.reset();
            lines.forEach(text::add);
            if (!append(target)) {
                target.log().lose(lines, lines.size());
            }
        }
    }

    /** Takes lines from a pipe and writes them; returns how many bytes of the pipe that were. */
    private int take(Target target, LogPipe pipe) throws ErrnoException {
        text.reset();
        int held = head.look(pipe.fd());
        if (held == 0) {
            ended.accept(pipe);
        }
        if (held <= 0) {
            return 0;
        }
        stamp.set(time.now());
        int count =
                LineCutter.cut(
                        head.bytes(),
                        held,
                        pipe.isHungUp(),
                        (bytes, start, end) -> {
                            pipe.format(text, stamp, bytes, start, end);
                            return text.length() < TEXT_PER_TURN;
                        });
        if (count == 0) {
            if (!head.isFull(pipe.fd())) {
                return 0; // a line that has only begun: more of it will be told of
            }
            count = held;
            pipe.format(text, stamp, head.bytes(), 0, held);
        }
        move(target, pipe, count);
        target.log().ready(pipe); // there may be more
        return count;
    }

    /** Moves bytes from a pipe to the file, as text. */
    private void move(Target target, LogPipe pipe, int count) throws ErrnoException {
        String name = target.log().name();
        if (target.file().isPresent()) {
            redo.prepare(name, target.file().get().offset(), text);
        } else {
            redo.prepare(name, 0, NOTHING);
        }
        redo.take(pipe.fd(), count);
        if (!append(target)) {
            target.log().lose(lastLines(), text.lines());
        }
        redo.done();
    }

    /** Adds the text to the file; returns whether that was possible. */
    private boolean append(Target target) {
        if (target.file().isEmpty()) {
            return false;
        }
        try {
            target.file().get().append(text.bytes(), text.length());
            failing.remove(target.log());
            return true;
        } catch (IOException e) {
            failed(target.log(), e);
            return false;
        }
    }

    private void failed(ManagerLog log, IOException e) {
        if (failing.isEmpty()) {
            complaints.accept("cannot write the log of " + log.name() + ": " + e.getMessage());
        }
        failing.add(log);
    }

    /** Returns the last lines of the text. */
    private List<LogLine> lastLines() {
        return lines(
                text.bytes(), Math.max(0, text.length() - LogTail.CHARACTERS_MAX), text.length());
    }

    /** Returns the lines of a text from some place in it on. */
    static List<LogLine> lines(byte[] text, int from, int to) {
        var lines = new ArrayList<LogLine>();
        int start = from;
        while (start > 0 && start < to && text[start - 1] != '\n') {
            start++; // to the first whole line
        }
        for (int i = start; i < to; i++) {
            if (text[i] == '\n') {
                LogLine.ofFileLine(text, start, i).ifPresent(lines::add);
                start = i + 1;
            }
        }
        return lines;
    }
}
