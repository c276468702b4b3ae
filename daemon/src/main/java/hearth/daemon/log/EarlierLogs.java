package hearth.daemon.log;

import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.Id128;
import hearth.journal.file.FileStorage;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import hearth.journal.keep.FileName;
import hearth.journal.write.JournalWriter;
import hearth.journal.write.NewFile;
import hearth.journal.write.Sequence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Logs as an earlier version has written them: lines of {@code REALTIME MONOTONIC PRIORITY UNIT
 * SOURCE TEXT}, in which whatever separates is escaped. They become an archived journal file once.
 */
final class EarlierLogs {
    /** Bytes of a file: more than that version wrote. */
    private static final int BYTES_MAX = 4 << 20;

    private EarlierLogs() {}

    /**
     * Makes an archived journal file of a manager's earlier files, and removes them.
     *
     * @param chance the new file's id, and that of a boot that nobody knows
     * @return the file, where there was something to make it of
     */
    static Optional<Path> convert(Path earlier, String manager, LogPlace place, Id128 chance)
            throws IOException {
        Path newer = earlier.resolve(manager + ".log");
        Path older = earlier.resolve(manager + ".log.1");
        List<LogLine> lines = new ArrayList<>(lines(older));
        lines.addAll(lines(newer));
        Optional<Path> made = Optional.empty();
        if (!lines.isEmpty()) {
            made = Optional.of(write(lines, manager, place, chance));
        }
        Files.deleteIfExists(older);
        Files.deleteIfExists(newer);
        return made;
    }

    private static Path write(List<LogLine> lines, String manager, LogPlace place, Id128 chance)
            throws IOException {
        Path begun = place.directory().resolve("." + JournalFiles.stem(manager) + ".taken-over");
        Files.deleteIfExists(begun);
        NewFile file =
                new NewFile(
                        chance,
                        place.machine(),
                        chance,
                        new Shape(true),
                        2 * lines.size() + 100,
                        NewFile.FIELD_BUCKETS);
        EntryFields common = new EntryFields(place);
        // The same lines make the same name, should this be interrupted and begun again.
        long first = lines.getFirst().realtimeUsec();
        Id128 sequence = new Id128(first, lines.size());
        try (FileStorage storage =
                FileStorage.create(
                        begun,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")))) {
            JournalWriter writer =
                    JournalWriter.create(storage, file, new Sequence(sequence, 0), Long.MAX_VALUE);
            for (LogLine line : lines) {
                List<Field> fields = common.ofEarlier(manager, line, chance);
                writer.append(
                        new EntryTime(line.realtimeUsec(), line.monotonicUsec(), chance), fields);
            }
            writer.setState(Format.ARCHIVED);
            writer.commit();
            storage.force();
        }
        FileName name = new FileName.Archived(JournalFiles.stem(manager), sequence, 1, first);
        Path made = place.directory().resolve(name.text());
        Files.move(begun, made, StandardCopyOption.ATOMIC_MOVE);
        return made;
    }

    /** Writes text where it belongs, whether it is there already, in part, or not at all. */
    static void writeAgain(Path earlier, String manager, long offset, byte[] text)
            throws IOException {
        Path path = earlier.resolve(manager + ".log");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(Math.min(offset, file.length())); // somebody may have emptied it meanwhile
            file.write(text);
        }
    }

    private static List<LogLine> lines(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(BYTES_MAX);
        } catch (NoSuchFileException _) {
            return List.of();
        }
        List<LogLine> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                LogLine.ofFileLine(bytes, start, i).ifPresent(lines::add);
                start = i + 1;
            }
        }
        return lines;
    }

    /** Returns the bytes that were written as those from {@code from} to {@code to}. */
    static byte[] unescape(byte[] text, int from, int to) {
        var plain = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (text[i] != '\\') {
                plain.write(text[i]);
            } else if (i + 1 < to && text[i + 1] == '\\') {
                plain.write('\\');
                i++;
            } else if (i + 3 < to && text[i + 1] == 'x' && hex(text, i + 2) >= 0) {
                plain.write(hex(text, i + 2));
                i += 3;
            } else {
                plain.write('\\'); // of an earlier version, which wrote it once
            }
        }
        return plain.toByteArray();
    }

    private static int hex(byte[] text, int at) {
        int high = Character.digit(text[at], 16);
        int low = Character.digit(text[at + 1], 16);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
