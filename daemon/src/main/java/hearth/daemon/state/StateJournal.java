package hearth.daemon.state;

import hearth.budget.Account;
import hearth.budget.Resource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one manager: a file of entries, the last one of a name counting.
 *
 * <p>An entry is a line {@code + LENGTH NAME} with that many bytes of text and a line end after it,
 * or a line {@code - NAME}. A turn's entries are appended by one write. The kernel may stop in the
 * midst of that when the brain is killed: a line {@code - =LENGTH} before several entries says how
 * long they are together, and they count where all of them are there. (To a reader that does not
 * know such lines they remove a name that nothing has.) A torn end is not read. When most of the
 * file is outdated it is written anew beside its place and renamed.
 *
 * <p>The file lies in memory (a tmpfs), so a mailbox may write it: it belongs to the manager's.
 * What the file system doesn't take stays here and is tried again, with the next turn and after a
 * while: a manager goes on, and only what changes meanwhile would be lost with the brain. It is
 * said once, and once when it is over.
 */
public final class StateJournal implements AutoCloseable {
    /** Bytes from which it is worth while to see what is outdated: memory of every user's. */
    private static final long REWRITE_BYTES_MIN = 16 * 1024;

    /** Bytes of one text: a unit's snapshot is far smaller; beyond it a file is damaged. */
    private static final int TEXT_BYTES_MAX = 1 << 20;

    /** Begins what stands in place of a name where a line says how long a turn is. */
    private static final char TURN = '=';

    private final Path file;
    private final Caretaker caretaker;
    private Optional<FileChannel> channel = Optional.empty();
    private long rewriteAt = REWRITE_BYTES_MIN;

    /** What is to be written; nothing for a name that is removed. */
    private final Map<String, Optional<String>> unwritten = new LinkedHashMap<>();

    private boolean isBehind;
    private boolean isToTryAgain;
    private boolean isClosed;

    private StateJournal(Path file, Caretaker caretaker) {
        this.file = file;
        this.caretaker = caretaker;
    }

    /** A name and the text kept under it. */
    public record Entry(String name, String text) {}

    /**
     * Opens the journal of a manager, making it where it is missing. A torn end is cut off: nothing
     * that is appended behind it would ever be read.
     *
     * @param file where it lies; only the brain may write there
     */
    public static StateJournal open(Path file, Caretaker caretaker) {
        var journal = new StateJournal(file, caretaker);
        journal.write();
        return journal;
    }

    private static long wholeBytes(Path file) throws IOException {
        var reader = new Reader(Files.readAllBytes(file));
        reader.read();
        return reader.whole;
    }

