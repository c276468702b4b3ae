package hearth.daemon.log;

import hearth.daemon.stream.PipeHead;
import hearth.daemon.stream.Rests;
import hearth.journal.file.Changes;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is about to become of a log file, for the brain that comes if this one dies meanwhile: no
 * line is lost or written twice, whenever that is. Belongs to the thread that writes logs.
 *
 * <p>It is a file in memory, the record, and a pipe, both of which the keeper keeps. Bytes go from
 * a service's stream to a log file in four steps:
 *
 * <pre>
 *   prepare  the record says which bytes will be written where, and how many are taken from which
 *            stream; the pipe is empty
 *   take     the bytes move from the service's stream into this pipe
 *   (write)  the log file has its entries, and is whole
 *   done     this pipe is emptied
 * </pre>
 *
 * <p>So long as this pipe is empty the service's stream has the bytes, and nothing has happened.
 * Where it is not, the changes of the file are made: again, where that was done already. So the
 * file is whole as well, wherever its writer was. What managers say themselves is {@link #mark
 * marked} in place of a stream's bytes.
 *
 * <p>A stream's bytes do not move all at once: whoever dies meanwhile has moved as many as are in
 * this pipe. The others are owed: they are in the file, so they are thrown away before anything
 * else is written. Where they don't fit this pipe it is emptied in between, and the record says
 * each time how many are owed still:
 *
 * <pre>
 *   NOTED(count)   owed: count less what this pipe has; nothing where it is empty
 *   TAKING(count)  owed: count less what this pipe has
 *   OWED(count)    owed: count, whatever this pipe has
 * </pre>
 */
public final class RedoLog {
    private static final String RECORD = "log record";
    private static final String TAKEN = "log taken";
    private static final String TAKING = "log taking";
    private static final String RESTS = "log rests";

    /** Under which the keeper has streams. */
    public static final String STREAM_PREFIX = "stream ";

    /** Says what the record is, and its version. */
    private static final int MAGIC = 0x484c_5233;

    /** What an earlier version wrote, which knew pipes only. */
    private static final int PIPES_MAGIC = 0x484c_5232;

    /** What one before it wrote: text, and its offset in a file of that version. */
    private static final int EARLIER_MAGIC = 0x484c_5231;

    /** Bytes of the record before the changes. */
    private static final int HEADER_BYTES = 128;

    /** Bytes before the manager's name in earlier versions: magic, two lengths, and a number. */
    private static final int EARLIER_FIXED_BYTES = 4 + 4 + 4 + 8;

    /** Where the phase stands and how much is owed, which change together. */
    static final int PHASE = EARLIER_FIXED_BYTES;

    private static final int PHASE_BYTES = 8;

    /** Bytes before the name: also the stream, what becomes of its rest, and what that adds. */
    private static final int FIXED_BYTES = PHASE + PHASE_BYTES + 8 + 4 + 4 + 4;

    private static final int NOTED = 0;
    static final int OWED = 1;
    static final int TAKING_MORE = 2;

    /** Bytes of changes; more than a turn ever makes. */
    private static final int CHANGES_BYTES_MAX = 16 << 20;

    /**
     * Bytes of this pipe, or rather places for pieces of a stream, however small: 256. It is what
     * anybody may have; of a stream with more pieces the rest is owed for a moment.
     */
    private static final int PIPE_BYTES = 1 << 20;

    private static final byte[] MARK = {0};

    private final Descriptors descriptors;
    private final int record;
    private final Descriptors.Pipe taken;
    private final boolean isNew;
    private final Rests rests;
    private final Map<String, Integer> toKeep;
    private final List<Integer> streams; // that the keeper has
    private final byte[] room = new byte[PipeHead.BYTES_MAX];
    private final byte[] phase = new byte[PHASE_BYTES];
    private byte[] image = new byte[0];
    private Taking taking = Taking.NOTHING; // what was prepared
    private int addedAt; // where what it adds to a rest stands in the image
    private int from = -1; // the stream that owes
    private int owed;
    private boolean isCounted; // what is here says how much is owed
    private int takenBytes;

