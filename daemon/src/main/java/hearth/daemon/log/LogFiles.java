package hearth.daemon.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The log files: one of each manager and its predecessor, bounded, written by one thread.
 *
 * <p>A disk may be slow or full, so no mailbox writes for itself. What the thread can't keep up
 * with, or the disk doesn't take, is counted, and the count is written as a line of its own once
 * there is room: lines are lost never silently. The last of what a file doesn't have yet is in
 * memory, and read as if it did.
 */
public final class LogFiles implements Runnable {
    /** Bytes of a file before it becomes the predecessor: some ten thousand lines. */
    private static final long FILE_BYTES_MAX = 1 << 20;

    /** Bytes of a file's end that are looked at for a unit's lines: some two thousand lines. */
    private static final int READ_BYTES_MAX = 256 * 1024;

    /** Lines that may wait for the disk, of all managers. */
    private static final int LINES_WAITING_MAX = 8 * 1024;

    /** Characters that may wait with them: a line may have 48 KiB, and the heap is small. */
    static final int CHARACTERS_WAITING_MAX = 4 << 20;

    /** A line that waits, and its number in its manager's {@link LogTail}. */
    private record Entry(String manager, LogLine line, long number) {}

    private final Path directory;
    private final Consumer<String> complaints;
    private final ArrayBlockingQueue<Entry> queue = new ArrayBlockingQueue<>(LINES_WAITING_MAX);
    private final AtomicLong waitingCharacters = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private boolean complained;

    /** What files don't have, by manager; guarded by itself, for moments only. */
    private final Map<String, LogTail> unwritten = new HashMap<>();

    /**
     * Makes the files' writer; its thread is the caller's to start.
     *
     * @param directory where the files lie; nobody but its owner may write there
     * @param complaints told once when the disk doesn't take a line
     */
    public LogFiles(Path directory, Consumer<String> complaints) {
        this.directory = directory;
        this.complaints = complaints;
    }

    /** Queues a line of a manager; any thread. */
    public void write(String manager, LogLine line) {
        long number;
        synchronized (unwritten) {
            number = unwritten.computeIfAbsent(manager, _ -> new LogTail()).add(line);
        }
        int length = line.text().length();
        boolean fits = waitingCharacters.addAndGet(length) <= CHARACTERS_WAITING_MAX;
        if (!fits || !queue.offer(new Entry(manager, line, number))) {
            waitingCharacters.addAndGet(-length);
            lost.incrementAndGet();
        }
    }

    /** Writes what is queued, until its thread is interrupted. */
    @Override
    public void run() {
        var batch = new ArrayList<Entry>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch);
                writeAll(batch);
                batch.clear();
            }
        } catch (InterruptedException _) {
            queue.drainTo(batch);
            writeAll(batch);
        }
    }

    private void writeAll(List<Entry> batch) {
        batch.forEach(entry -> waitingCharacters.addAndGet(-entry.line().text().length()));
        int from = 0;
        for (int to = 1; to <= batch.size(); to++) {
            boolean ends =
                    to == batch.size()
                            || !batch.get(to).manager().equals(batch.get(from).manager());
            if (ends) {
                append(batch.get(from).manager(), batch.subList(from, to));
                from = to;
            }
        }
    }

    private void append(String manager, List<Entry> entries) {
        var text = new StringBuilder();
        long missing = lost.getAndSet(0);
        if (missing > 0) {
            LogLine first = entries.getFirst().line();
            text.append(
                    new LogLine(
                                    first.realtimeUsec(),
                                    first.monotonicUsec(),
                                    4,
                                    "-",
                                    "hearth",
                                    missing + " lines were lost here")
                            .toFileLine());
        }
        entries.forEach(entry -> text.append(entry.line().toFileLine()));
        try {
            Path file = directory.resolve(manager + ".log");
            rotateWhereFull(file);
            // a stream, since a channel would close itself when this thread is interrupted
            try (var out = new FileOutputStream(file.toFile(), true)) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
            complained = false;
            written(manager, entries.getLast().number());
        } catch (IOException e) {
            lost.addAndGet(missing + entries.size());
            if (!complained) {
                complained = true;
                complaints.accept("cannot write the log of " + manager + ": " + e.getMessage());
            }
        }
    }

    private void written(String manager, long number) {
        synchronized (unwritten) {
            unwritten.computeIfPresent(
                    manager,
                    (_, tail) -> {
                        tail.written(number);
                        return tail.isEmpty() ? null : tail;
                    });
        }
    }

    private static void rotateWhereFull(Path file) throws IOException {
        try {
            if (Files.size(file) < FILE_BYTES_MAX) {
                return;
            }
            Path predecessor = file.resolveSibling(file.getFileName() + ".1");
            try {
                Files.move(file, predecessor, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException _) {
                Files.move(file, predecessor, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (NoSuchFileException _) {
            // the first line of this manager
        }
    }

    /**
     * Returns the lines of a unit that the ends of a manager's files hold or will hold, oldest
     * first. Reads a disk: for the files worker, never in a mailbox.
     */
    public List<LogLine> read(String manager, String unit) {
        List<LogLine> waiting; // first, since a line that is written meanwhile is left out below
        synchronized (unwritten) {
            LogTail tail = unwritten.get(manager);
            waiting = tail == null ? List.of() : tail.of(unit);
        }
        Set<String> told = waiting.stream().map(LogLine::toFileLine).collect(Collectors.toSet());
        var lines = new ArrayList<LogLine>();
        for (String suffix : List.of(".log.1", ".log")) {
            try {
                end(directory.resolve(manager + suffix))
                        .lines()
                        .flatMap(line -> LogLine.ofFileLine(line).stream())
                        .filter(line -> line.unit().equals(unit))
                        .filter(line -> told.isEmpty() || !told.contains(line.toFileLine()))
                        .forEach(lines::add);
            } catch (IOException _) {
                // no such file yet, or none that can be read: there is nothing to show of it
            }
        }
        lines.addAll(waiting);
        return lines;
    }

    /** Returns the end of a file; a line that is cut at its beginning is no line. */
    private static String end(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, in.length() - READ_BYTES_MAX);
            var bytes = new byte[(int) (in.length() - start)];
            in.seek(start);
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return start == 0 ? text : text.substring(text.indexOf('\n') + 1);
        }
    }
}
