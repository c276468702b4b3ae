package hearth.daemon.log;

import hearth.daemon.log.source.LogSource;
import hearth.daemon.stream.LineCutter;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.Id128;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Makes entries of an input's lines. Belongs to the thread that writes logs. */
final class InputEntries implements LineCutter.Sink {
    /** Bytes of a file that a turn fills, however few bytes became so many. */
    static final int FILLED_PER_TURN = 256 * 1024;

    private final Id128 boot;
    private final LogStamp stamp;
    private final LogInput input;
    private final Optional<OpenJournal> file;
    private final List<Field> fields;
    private final int common;
    private final long before;
    private final LogSource.Rules rules;
    private final LogTail unwritten = new LogTail();
    private long lines;
    private Optional<IOException> failure = Optional.empty();

    /**
     * Makes one for what was seen in an input.
     *
     * @param file the manager's; nothing where there is none
     */
    InputEntries(
            EntryFields entryFields,
            Id128 boot,
            LogStamp stamp,
            ManagerLog log,
            LogInput input,
            Optional<OpenJournal> file) {
        this.boot = boot;
        this.stamp = stamp;
        this.input = input;
        this.file = file;
        fields = entryFields.ofInput(log.name(), input);
        common = fields.size();
        rules = input.rules();
        before = file.map(open -> open.writer().usedBytes()).orElse(0L);
    }

    LogInput input() {
        return input;
    }

    Optional<OpenJournal> file() {
        return file;
    }

    /** Returns why the file has not all of them. */
    Optional<IOException> failure() {
        return failure;
    }

    boolean isWritable() {
        return file.isPresent() && failure.isEmpty();
    }

    /** Returns how many there are. */
    long lines() {
        return lines;
    }

    /** Returns the last of those that no file has. */
    List<LogLine> unwritten() {
        return unwritten.all();
    }

    /** Returns how many bytes of the file they fill. */
    long filledBytes() {
        return file.map(open -> open.writer().usedBytes() - before).orElse(0L);
    }

    @Override
    public boolean line(byte[] bytes, int start, int lineEnd, LineCutter.Break why) {
        int end = LineCutter.withoutBlanks(bytes, start, lineEnd);
        int said = input.prefix(bytes, start, end);
        int priority = said < 0 ? input.priority() : said;
        if (!rules.keeps(priority)) {
            return true;
        }
        int from = said < 0 ? start : start + LogInput.PREFIX_BYTES;
        if (from == end) {
            return true; // nothing but a priority
        }
        stamp.next();
        if (file.isPresent() && !isAdmitted(priority)) {
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
        var when = new EntryTime(stamp.realtimeUsec(), stamp.monotonicUsec(), boot);
        try {
            file.get().writer().append(when, fields);
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        return filledBytes() < FILLED_PER_TURN;
    }

    private boolean isAdmitted(int priority) {
        return rules.limit().isEmpty()
                || rules.limit().get().admits(stamp.monotonicUsec(), priority);
    }

    private LogLine lost(int priority, byte[] bytes, int from, int end) {
        return new LogLine(
                stamp.realtimeUsec(),
                stamp.monotonicUsec(),
                priority,
                input.origin().unit().name(),
                input.origin().identifier(),
                new String(bytes, from, end - from, StandardCharsets.UTF_8));
    }
}