    /**
     * What is taken out of a stream.
     *
     * @param stream its inode; 0: it comes from elsewhere
     * @param bytes how many are taken
     * @param rest what becomes of its rest
     */
    public record Taking(long stream, int bytes, Rests.Change rest) {
        /** Nothing is. */
        public static final Taking NOTHING = new Taking(0, 0, Rests.Change.NONE);
    }

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

    private RedoLog(
            Descriptors descriptors,
            int record,
            Descriptors.Pipe taken,
            boolean isNew,
            Optional<Integer> rests,
            List<Integer> streams)
            throws ErrnoException {
        this.descriptors = descriptors;
        this.record = record;
        this.taken = taken;
        this.isNew = isNew;
        this.streams = streams;
        toKeep = new LinkedHashMap<>();
        if (isNew) {
            toKeep.put(RECORD, record);
            toKeep.put(TAKEN, taken.readFd());
            toKeep.put(TAKING, taken.writeFd());
        }
        int file = rests.isPresent() ? rests.get() : descriptors.memfd("hearth-log-rests");
        if (rests.isEmpty()) {
            toKeep.put(RESTS, file);
        }
        this.rests = new Rests(descriptors, file);
        grow(taken.readFd());
    }

    private void grow(int pipe) {
        try {
            if (descriptors.pipeCapacity(pipe) < PIPE_BYTES) {
                descriptors.setPipeCapacity(pipe, PIPE_BYTES);
            }
        } catch (ErrnoException _) {
            // an administrator allows less: more is owed in between, then
        }
    }

    /**
     * Goes on with what an earlier brain had, or makes a new one.
     *
     * @param kept what the keeper has kept, by name; what of it is used is taken out, but for the
     *     streams
     */
    public static RedoLog open(Linux linux, Map<String, Integer> kept) throws ErrnoException {
        var descriptors = linux.descriptors();
        List<Integer> streams =
                kept.entrySet().stream()
                        .filter(one -> one.getKey().startsWith(STREAM_PREFIX))
                        .map(Map.Entry::getValue)
                        .toList();
        Integer record = kept.remove(RECORD);
        Integer read = kept.remove(TAKEN);
        Integer write = kept.remove(TAKING);
        Integer rests = kept.remove(RESTS);
        if (record != null && read != null && write != null) {
            return new RedoLog(
                    descriptors,
                    record,
                    new Descriptors.Pipe(read, write),
                    false,
                    Optional.ofNullable(rests),
                    streams);
        }
        for (Integer part : Arrays.asList(record, read, write, rests)) {
            if (part != null) {
                descriptors.closeQuietly(part);
            }
        }
        return new RedoLog(
                descriptors,
                descriptors.memfd("hearth-log"),
                descriptors.pipe(),
                true,
                Optional.empty(),
                streams);
    }

    /** Returns what the keeper is to keep from now on, by name; nothing where it does already. */
    public Map<String, Integer> toKeep() {
        return toKeep;
    }

    /** Returns how much can be taken at once. */
    int capacityBytes() throws ErrnoException {
        return descriptors.pipeCapacity(taken.readFd());
    }

    /** Returns whether an earlier brain has left this. */
    boolean isLeft() {
        return !isNew;
    }

    /** Returns the beginnings of lines that were taken out of streams. */
    Rests rests() {
        return rests;
    }

    /** Notes what becomes of a manager's file, which comes from no stream. */
    void prepare(String manager, long lines, Changes changes) throws ErrnoException {
        prepare(manager, lines, changes, Taking.NOTHING);
    }

