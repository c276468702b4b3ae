package hearth.daemon.stream;

import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Beginnings of lines that were taken out of streams: a stream has room for some hundreds of
 * pieces, however small they are, and who writes a long line in small ones would wait for ever.
 * Belongs to the thread that writes logs.
 *
 * <p>They are in a file in memory that the keeper keeps, each at a place of its own. What becomes
 * of it is a {@link Change}, which can be made twice.
 */
public final class Rests {
    /** All rests: 12 MiB, should each be as long as a line may be. */
    static final int PLACES = 256;

    /**
     * What one manager may have of them: as many services that write long lines in small pieces.
     */
    public static final int PLACES_OF_ONE = 32;

    /** Bytes of a place before the text: the stream's inode, and the text's length. */
    private static final int HEADER_BYTES = 16;

    /** Bytes of a place: no rest is as long as a line may be. */
    private static final int PLACE_BYTES = HEADER_BYTES + 48 * 1024;

    private final Descriptors descriptors;
    private final int file;
    private final Map<Long, Rest> rests = new HashMap<>(); // by inode
    private final BitSet used = new BitSet(PLACES);
    private final byte[] header = new byte[HEADER_BYTES];

    private record Rest(int place, int length) {}

    /**
     * What becomes of a rest.
     *
     * @param place where it is, or -1 where there is none and nothing changes
     * @param length how long it is afterwards; 0: there is none any more
     */
    public record Change(int place, int length) {
        /** Nothing changes. */
        public static final Change NONE = new Change(-1, 0);

        /** Returns whether it adds to a rest. */
        public boolean adds() {
            return length > 0;
        }
    }

    /** Goes on with what a file in memory has, which may be new. */
    public Rests(Descriptors descriptors, int file) throws ErrnoException {
        this.descriptors = descriptors;
        this.file = file;
        for (int place = 0; place < PLACES; place++) {
            if (descriptors.readAt(file, header, 0, HEADER_BYTES, position(place)) < HEADER_BYTES) {
                break; // it is as long as its last rest has been
            }
            ByteBuffer read = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            long inode = read.getLong();
            int length = read.getInt();
            if (length > 0 && length <= PLACE_BYTES - HEADER_BYTES) {
                rests.put(inode, new Rest(place, length));
                used.set(place);
            }
        }
    }

    private static long position(int place) {
        return (long) place * PLACE_BYTES;
    }

    /** Copies the rest of a stream; returns how many bytes that are, 0 where there is none. */
    int read(long inode, byte[] into) throws ErrnoException {
        Rest rest = rests.get(inode);
        if (rest == null) {
            return 0;
        }
        long from = position(rest.place()) + HEADER_BYTES;
        for (int done = 0; done < rest.length(); ) {
            int read = descriptors.readAt(file, into, done, rest.length() - done, from + done);
            if (read <= 0) {
                throw new IllegalStateException("the rest of a line has lost its bytes");
            }
            done += read;
        }
        return rest.length();
    }

    /**
     * Returns how a stream's rest grows by so many bytes.
     *
     * @param mayBegin whether there may be one where there is none yet
     * @return nothing where there is no room for it
     */
    public Optional<Change> growth(long inode, int bytes, boolean mayBegin) {
        Rest rest = rests.get(inode);
        if (rest == null) {
            int free = used.nextClearBit(0);
            return mayBegin && free < PLACES && bytes <= PLACE_BYTES - HEADER_BYTES
                    ? Optional.of(new Change(free, bytes))
                    : Optional.empty();
        }
        int length = rest.length() + bytes;
        return length <= PLACE_BYTES - HEADER_BYTES
                ? Optional.of(new Change(rest.place(), length))
                : Optional.empty();
    }

    /** Returns how a stream's rest goes, which became part of a line. */
    public Change end(long inode) {
        Rest rest = rests.get(inode);
        return rest == null ? Change.NONE : new Change(rest.place(), 0);
    }

    /** Returns how many of these streams have a rest. */
    public long count(LongPredicate streams) {
        return rests.keySet().stream().filter(streams::test).count();
    }

    /**
     * Makes a change, again where it was made.
     *
     * @param added what it adds stands here
     * @param from where that begins
     * @param count how many bytes it adds
     */
    public void make(long inode, Change change, byte[] added, int from, int count)
            throws ErrnoException {
        if (change.place() < 0) {
            return;
        }
        if (change.adds()) {
            long begin = position(change.place()) + HEADER_BYTES + change.length() - count;
            descriptors.writeAt(file, added, from, count, begin);
            rests.put(inode, new Rest(change.place(), change.length()));
            used.set(change.place());
        } else {
            rests.remove(inode);
            used.clear(change.place());
        }
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(inode)
                .putInt(change.length());
        descriptors.writeAt(file, header, 0, HEADER_BYTES, position(change.place()));
    }
}
