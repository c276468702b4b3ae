package hearth.daemon.log;

import hearth.daemon.log.source.LogRecord;
import hearth.journal.file.FileStorage;
import hearth.journal.read.Entry;
import hearth.journal.read.JournalFile;
import hearth.journal.read.Match;
import hearth.journal.read.Place;
import hearth.journal.read.Walk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads log files, which may lie on a disk that is slow: for threads that may wait. */
public final class LogReader {
    /** Blocks of 4 KiB that are kept of a file: a few lines are looked for, from its end. */
    private static final int BLOCKS_MAX = 64;

    /** Entries that are looked at for the lines of a manager that are about no unit. */
    private static final int ENTRIES_MAX = 20_000;

    /**
     * Bytes of text that are looked at for one question. A line that is there a thousand times is
     * in a file once, so files' sizes bound nothing.
     */
    static final int TEXT_BYTES_MAX = 1 << 20;

    private static final int INFO = 6;
    private static final String ROOT = "0";

    private final Path directory;

    /**
     * Makes a reader.
     *
     * @param directory where the files lie
     */
    public LogReader(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns the last lines of a unit, oldest first; fewer where they are long.
     *
     * @param max how many at most
     */
    public List<LogLine> read(String manager, String unit, int max) {
        return read(manager, unit, max, TEXT_BYTES_MAX);
    }

    List<LogLine> read(String manager, String unit, int max, long bytesMax) {
        return read(
                manager,
                new Question(
                        match(manager, unit),
                        entry -> line(manager, entry).filter(line -> line.unit().equals(unit))),
                max,
                bytesMax);
    }

    /**
     * Returns the last of what a manager has said of a unit, with what its causes are, oldest
     * first.
     *
     * @param unit empty for all units: what was said then of processes that were ended
     */
    public List<LogLine> readRecord(String manager, String unit, int max) {
        Match asked =
                unit.isEmpty()
                        ? Match.has(LogRecord.KILLS, LogRecord.YES)
                        : Match.has(EntryFields.isUser(manager) ? "USER_UNIT" : "UNIT", unit);
        return read(
                manager,
                new Question(
                        Match.all(
                                asked,
                                Match.has(EntryFields.WRITER, EntryFields.HEARTHD),
                                byManager(manager)),
                        entry -> recorded(manager, entry)),
                max,
                TEXT_BYTES_MAX);
    }

    private static Optional<LogLine> recorded(String manager, Entry entry) {
        return isManagers(manager, entry)
                        && entry.text(EntryFields.WRITER).equals(Optional.of(EntryFields.HEARTHD))
                ? line(manager, entry).map(line -> line.with(LogRecord.fieldsOf(entry)))
                : Optional.empty();
    }

    /**
     * What is looked for.
     *
     * @param match which entries may be it
     * @param line what an entry says, where it is one
     */
    private record Question(Match match, Function<Entry, Optional<LogLine>> line) {}

    private List<LogLine> read(String manager, Question question, int max, long bytesMax) {
        List<JournalFile> files = open(manager);
        List<LogLine> lines = new ArrayList<>();
        try {
            Walk walk =
                    Walk.backward(
                            files,
                            question.match(),
                            new Place.Tail(),
                            _ -> {
                                // what is whole is shown
                            });
            long bytes = 0;
            for (int looked = 0; lines.size() < max && looked < ENTRIES_MAX; looked++) {
                Optional<Entry> entry = walk.next();
                if (entry.isEmpty()) {
                    break;
                }
                bytes += entry.get().payloads().stream().mapToLong(one -> one.length).sum();
                if (bytes > bytesMax && !lines.isEmpty()) {
                    break;
                }
                question.line().apply(entry.get()).ifPresent(lines::add);
            }
        } catch (IOException _) {
            // it cannot be read: there is nothing more to show of it
        } finally {
            files.forEach(LogReader::close);
        }
        Collections.reverse(lines);
        return lines;
    }

    private List<JournalFile> open(String manager) {
        List<JournalFile> files = new ArrayList<>();
        List<Path> paths;
        try {
            paths = JournalFiles.of(directory, manager);
        } catch (IOException _) {
            return files; // no file yet
        }
        for (Path path : paths) {
            try {
                files.add(open(path));
            } catch (IOException _) {
                // it has another name now, which comes too; or there is nothing to show of it
            }
        }
        return files;
    }

    private static JournalFile open(Path path) throws IOException {
        FileStorage storage = FileStorage.toRead(path);
        try {
            return JournalFile.open(storage, BLOCKS_MAX);
        } catch (IOException e) {
            storage.close();
            throw e;
        }
    }

    private static void close(JournalFile file) {
        try {
            file.close();
        } catch (IOException _) {
            // it was only read
        }
    }

    private static Match match(String manager, String unit) {
        boolean isUser = EntryFields.isUser(manager);
        String written = isUser ? "_SYSTEMD_USER_UNIT" : "_SYSTEMD_UNIT";
        return unit.equals(EntryFields.NO_UNIT)
                ? Match.has(written, EntryFields.MANAGER)
                : Match.any(
                        Match.has(written, unit),
                        Match.all(
                                Match.has(isUser ? "USER_UNIT" : "UNIT", unit),
                                byManager(manager)));
    }

    private static Match byManager(String manager) {
        boolean isUser = EntryFields.isUser(manager);
        return Match.all(
                Match.has(isUser ? "_SYSTEMD_USER_UNIT" : "_SYSTEMD_UNIT", EntryFields.MANAGER),
                Match.has("_UID", isUser ? manager : ROOT));
    }

    /** Returns whether a manager has written an entry: others say what they like of units. */
    private static boolean isManagers(String manager, Entry entry) {
        boolean isUser = EntryFields.isUser(manager);
        String unit = entry.text(isUser ? "_SYSTEMD_USER_UNIT" : "_SYSTEMD_UNIT").orElse("");
        return unit.equals(EntryFields.MANAGER)
                && entry.text("_UID").orElse("").equals(isUser ? manager : ROOT);
    }

    private static Optional<LogLine> line(String manager, Entry entry) {
        boolean isUser = EntryFields.isUser(manager);
        Optional<String> about =
                isManagers(manager, entry)
                        ? entry.text(isUser ? "USER_UNIT" : "UNIT")
                        : Optional.empty();
        String writer =
                entry.text(isUser ? "_SYSTEMD_USER_UNIT" : "_SYSTEMD_UNIT")
                        .filter(unit -> !unit.equals(EntryFields.MANAGER))
                        .orElse(EntryFields.NO_UNIT);
        boolean isManagers = writer.equals(EntryFields.NO_UNIT);
        Optional<String> pid = isManagers ? Optional.empty() : entry.text("_PID");
        String source =
                entry.text("SYSLOG_IDENTIFIER").orElse("")
                        + pid.map(number -> "[" + number + "]").orElse("");
        return entry.text("MESSAGE")
                .map(message ->
                        new LogLine(
                                entry.time().realtimeUsec(),
                                entry.time().monotonicUsec(),
                                priority(entry),
                                about.orElse(writer),
                                source,
                                message));
    }

    private static int priority(Entry entry) {
        String text = entry.text("PRIORITY").orElse("");
        return text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '7'
                ? text.charAt(0) - '0'
                : INFO;
    }
}