    /** Notes what becomes of a manager's file, and what is taken out of a stream for it. */
    void prepare(String manager, long lines, Changes changes, Taking out) throws ErrnoException {
        ByteBuffer noted = begin(manager, changes.noteBytes(), 0, out);
        noted.putLong(Long.BYTES + Integer.BYTES, lines);
        changes.note(noted);
        descriptors.writeAt(record, image, 0, noted.position(), 0);
    }

    /**
     * Notes what becomes of a rest, to which bytes of a stream are added.
     *
     * @param bytes that have them
     * @param offset where they begin
     */
    void prepareBeginning(String manager, Taking out, byte[] bytes, int offset)
            throws ErrnoException {
        ByteBuffer noted = begin(manager, 0, out.bytes(), out);
        noted.put(bytes, offset, out.bytes());
        descriptors.writeAt(record, image, 0, noted.position(), 0);
    }

    /** Writes the header of a note with no lines; returns where its body goes. */
    private ByteBuffer begin(String manager, int changesBytes, int addedBytes, Taking out) {
        int size = HEADER_BYTES + changesBytes + addedBytes;
        if (image.length < size) {
            image = new byte[Math.max(size, 2 * image.length)];
        }
        taking = out;
        addedAt = HEADER_BYTES + changesBytes;
        byte[] name = manager.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(image)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(name.length)
                .putInt(changesBytes)
                .putLong(0)
                .putInt(NOTED)
                .putInt(out.bytes())
                .putLong(out.stream())
                .putInt(out.rest().place())
                .putInt(out.rest().length())
                .putInt(addedBytes)
                .put(name)
                .position(HEADER_BYTES);
    }

    /** What is prepared counts, though it comes from no pipe. */
    void mark() throws ErrnoException {
        takenBytes = Math.max(0, descriptors.write(taken.writeFd(), MARK, 0, MARK.length));
    }

    /** Moves the oldest bytes of a service's pipe here. */
    void take(int pipe, int count) throws ErrnoException {
        takenBytes = move(pipe, count); // fewer where somebody else has read from that pipe
    }

    /**
     * Moves what was prepared out of its stream, as far as there is room here.
     *
     * @return whether any of it could be moved; where not, nothing has happened
     */
    boolean takeFromStream(int stream) throws ErrnoException {
        takenBytes = move(stream, taking.bytes());
        if (takenBytes == 0) {
            taking = Taking.NOTHING;
            return false;
        }
        from = stream;
        owed = taking.bytes() - takenBytes;
        isCounted = true;
        return true;
    }

    private int move(int pipe, int count) throws ErrnoException {
        int moved = 0;
        while (moved < count) {
            int more = descriptors.splice(pipe, taken.writeFd(), count - moved);
            if (more <= 0) {
                break;
            }
            moved += more;
        }
        return moved;
    }

    /** Forgets the bytes: what was to be written is. */
    void done() throws ErrnoException {
        makeRest();
        taking = Taking.NOTHING;
        throwAway();
        if (isCounted) { // emptied in part, it would say that the rest is owed
            setPhase(OWED, 0);
            isCounted = false;
        }
        empty();
    }

    private void makeRest() throws ErrnoException {
        rests.make(taking.stream(), taking.rest(), image, addedAt, taking.bytes());
    }

    /** Takes what a stream owes, by as much as there is room here. */
    private void throwAway() throws ErrnoException {
        while (owed > 0) {
            setPhase(OWED, owed);
            empty();
            setPhase(TAKING_MORE, owed);
            takenBytes = move(from, owed);
            owed = takenBytes == 0 ? 0 : owed - takenBytes; // 0: it has no more
        }
    }

    private void setPhase(int which, int count) throws ErrnoException {
        ByteBuffer.wrap(phase).order(ByteOrder.LITTLE_ENDIAN).putInt(which).putInt(count);
        descriptors.writeAt(record, phase, 0, PHASE_BYTES, PHASE);
    }

