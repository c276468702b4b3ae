package hearth.journal.file;

import hearth.journal.DamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What becomes of a journal file: which bytes take which place, in order. To write all of it twice
 * comes to the same, so who was interrupted writes it again.
 */
public final class Changes {
    /** Bytes before the bytes of a part: its offset and its length. */
    private static final int PART_HEADER_BYTES = 12;

    private final List<Part> parts;
    private final int newParts;

    /** Bytes and their place; the array is whoever's it is, and is read before it changes again. */
    @SuppressWarnings("ArrayRecordComponent") // written once: nobody compares it
    record Part(long offset, byte[] bytes, int from, int length) {}

    /**
     * Makes changes.
     *
     * @param newParts how many of them only take room behind the file's old end
     */
    Changes(List<Part> parts, int newParts) {
        this.parts = List.copyOf(parts);
        this.newParts = newParts;
    }

    /** Returns no changes. */
    public static Changes none() {
        return new Changes(List.of(), 0);
    }

    /** Returns how many bytes {@link #note} takes. */
    public int noteBytes() {
        int bytes = 0;
        for (Part part : parts) {
            bytes += PART_HEADER_BYTES + part.length;
        }
        return bytes;
    }

    /** Writes down the changes for {@link #again}. */
    public void note(ByteBuffer into) {
        into.order(ByteOrder.LITTLE_ENDIAN);
        for (Part part : parts) {
            into.putLong(part.offset).putInt(part.length).put(part.bytes, part.from, part.length);
        }
    }

    /**
     * Does what was written down, whether all of it, a part or nothing was done before.
     *
     * @throws DamagedException where it isn't what {@link #note} has written
     */
    public static void again(ByteBuffer noted, Storage storage) throws IOException {
        noted.order(ByteOrder.LITTLE_ENDIAN);
        while (noted.remaining() >= PART_HEADER_BYTES) {
            long offset = noted.getLong();
            int length = noted.getInt();
            if (offset < 0 || length < 0 || length > noted.remaining()) {
                throw new DamagedException("what was noted of a journal file is damaged");
            }
            byte[] bytes = new byte[length];
            noted.get(bytes);
            storage.write(offset, bytes, 0, length);
        }
    }

    /**
     * Takes the room: where this fails, the file is as it was.
     *
     * @throws IOException where the disk is full
     */
    public void takeRoom(Storage storage) throws IOException {
        write(storage, 0, newParts);
    }

    /** Does the rest: where this fails, only {@link #again} makes a whole file of it. */
    public void finish(Storage storage) throws IOException {
        write(storage, newParts, parts.size());
    }

    private void write(Storage storage, int from, int to) throws IOException {
        for (Part part : parts.subList(from, to)) {
            storage.write(part.offset, part.bytes, part.from, part.length);
        }
    }
}