    private static FileChannel openForAppend(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Writes what a turn has changed, in one go. */
    public void append(List<Entry> changed, List<String> removed) {
        changed.forEach(entry -> unwritten.put(entry.name(), Optional.of(entry.text())));
        removed.forEach(name -> unwritten.put(name, Optional.empty()));
        write();
    }

    private void write() {
        try {
            FileChannel out = channel();
            writeWhole(out);
            unwritten.clear();
            if (isBehind) {
                isBehind = false;
                caretaker.say(file + " is written again");
            }
            if (out.size() > rewriteAt) {
                rewrite();
                caretaker.mayHave(channel().size());
            }
        } catch (IOException e) {
            if (!isBehind) {
                isBehind = true;
                caretaker.say(
                        file
                                + " cannot be written ("
                                + Caretaker.reason(e)
                                + "): what changes stays in memory until it can be");
            }
            tryLater();
        }
    }

    private void tryLater() {
        if (!isToTryAgain) {
            isToTryAgain = true;
            caretaker.later(this::tryAgain);
        }
    }

    private void tryAgain() {
        isToTryAgain = false;
        if (isBehind && !isClosed) {
            write();
        }
    }

    private FileChannel channel() throws IOException {
        if (channel.isEmpty()) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel opened = openForAppend(file);
            try {
                opened.truncate(wholeBytes(file));
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            channel = Optional.of(opened);
        }
        return channel.get();
    }

    /** Writes all that is due, or nothing of it. */
    private void writeWhole(FileChannel out) throws IOException {
        if (unwritten.isEmpty()) {
            return;
        }
        var text = new StringBuilder();
        unwritten.forEach((name, value) ->
                value.ifPresentOrElse(
                        it -> writeTo(text, new Entry(name, it)),
                        () -> text.append("- ").append(name).append('\n')));
        if (unwritten.size() > 1) {
            int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
            text.insert(0, "- " + TURN + length + "\n");
        }
        long before = out.size();
        if (!caretaker.mayHave(before + text.length())) {
            throw new IOException(Account.refusal(Resource.STATE_BYTES));
        }
        try {
            write(out, text);
        } catch (IOException e) {
            out.truncate(before);
            throw e;
        }
    }

    private static void writeTo(StringBuilder text, Entry entry) {
        int length = entry.text().getBytes(StandardCharsets.UTF_8).length;
        text.append("+ ").append(length).append(' ').append(entry.name()).append('\n');
        text.append(entry.text()).append('\n');
    }

    private static void write(FileChannel channel, CharSequence text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Without room for a second file the first one grows on, and it is tried again later. */
    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            var text = new StringBuilder();
            read(file).forEach((name, value) -> writeTo(text, new Entry(name, value)));
            Files.deleteIfExists(fresh);
            FileChannel next = openForAppend(fresh);
            try {
                write(next, text);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                next.close();
                throw e;
            }
            closeChannel();
            channel = Optional.of(next);
            rewriteAt = Math.max(REWRITE_BYTES_MIN, next.size() * 2);
        } catch (IOException _) {
            Files.deleteIfExists(fresh);
            rewriteAt *= 2;
        }
    }

    private void closeChannel() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
            channel = Optional.empty();
        }
    }

    /** Returns what a journal holds, by name; nothing where there is no such file. */
    public static Map<String, String> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return Map.of();
        }
        return new Reader(bytes).read();
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        caretaker.mayHave(0);
        closeChannel();
    }

    /** Closes the journal of a manager that is lost; that it may fail changes nothing. */
    public void closeQuietly() {
        try {
            close();
        } catch (IOException _) {
            // what was appended is written: only the descriptor is to go
        }
    }

    /** Closes the journal of a manager that has ended in good order, and removes it. */
    public void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    private static final class Reader {
        private final byte[] bytes;
        private final Map<String, String> entries = new LinkedHashMap<>();
        private int at;
        private int whole; // to where every entry is

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        Map<String, String> read() {
            while (readEntry()) { // until the end, or to where it is torn
                whole = at;
            }
            return entries;
        }

        private boolean readEntry() {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end == bytes.length) {
                return false;
            }
            String[] words = text(at, end - at).split(" ", 3);
            at = end + 1;
            if (words[0].equals("-") && words.length == 2) {
                entries.remove(words[1]);
                return words[1].isEmpty() || words[1].charAt(0) != TURN || isThere(words[1]);
            }
            return words[0].equals("+") && words.length == 3 && readText(words[2], words[1]);
        }

        private boolean isThere(String turn) {
            try {
                int length = Integer.parseInt(turn.substring(1));
                return length >= 0 && length <= bytes.length - at;
            } catch (NumberFormatException _) {
                return false;
            }
        }

        private boolean readText(String name, String lengthWord) {
            int length;
            try {
                length = Integer.parseInt(lengthWord);
            } catch (NumberFormatException _) {
                return false;
            }
            boolean fits = length >= 0 && length <= TEXT_BYTES_MAX && length < bytes.length - at;
            if (!fits || bytes[at + length] != '\n') {
                return false;
            }
            entries.put(name, text(at, length));
            at += length + 1;
            return true;
        }

        private String text(int from, int length) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
    }
}
