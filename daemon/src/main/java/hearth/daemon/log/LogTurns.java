package hearth.daemon.log;

import hearth.daemon.log.source.LogSource;
import hearth.daemon.log.source.RateLimit;
import hearth.daemon.machine.Reason;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.file.Changes;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.manager.host.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** Bytes of a file that a turn fills, however few bytes became so many. */
    private static final int FILLED_PER_TURN = 256 * 1024;

    /** Pipes that a turn looks into, however little is in each. */
    private static final int PIPES_PER_TURN = 64;

    private static final int WARNING = 4;
    private static final int INFORMATION = 6;

    /** How long nothing more is said of files that cannot be written. */
    private static final long COMPLAINT_PAUSE_USEC = 60_000_000;

    private final TimeSource time;
    private final JournalFiles files;
    private final EntryFields entryFields;
    private final RedoLog redo;
    private final PipeHead head;
    private final Consumer<LogPipe> ended;
    private final Consumer<String> complaints;
    private final LogStamp stamp = new LogStamp();
    private long complainedUsec;
    private boolean wasUnfinished;

    /** An entry that is to be written. */
    private record NewEntry(EntryTime time, List<Field> fields) {}

    /** Told how many lines of a manager are lost. */
    @FunctionalInterface
    interface Losses {
        /** So many lines of a manager are lost. */
        void lost(String manager, long lines);
    }

    /**
     * Makes one.
     *
     * @param ended told of a pipe that is empty and into which nobody writes
     * @param complaints told what the administrator should know
     */
    LogTurns(
            Linux linux,
            TimeSource time,
            JournalFiles files,
            RedoLog redo,
            Consumer<LogPipe> ended,
            Consumer<String> complaints)
            throws ErrnoException {
        this.time = time;
        this.files = files;
        this.redo = redo;
        this.ended = ended;
        this.complaints = complaints;
        entryFields = new EntryFields(files.place());
        head = new PipeHead(linux, redo.capacityBytes());
    }

    /** Finishes what an earlier brain has begun; tells whose lines cannot be written. */
    void finish(Losses losses) throws ErrnoException {
        Optional<RedoLog.Entry> entry = redo.unfinished();
        wasUnfinished = entry.isPresent();
        if (entry.isPresent()) {
            finish(entry.get(), losses);
        }
        if (redo.isLeft()) {
            files.trustOpenOnes();
        }
        redo.done();
    }

    /** Returns where files lie. */
    LogPlace place() {
        return files.place();
    }

    /** Returns whether an earlier brain was killed while it wrote. */
    boolean wasUnfinished() {
        return wasUnfinished;
    }

    private void finish(RedoLog.Entry entry, Losses losses) {
        try {
            switch (entry) {
                case RedoLog.Entry.Noted noted when noted.changes().hasRemaining() ->
                        files.writeAgain(noted.manager(), noted.changes());
                case RedoLog.Entry.Noted noted -> losses.lost(noted.manager(), noted.lines());
                case RedoLog.Entry.Earlier earlier -> writeAgain(earlier);
            }
        } catch (IOException e) {
            complaints.accept("cannot write the log of " + entry.manager() + ": " + Reason.of(e));
            if (entry instanceof RedoLog.Entry.Noted(String manager, long lines, var _)) {
                losses.lost(manager, lines);
            }
        }
    }

    private void writeAgain(RedoLog.Entry.Earlier text) throws IOException {
        if (files.place().earlier().isPresent()) {
            EarlierLogs.writeAgain(
                    files.place().earlier().get(), text.manager(), text.offset(), text.text());
        }
    }

    /** Closes all files. */
    void close() {
        files.close();
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
        if (log.lost() > 0) {
            writeLoss(log);
        }
        writeSaid(log, before);
        int bytes = 0;
        long filled = 0;
        int pipes = Math.min(log.readyCount(), PIPES_PER_TURN);
        for (int i = 0; i < pipes && bytes < BYTES_PER_TURN && filled < FILLED_PER_TURN; i++) {
            Taken taken = take(log, log.nextReady());
            bytes += taken.bytes;
            filled += taken.filledBytes;
        }
        writeSaid(log, after);
    }

    /** How many bytes of a pipe were taken, and how many of a file they fill. */
    private record Taken(int bytes, long filledBytes) {
        static final Taken NOTHING = new Taken(0, 0);
    }

    private Optional<OpenJournal> open(ManagerLog log) {
        try {
            return Optional.of(files.open(log.name(), time.now().realtimeUsec()));
        } catch (IOException e) {
            failed(log, e);
            return Optional.empty();
        }
    }

    private void writeLoss(ManagerLog log) throws ErrnoException {
        stamp.set(time.now());
        stamp.next();
        LogLine loss =
                new LogLine(
                        stamp.realtimeUsec(),
                        stamp.monotonicUsec(),
                        WARNING,
                        EntryFields.NO_UNIT,
                        "hearth",
                        log.lost() + " lines were lost here");
        if (append(log, List.of(loss))) {
            log.lossWritten();
        }
    }

    private void writeSaid(ManagerLog log, List<LogLine> lines) throws ErrnoException {
        if (!lines.isEmpty() && !append(log, lines)) {
            log.lose(lines, lines.size());
        }
    }

    /** Writes lines of a manager's own; returns whether that was possible. */
    private boolean append(ManagerLog log, List<LogLine> lines) throws ErrnoException {
        var entries = new ArrayList<NewEntry>(lines.size());
        for (LogLine line : lines) {
            var when =
                    new EntryTime(line.realtimeUsec(), line.monotonicUsec(), files.place().boot());
            entries.add(new NewEntry(when, entryFields.ofLine(log.name(), line)));
        }
        return append(log, entries, LogSource.Taking.NOTHING);
    }

    /** Writes what a source has; counts and takes what cannot be written. */
    void write(ManagerLog log, List<List<Field>> entries, LogSource.Taking taking)
            throws ErrnoException {
        var stamped = new ArrayList<NewEntry>(entries.size());
        stamp.set(time.now());
        for (List<Field> fields : entries) {
            stamp.next();
            var when =
                    new EntryTime(
                            stamp.realtimeUsec(), stamp.monotonicUsec(), files.place().boot());
            stamped.add(new NewEntry(when, fields));
        }
        if (!append(log, stamped, taking)) {
            taking.take();
            log.lose(List.of(), entries.size());
        }
    }

    private boolean append(ManagerLog log, List<NewEntry> entries, LogSource.Taking taking)
            throws ErrnoException {
        Optional<OpenJournal> file = open(log);
        if (file.isEmpty()) {
            return false;
        }
        try {
            for (NewEntry entry : entries) {
                file.get().writer().append(entry.time(), entry.fields());
            }
        } catch (IOException e) {
            spoiled(log, e);
            return false;
        }
        Changes changes = file.get().writer().changes();
        try {
            redo.prepare(log.name(), entries.size(), changes);
            redo.mark();
        } catch (ErrnoException e) {
            failed(log, e);
            files.forgetAppended(log.name());
            return false;
        }
        boolean isWritten = write(log, file.get(), changes);
        if (isWritten) {
            taking.take();
        }
        redo.done();
        return isWritten;
    }

    /** Takes lines from a pipe and writes them. */
    private Taken take(ManagerLog log, LogPipe pipe) throws ErrnoException {
        int held = head.look(pipe.fd());
        writeSuppressed(log, pipe, held == 0);
        if (held == 0) {
            ended.accept(pipe);
        }
        if (held <= 0) {
            return Taken.NOTHING;
        }
        Optional<OpenJournal> file = open(log);
        var entries = new PipeEntries(log, pipe, file);
        stamp.set(time.now());
        int count = LineCutter.cut(head.bytes(), held, pipe.isHungUp(), entries);
        if (count == 0) {
            if (!head.isFull(pipe.fd())) {
                return Taken.NOTHING; // a line that has only begun: more of it will be told of
            }
            count = held;
            entries.line(head.bytes(), 0, held, LineCutter.Break.LENGTH);
        }
        log.ready(pipe); // there may be more
        try {
            move(log, pipe, count, entries);
        } catch (ErrnoException e) { // what is in the pipe still is appended again
            files.forgetAppended(log.name());
            throw e;
        }
        return new Taken(count, entries.filledBytes());
    }

    /** Says what the limit of a pipe's unit took, once its time is over, or the pipe is. */
    private void writeSuppressed(ManagerLog log, LogPipe pipe, boolean isOver)
            throws ErrnoException {
        Optional<RateLimit> limit = pipe.limit().filter(RateLimit::hasSuppressed);
        if (limit.isEmpty()) {
            return;
        }
        stamp.set(time.now());
        stamp.next();
        long count = limit.get().takeSuppressed(isOver ? Long.MAX_VALUE : stamp.monotonicUsec());
        if (count > 0) {
            String unit = pipe.origin().unit().name();
            writeSaid(
                    log,
                    List.of(
                            new LogLine(
                                    stamp.realtimeUsec(),
                                    stamp.monotonicUsec(),
                                    INFORMATION,
                                    unit,
                                    RateLimit.SPEAKER,
                                    RateLimit.text(count, unit),
                                    RateLimit.fields(count))));
        }
    }

    /** Makes entries of a pipe's lines. */
    private final class PipeEntries implements LineCutter.Sink {
        private final LogPipe pipe;
        private final Optional<OpenJournal> file;
        private final List<Field> fields;
        private final int common;
        private final long before;
        private final Optional<RateLimit> limit;
        private final LogTail unwritten = new LogTail();
        private long lines;
        private Optional<IOException> failure = Optional.empty();

        PipeEntries(ManagerLog log, LogPipe pipe, Optional<OpenJournal> file) {
            this.pipe = pipe;
            this.file = file;
            fields = entryFields.ofPipe(log.name(), pipe);
            common = fields.size();
            limit = file.isPresent() ? pipe.limit() : Optional.empty();
            before = file.map(open -> open.writer().usedBytes()).orElse(0L);
        }

        long filledBytes() {
            return file.map(open -> open.writer().usedBytes() - before).orElse(0L);
        }

        @Override
        public boolean line(byte[] bytes, int start, int lineEnd, LineCutter.Break why) {
            int end = LineCutter.withoutBlanks(bytes, start, lineEnd);
            int said = pipe.prefix(bytes, start, end);
            int priority = said < 0 ? pipe.priority() : said;
            if (!pipe.keeps(priority)) {
                return true;
            }
            int from = said < 0 ? start : start + LogPipe.PREFIX_BYTES;
            if (from == end) {
                return true; // nothing but a priority
            }
            stamp.next();
            if (limit.isPresent() && !limit.get().admits(stamp.monotonicUsec(), 1)) {
                return true;
            }
            lines++;
            if (file.isEmpty() || failure.isPresent()) {
                unwritten.add(lost(priority, bytes, from, end));
                return true;
            }
            fields.subList(common, fields.size()).clear();
            fields.add(EntryFields.priority(priority));
            fields.add(Field.of("MESSAGE", bytes, from, end));
            EntryFields.lineBreak(why).ifPresent(fields::add);
            var when =
                    new EntryTime(
                            stamp.realtimeUsec(), stamp.monotonicUsec(), files.place().boot());
            try {
                file.get().writer().append(when, fields);
            } catch (IOException e) {
                failure = Optional.of(e);
            }
            return filledBytes() < FILLED_PER_TURN;
        }

        private LogLine lost(int priority, byte[] bytes, int from, int end) {
            return new LogLine(
                    stamp.realtimeUsec(),
                    stamp.monotonicUsec(),
                    priority,
                    pipe.origin().unit().name(),
                    pipe.origin().identifier(),
                    new String(bytes, from, end - from, StandardCharsets.UTF_8));
        }
    }

    /** Returns the last lines of what was taken from a pipe, which no file has. */
    private List<LogLine> lastLines(ManagerLog log, LogPipe pipe, int count) {
        var entries = new PipeEntries(log, pipe, Optional.empty());
        LineCutter.cut(head.bytes(), count, true, entries);
        return entries.unwritten.all();
    }

    /** Moves bytes from a pipe to the file, as entries. */
    private void move(ManagerLog log, LogPipe pipe, int count, PipeEntries entries)
            throws ErrnoException {
        if (entries.failure.isPresent()) {
            spoiled(log, entries.failure.get());
        }
        boolean isWritable = entries.file.isPresent() && entries.failure.isEmpty();
        Changes changes = isWritable ? entries.file.get().writer().changes() : Changes.none();
        redo.prepare(log.name(), entries.lines, changes);
        redo.take(pipe.fd(), count);
        if (!isWritable || !write(log, entries.file.get(), changes)) {
            log.lose(lastLines(log, pipe, count), entries.lines);
        }
        redo.done();
    }

    /** Makes a file's changes; returns whether that was possible. */
    private boolean write(ManagerLog log, OpenJournal file, Changes changes) {
        try {
            changes.takeRoom(file.storage());
        } catch (IOException e) { // the file is as it was
            failed(log, e);
            files.forgetAppended(log.name());
            return false;
        }
        try {
            changes.finish(file.storage());
            file.writer().settled();
            return true;
        } catch (IOException e) {
            spoiled(log, e);
            return false;
        }
    }

    private void spoiled(ManagerLog log, IOException e) {
        failed(log, e);
        try {
            files.spoiled(log.name());
        } catch (IOException again) {
            failed(log, again);
        }
    }

    /** Says what the administrator should know; on a disk that is nearly full it comes and goes. */
    private void failed(ManagerLog log, IOException e) {
        long nowUsec = time.now().monotonicUsec();
        if (complainedUsec == 0 || nowUsec - complainedUsec >= COMPLAINT_PAUSE_USEC) {
            complaints.accept("cannot write the log of " + log.name() + ": " + Reason.of(e));
            complainedUsec = nowUsec;
        }
    }
}
