package hearth.daemon.log;

import hearth.journal.file.Changes;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is about to become of a log file, for the brain that comes if this one dies meanwhile: no
 * line is lost or written twice, whenever that is. Belongs to the thread that writes logs.
 *
 * <p>It is a file in memory and a pipe, both of which the keeper keeps. Bytes go from a service's
 * pipe to a log file in four steps:
 *
 * <pre>
 *   prepare  the file in memory says which bytes will be written where; the pipe is empty
 *   take     the bytes move from the service's pipe into this one, all at once
 *   (write)  the log file has its entries, and is whole
 *   done     this pipe is emptied
 * </pre>
 *
 * <p>So long as this pipe is empty the service's pipe has the bytes, and nothing has happened.
 * Where it is not, they are nowhere else, and the changes of the file are made: again, where that
 * was done already. So the file is whole as well, wherever its writer was. What managers say
 * themselves is {@link #mark marked} in place of a pipe's bytes.
 */
public final class RedoLog {
    private static final String RECORD = "log record";
    private static final String TAKEN = "log taken";
    private static final String TAKING = "log taking";

    /** Says what the record is, and its version. */
    private static final int MAGIC = 0x484c_5232;

    /** What an earlier version wrote: text, and its offset in a file of that version. */
    private static final int EARLIER_MAGIC = 0x484c_5231;

    /** Bytes of the record before the changes. */
    private static final int HEADER_BYTES = 128;

    /** Bytes of the header before the manager's name: magic, two lengths, lines or an offset. */
    private static final int FIXED_BYTES = 4 + 4 + 4 + 8;

    /** Bytes of changes; more than a turn ever makes. */
    private static final int CHANGES_BYTES_MAX = 16 << 20;

    private static final byte[] MARK = {0};

    private final Descriptors descriptors;
    private final int record;
    private final Descriptors.Pipe taken;
    private final boolean isNew;
    private final byte[] room = new byte[PipeHead.BYTES_MAX];
    private byte[] image = new byte[0];
    private int takenBytes;

    /** What was about to be written. */
    sealed interface Entry {
        /** Returns whose log it is. */
        String manager();

        /** What becomes of a manager's journal file, and how many lines that adds. */
        record Noted(String manager, long lines, ByteBuffer changes) implements Entry {}

        /** A text of an earlier version, and where it belongs. */
        @SuppressWarnings("ArrayRecordComponent") // written once: nobody compares it
        record Earlier(String manager, long offset, byte[] text) implements Entry {}
    }

    private RedoLog(Descriptors descriptors, int record, Descriptors.Pipe taken, boolean isNew) {
        this.descriptors = descriptors;
        this.record = record;
        this.taken = taken;
        this.isNew = isNew;
    }

    /**
     * Goes on with what an earlier brain had, or makes a new one.
     *
     * @param kept what the keeper has kept, by name; what of it is used is taken out
     */
    public static RedoLog open(Linux linux, Map<String, Integer> kept) throws ErrnoException {
        var descriptors = linux.descriptors();
        Integer record = kept.remove(RECORD);
        Integer read = kept.remove(TAKEN);
        Integer write = kept.remove(TAKING);
        if (record != null && read != null && write != null) {
            return new RedoLog(descriptors, record, new Descriptors.Pipe(read, write), false);
        }
        for (Integer part : Arrays.asList(record, read, write)) {
            if (part != null) {
                descriptors.closeQuietly(part);
            }
        }
        return new RedoLog(descriptors, descriptors.memfd("hearth-log"), descriptors.pipe(), true);
    }

    /** Returns what the keeper is to keep from now on, by name; nothing where it does already. */
    public Map<String, Integer> toKeep() {
        var parts = new LinkedHashMap<String, Integer>();
        if (isNew) {
            parts.put(RECORD, record);
            parts.put(TAKEN, taken.readFd());
            parts.put(TAKING, taken.writeFd());
        }
        return parts;
    }

    /** Returns how much can be taken at once. */
    int capacityBytes() throws ErrnoException {
        return descriptors.pipeCapacity(taken.readFd());
    }

    /** Returns whether an earlier brain has left this. */
    boolean isLeft() {
        return !isNew;
    }

    /** Notes what becomes of a manager's file. */
    void prepare(String manager, long lines, Changes changes) throws ErrnoException {
        int length = changes.noteBytes();
        int size = HEADER_BYTES + length;
        if (image.length < size) {
            image = new byte[Math.max(size, 2 * image.length)];
        }
        byte[] name = manager.getBytes(StandardCharsets.UTF_8);
        ByteBuffer noted =
                ByteBuffer.wrap(image)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(MAGIC)
                        .putInt(name.length)
                        .putInt(length)
                        .putLong(lines)
                        .put(name)
                        .position(HEADER_BYTES);
        changes.note(noted);
        descriptors.writeAt(record, image, 0, size, 0);
    }

    /** What is prepared counts, though it comes from no pipe. */
    void mark() throws ErrnoException {
        takenBytes = Math.max(0, descriptors.write(taken.writeFd(), MARK, 0, MARK.length));
    }

    /** Moves the oldest bytes of a service's pipe here. */
    void take(int pipe, int count) throws ErrnoException {
        takenBytes = 0;
        while (takenBytes < count) {
            int moved = descriptors.splice(pipe, taken.writeFd(), count - takenBytes);
            if (moved <= 0) {
                return; // somebody else has read from that pipe
            }
            takenBytes += moved;
        }
    }

    /** Forgets the bytes: what was to be written is. */
    void done() throws ErrnoException {
        while (takenBytes > 0) {
            int read = descriptors.read(taken.readFd(), room, 0, room.length);
            takenBytes = read <= 0 ? 0 : takenBytes - read;
        }
    }

    /** Returns what an earlier brain was about to write, and may have written. */
    Optional<Entry> unfinished() throws ErrnoException {
        Descriptors.Pipe probe = descriptors.pipe();
        try {
            takenBytes = descriptors.tee(taken.readFd(), probe.writeFd(), Integer.MAX_VALUE);
        } finally {
            descriptors.closeQuietly(probe.readFd());
            descriptors.closeQuietly(probe.writeFd());
        }
        if (takenBytes <= 0) {
            return Optional.empty();
        }
        takenBytes = Integer.MAX_VALUE; // whatever there is
        return read();
    }

    private Optional<Entry> read() throws ErrnoException {
        var header = ByteBuffer.wrap(read(0, HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int magic = header.getInt();
        int nameLength = header.getInt();
        int length = header.getInt();
        long number = header.getLong();
        boolean isValid =
                (magic == MAGIC || magic == EARLIER_MAGIC)
                        && nameLength >= 0
                        && nameLength <= HEADER_BYTES - FIXED_BYTES
                        && length >= 0
                        && length <= CHANGES_BYTES_MAX
                        && number >= 0;
        if (!isValid) {
            return Optional.empty();
        }
        byte[] bytes = new byte[nameLength];
        header.get(bytes);
        String name = new String(bytes, StandardCharsets.UTF_8);
        byte[] noted = read(HEADER_BYTES, length);
        return Optional.of(
                magic == MAGIC
                        ? new Entry.Noted(name, number, ByteBuffer.wrap(noted))
                        : new Entry.Earlier(name, number, noted));
    }

    private byte[] read(int position, int length) throws ErrnoException {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int read = descriptors.readAt(record, bytes, done, length - done, position + done);
            if (read <= 0) {
                return Arrays.copyOf(bytes, length); // shorter than it says: the rest is empty
            }
            done += read;
        }
        return bytes;
    }
}
