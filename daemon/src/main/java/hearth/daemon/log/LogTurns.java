package hearth.daemon.log;

import hearth.daemon.log.source.LogSource;
import hearth.daemon.log.source.RateLimit;
import hearth.daemon.machine.Reason;
import hearth.daemon.stream.BegunLines;
import hearth.daemon.stream.LineCutter;
import hearth.daemon.stream.PipeHead;
import hearth.daemon.stream.Rests;
import hearth.daemon.stream.StreamHead;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.file.Changes;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.manager.host.TimeSource;
import java.io.IOException;
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
    /** Bytes taken from a manager's streams and pipes in a turn: what a pipe holds by default. */
    private static final int BYTES_PER_TURN = 64 * 1024;

    /** Of those, how many a turn looks into, however little is in each. */
    private static final int INPUTS_PER_TURN = 64;

    private static final int WARNING = 4;

    private static final String DESCRIPTORS = "a process has sent descriptors into its log";
    private static final String UNREADABLE = "a process has sent into its log what cannot be read";

    /** How long nothing more is said of files that cannot be written. */
    private static final long COMPLAINT_PAUSE_USEC = 60_000_000;

    private final TimeSource time;
    private final JournalFiles files;
    private final EntryFields entryFields;
    private final RedoLog redo;
    private final PipeHead pipeHead;
    private final StreamHead streamHead;
    private final BegunLines begun = new BegunLines();
    private final Ends ends;
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

    /** Told of inputs that are not read any more. */
    interface Ends {
        /** It is empty, and nobody writes into it. */
        void ended(LogInput input);

        /** It has what cannot be taken. */
        void givenUp(LogInput input);
    }

    /**
     * Makes one.
     *
     * @param ends told of inputs that are not read any more
     * @param complaints told what the administrator should know
     */
    LogTurns(
            Linux linux,
            TimeSource time,
            JournalFiles files,
            RedoLog redo,
            Ends ends,
            Consumer<String> complaints)
            throws ErrnoException {
        this.time = time;
        this.files = files;
        this.redo = redo;
        this.ends = ends;
        this.complaints = complaints;
        entryFields = new EntryFields(files.place());
        pipeHead = new PipeHead(linux, redo.capacityBytes());
        streamHead = new StreamHead(linux, redo.rests(), PipeHead.BYTES_MAX);
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
                case RedoLog.Entry.Noted noted when noted.lines() == 0 -> {
                    // the beginning of a line, which is no line yet
                }
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

    /** Returns the managers that have a file. */
    List<String> written() throws IOException {
        return files.written();
    }

    /** Archives a manager's file and begins the next; between turns. */
    void rotate(String manager) throws IOException {
        files.rotate(manager);
    }

    /** Has what was written lie on the disk. */
    void sync() throws IOException {
        files.sync();
    }

    /** Closes all files. */
    void close() {
        files.close();
    }

    /**
     * Has a manager's turn.
     *
     * @param before lines of its own that were said before its inputs were looked at
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
        int inputs = Math.min(log.readyCount(), INPUTS_PER_TURN);
        for (int i = 0;
                i < inputs && bytes < BYTES_PER_TURN && filled < InputEntries.FILLED_PER_TURN;
                i++) {
            Taken taken = take(log, log.nextReady());
            bytes += taken.bytes;
            filled += taken.filledBytes;
        }
        writeSaid(log, after);
    }

    /** How many bytes of an input were taken, and how many of a file they fill. */
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

    /** Takes lines from an input and writes them. */
    private Taken take(ManagerLog log, LogInput input) throws ErrnoException {
        return input.isStream() ? takeFromStream(log, input) : takeFromPipe(log, input);
    }

    private InputEntries entries(ManagerLog log, LogInput input) {
        stamp.set(time.now());
        return new InputEntries(entryFields, files.place().boot(), stamp, log, input, open(log));
    }

    private Taken takeFromPipe(ManagerLog log, LogInput input) throws ErrnoException {
        int held = pipeHead.look(input.fd());
        tellSuppressed(log, input, held == 0);
        if (held == 0) {
            ends.ended(input);
        }
        if (held <= 0) {
            return Taken.NOTHING;
        }
        InputEntries entries = entries(log, input);
        int count = LineCutter.cut(pipeHead.bytes(), held, input.isHungUp(), entries);
        if (count == 0) {
            if (!pipeHead.isFull(input.fd())) {
                return Taken.NOTHING; // a line that has only begun: more of it will be told of
            }
            count = held;
            entries.line(pipeHead.bytes(), 0, held, LineCutter.Break.LENGTH);
        }
        return move(log, entries, new Cut(pipeHead.bytes(), count, RedoLog.Taking.NOTHING));
    }

    /** Says what the limit of an input's unit took, once its time is over, or the input is. */
    private void tellSuppressed(ManagerLog log, LogInput input, boolean isOver)
            throws ErrnoException {
        Optional<RateLimit> limit = input.rules().limit();
        if (limit.isPresent()) {
            long count =
                    isOver
                            ? limit.get().takeAllSuppressed()
                            : limit.get().takeSuppressed(time.now().monotonicUsec());
            tellSuppressed(log, input.origin().unit().name(), count);
        }
    }

    /** Says how many entries of a unit, or of a user, were not kept; nothing where all were. */
    void tellSuppressed(ManagerLog log, String unit, long count) throws ErrnoException {
        if (count > 0) {
            List<Field> entry = entryFields.ofSuppressed(log.name(), unit, count);
            write(log, List.of(entry), LogSource.Taking.NOTHING);
        }
    }

    private Taken takeFromStream(ManagerLog log, LogInput input) throws ErrnoException {
        StreamHead.Seen seen = streamHead.look(input.fd(), input.inode(), input.isHungUp());
        tellSuppressed(log, input, seen.bytes() == 0);
        if (seen.bytes() <= 0) {
            if (seen.bytes() == 0) {
                begun.over(input.token());
                ends.ended(input);
            }
            return Taken.NOTHING;
        }
        InputEntries entries = entries(log, input);
        int count = LineCutter.cut(streamHead.bytes(), seen.bytes(), seen.isLast(), entries);
        int rest = streamHead.restBytes();
        if (count == 0) {
            int fresh = seen.bytes() - rest;
            if (!begun.isStuck(input.token(), fresh, time.now().monotonicUsec())
                    || takeBeginning(log, input, fresh)) {
                return Taken.NOTHING;
            }
            count = seen.bytes();
            entries.line(streamHead.bytes(), 0, count, LineCutter.Break.LENGTH);
        }
        begun.over(input.token());
        int fromStream = seen.bringsDescriptors() ? 0 : count - rest;
        var taking = new RedoLog.Taking(input.inode(), fromStream, redo.rests().end(input.inode()));
        Taken taken = move(log, entries, new Cut(streamHead.bytes(), count, taking));
        if (seen.bringsDescriptors()) {
            giveUp(log, input, DESCRIPTORS); // it has what was written, and goes with it
        }
        return taken;
    }

    private void giveUp(ManagerLog log, LogInput input, String why) throws ErrnoException {
        tellSuppressed(log, input, true);
        stamp.set(time.now());
        stamp.next();
        LogLine said =
                new LogLine(
                        stamp.realtimeUsec(),
                        stamp.monotonicUsec(),
                        WARNING,
                        input.origin().unit().name(),
                        "hearth",
                        why + ", which is not read any more");
        writeSaid(log, List.of(said));
        ends.givenUp(input);
    }

    /**
     * Takes the beginning of a line out of its stream, whose writer may wait for room.
     *
     * @return whether there was room for it
     */
    private boolean takeBeginning(ManagerLog log, LogInput input, int count) throws ErrnoException {
        Rests rests = redo.rests();
        long own = rests.count(log::hasInput);
        Optional<Rests.Change> growth =
                rests.growth(input.inode(), count, own < Rests.PLACES_OF_ONE);
        if (growth.isEmpty()) {
            return false;
        }
        begun.over(input.token());
        redo.prepareBeginning(
                log.name(),
                new RedoLog.Taking(input.inode(), count, growth.get()),
                streamHead.bytes(),
                streamHead.restBytes());
        if (redo.takeFromStream(input.fd())) {
            redo.done();
        } else {
            giveUp(log, input, UNREADABLE);
        }
        return true;
    }

    /** Returns the streams with lines that have begun and are to be looked at again. */
    List<Long> dueStreams() {
        return begun.due(time.now().monotonicUsec());
    }

    /** Returns how long nobody has to look at such a stream; -1 where there is none. */
    int waitMillis() {
        return begun.waitMillis(time.now().monotonicUsec());
    }

    /**
     * What was cut into lines.
     *
     * @param count how many of the bytes are taken
     */
    @SuppressWarnings("ArrayRecordComponent") // for one call: nobody compares it
    private record Cut(byte[] bytes, int count, RedoLog.Taking taking) {}

    /** Moves bytes from an input to the file, as entries. */
    private Taken move(ManagerLog log, InputEntries entries, Cut cut) throws ErrnoException {
        LogInput input = entries.input();
        try {
            if (entries.failure().isPresent()) {
                spoiled(log, entries.failure().get());
            }
            boolean isWritable = entries.isWritable();
            Changes changes = isWritable ? entries.file().get().writer().changes() : Changes.none();
            redo.prepare(log.name(), entries.lines(), changes, cut.taking());
            if (!take(input, cut)) {
                files.forgetAppended(log.name());
                giveUp(log, input, UNREADABLE);
                return Taken.NOTHING;
            }
            if (!isWritable || !write(log, entries.file().get(), changes)) {
                log.lose(lastLines(log, input, cut), entries.lines());
            }
            redo.done();
        } catch (ErrnoException e) { // what is in the input still is appended again
            files.forgetAppended(log.name());
            log.ready(input);
            throw e;
        }
        log.ready(input); // there may be more
        return new Taken(cut.count(), entries.filledBytes());
    }

    /** Returns whether it could be taken. */
    private boolean take(LogInput input, Cut cut) throws ErrnoException {
        if (!input.isStream()) {
            redo.take(input.fd(), cut.count());
        } else if (cut.taking().bytes() > 0) {
            return redo.takeFromStream(input.fd());
        } else {
            redo.mark(); // all was taken before, or stays there
        }
        return true;
    }

    /** Returns the last lines of what was taken from an input, which no file has. */
    private List<LogLine> lastLines(ManagerLog log, LogInput input, Cut cut) {
        var entries =
                new InputEntries(
                        entryFields, files.place().boot(), stamp, log, input, Optional.empty());
        LineCutter.cut(cut.bytes(), cut.count(), true, entries);
        return entries.unwritten();
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
