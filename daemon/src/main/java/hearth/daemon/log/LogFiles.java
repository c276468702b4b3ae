package hearth.daemon.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The log files: one of each manager and its predecessor, bounded. They may lie on a disk that is
 * slow: for threads that may wait. One thread writes, others read.
 */
public final class LogFiles {
    /** Bytes of a file before it becomes the predecessor: some ten thousand lines. */
    private static final long FILE_BYTES_MAX = 1 << 20;

    /** Bytes of a file's end that are looked at for a unit's lines: some two thousand lines. */
    private static final int READ_BYTES_MAX = 256 * 1024;

    private final Path directory;

    /** Held while a file takes another's name, and while both are opened: never while reading. */
    private final Object names = new Object();

    /**
     * Makes the files' owner.
     *
     * @param directory where the files lie; nobody but its owner may write there
     */
    public LogFiles(Path directory) {
        this.directory = directory;
    }

    private Path file(String manager) {
        return directory.resolve(manager + ".log");
    }

    private Path predecessor(String manager) {
        return directory.resolve(manager + ".log.1");
    }

    /** Opens a manager's file at its end; one that is full becomes the predecessor before. */
    Appending open(String manager) throws IOException {
        rotateWhereFull(manager);
        var file = new RandomAccessFile(file(manager).toFile(), "rw");
        try {
            return new Appending(file, file.length());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void rotateWhereFull(String manager) throws IOException {
        Path file = file(manager);
        try {
            if (Files.size(file) < FILE_BYTES_MAX) {
                return;
            }
        } catch (NoSuchFileException _) {
            return; // the first line of this manager
        }
        synchronized (names) {
            try {
                Files.move(file, predecessor(manager), StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException _) {
                Files.move(file, predecessor(manager), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A file's end, to which text is added: all of it or nothing. */
    static final class Appending implements AutoCloseable {
        private final RandomAccessFile file;
        private long offset;

        private Appending(RandomAccessFile file, long offset) {
            this.file = file;
            this.offset = offset;
        }

        /** Returns where the next text will begin. */
        long offset() {
            return offset;
        }

        /** Adds text; where it fails, what has been written of it is taken away again. */
        void append(byte[] text, int length) throws IOException {
            try {
                file.seek(offset);
                file.write(text, 0, length);
                offset += length;
            } catch (IOException e) {
                file.setLength(offset);
                throw e;
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException _) {
                // what has been written was told to whoever wrote it
            }
        }
    }

    /** Writes text where it belongs, whether it is there already, in part, or not at all. */
    void writeAgain(String manager, long offset, byte[] text) throws IOException {
        try (var file = new RandomAccessFile(file(manager).toFile(), "rw")) {
            file.seek(Math.min(offset, file.length())); // somebody may have emptied it meanwhile
            file.write(text);
        }
    }

    /**
     * Returns the last lines of a unit that the ends of a manager's files hold, oldest first.
     *
     * @param max how many at most
     */
    public List<LogLine> read(String manager, String unit, int max) {
        var lines = new ArrayList<LogLine>(); // the newest first
        for (byte[] end : ends(manager)) {
            addLast(lines, end, unit, max);
        }
        Collections.reverse(lines);
        return lines;
    }

    private static void addLast(List<LogLine> lines, byte[] file, String unit, int max) {
        int end = file.length;
        while (end > 0 && lines.size() < max) {
            int start = end - 1;
            while (start > 0 && file[start - 1] != '\n') {
                start--;
            }
            LogLine.ofFileLine(file, start, end - 1)
                    .filter(line -> line.unit().equals(unit))
                    .ifPresent(lines::add);
            end = start;
        }
    }

    /** Returns the whole lines at the ends of a manager's files, the newer file first. */
    private List<byte[]> ends(String manager) {
        List<RandomAccessFile> files;
        synchronized (names) {
            files = new ArrayList<>();
            openWhereThere(file(manager)).ifPresent(files::add);
            openWhereThere(predecessor(manager)).ifPresent(files::add);
        }
        var ends = new ArrayList<byte[]>();
        for (RandomAccessFile file : files) {
            try (file) {
                ends.add(end(file));
            } catch (IOException _) {
                // it cannot be read: there is nothing to show of it
            }
        }
        return ends;
    }

    private static Optional<RandomAccessFile> openWhereThere(Path file) {
        try {
            return Optional.of(new RandomAccessFile(file.toFile(), "r"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Returns a file's end; lines that are cut at its beginning or end are none. */
    private static byte[] end(RandomAccessFile in) throws IOException {
        long length = in.length();
        long start = Math.max(0, length - READ_BYTES_MAX);
        var bytes = new byte[(int) (length - start)];
        in.seek(start);
        in.readFully(bytes);
        int from = 0;
        while (start > 0 && from < bytes.length && bytes[from++] != '\n') {
            // to the first whole line
        }
        int to = bytes.length;
        while (to > from && bytes[to - 1] != '\n') {
            to--;
        }
        return Arrays.copyOfRange(bytes, from, to);
    }
}