    private void empty() throws ErrnoException {
        while (takenBytes > 0) {
            int read = descriptors.read(taken.readFd(), room, 0, room.length);
            takenBytes = read <= 0 ? 0 : takenBytes - read;
        }
    }

    /** Returns what an earlier brain was about to write, and may have written. */
    Optional<Entry> unfinished() throws ErrnoException {
        int count = count();
        takenBytes = Integer.MAX_VALUE; // whatever there is
        var header = ByteBuffer.wrap(read(0, HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) == MAGIC) {
            return unfinished(header, count);
        }
        return count > 0 ? unfinishedEarlier(header) : Optional.empty();
    }

    /** Returns how many bytes are here; they stay. */
    private int count() throws ErrnoException {
        Descriptors.Pipe probe = descriptors.pipe();
        try {
            grow(probe.readFd());
            return Math.max(0, descriptors.tee(taken.readFd(), probe.writeFd(), Integer.MAX_VALUE));
        } finally {
            descriptors.closeQuietly(probe.readFd());
            descriptors.closeQuietly(probe.writeFd());
        }
    }

    private Optional<Entry> unfinished(ByteBuffer header, int count) throws ErrnoException {
        int nameLength = header.getInt(Integer.BYTES);
        int length = header.getInt(2 * Integer.BYTES);
        long lines = header.getLong(3 * Integer.BYTES);
        int which = header.getInt(PHASE);
        int noted = header.getInt(PHASE + Integer.BYTES);
        long stream = header.getLong(PHASE + PHASE_BYTES);
        var rest =
                new Rests.Change(
                        header.getInt(PHASE + PHASE_BYTES + 8),
                        header.getInt(PHASE + PHASE_BYTES + 12));
        int added = header.getInt(PHASE + PHASE_BYTES + 16);
        boolean isValid =
                isName(nameLength, FIXED_BYTES)
                        && length >= 0
                        && length <= CHANGES_BYTES_MAX
                        && lines >= 0
                        && noted >= 0
                        && added >= 0
                        && added <= PipeHead.BYTES_MAX;
        if (!isValid || (which == NOTED && count == 0)) {
            return Optional.empty();
        }
        isCounted = true;
        owe(stream, which == OWED ? noted : Math.max(0, noted - count));
        if (which != NOTED) {
            return Optional.empty();
        }
        taking = new Taking(stream, added > 0 ? added : noted, rest);
        image = read(HEADER_BYTES, length + added);
        addedAt = length;
        header.position(FIXED_BYTES);
        return Optional.of(
                new Entry.Noted(
                        name(header, nameLength), lines, ByteBuffer.wrap(image, 0, length)));
    }

    private static boolean isName(int length, int offset) {
        return length >= 0 && length <= HEADER_BYTES - offset;
    }

    private static String name(ByteBuffer header, int length) {
        byte[] bytes = new byte[length];
        header.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Finds the stream that owes; one that the keeper does not have any more owes nothing. */
    private void owe(long stream, int count) {
        for (int fd : stream == 0 || count == 0 ? List.<Integer>of() : streams) {
            try {
                if (descriptors.status(fd).inode() == stream) {
                    from = fd;
                    owed = count;
                }
            } catch (ErrnoException _) {
                // it is not that one
            }
        }
    }

    private Optional<Entry> unfinishedEarlier(ByteBuffer header) throws ErrnoException {
        int magic = header.getInt();
        int nameLength = header.getInt();
        int length = header.getInt();
        long number = header.getLong();
        boolean isValid =
                (magic == PIPES_MAGIC || magic == EARLIER_MAGIC)
                        && isName(nameLength, EARLIER_FIXED_BYTES)
                        && length >= 0
                        && length <= CHANGES_BYTES_MAX
                        && number >= 0;
        if (!isValid) {
            return Optional.empty();
        }
        String name = name(header, nameLength);
        byte[] noted = read(HEADER_BYTES, length);
        return Optional.of(
                magic == PIPES_MAGIC
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
