package hearth.journal.write;

import hearth.journal.DamagedException;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import java.io.IOException;

/** Takes room for objects at a file's end. Belongs to the writer's thread. */
final class Objects {
    /** Where a compact file ends: its references have 32 bits. */
    private static final long COMPACT_BYTES_MAX = 0xffff_0000L;

    private final Blocks blocks;
    private final Shape shape;
    private long end;

    /**
     * Makes one.
     *
     * @param end of the last object
     */
    Objects(Blocks blocks, Shape shape, long end) {
        this.blocks = blocks;
        this.shape = shape;
        this.end = end;
    }

    Blocks blocks() {
        return blocks;
    }

    Shape shape() {
        return shape;
    }

    /** Returns the end of the last object. */
    long end() {
        return end;
    }

    /** Returns where the object ends that the header says is the last. */
    long tailEnd() throws IOException {
        long tail = blocks.getLong(Format.TAIL_OBJECT_OFFSET);
        return tail + Format.aligned(blocks.getLong(tail + Format.OBJECT_SIZE));
    }

    /** Adds an object of zeros; returns where it is. */
    long add(byte type, long size, int counter) throws IOException {
        long offset = end;
        long next = offset + Format.aligned(size);
        if (shape.isCompact() && next > COMPACT_BYTES_MAX) {
            throw new IOException("the journal file has become too large");
        }
        blocks.putZeros(offset, next - offset);
        blocks.putByte(offset + Format.OBJECT_TYPE, type);
        blocks.putLong(offset + Format.OBJECT_SIZE, size);
        end = next;
        blocks.putLong(Format.TAIL_OBJECT_OFFSET, offset);
        blocks.putLong(Format.ARENA_SIZE, end - blocks.getLong(Format.HEADER_SIZE));
        count(Format.N_OBJECTS);
        if (counter != 0) {
            count(counter);
        }
        return offset;
    }

    /**
     * Returns a reference that the file has to one of its objects.
     *
     * @throws DamagedException where no whole object of this type is there: nothing of a file that
     *     somebody else may have written into is believed
     */
    long checked(long reference, byte type) throws IOException {
        boolean isPlace =
                reference >= Format.HEADER_BYTES
                        && reference % Format.ALIGNMENT == 0
                        && reference <= end - Format.OBJECT_BYTES;
        if (!isPlace || blocks.getByte(reference + Format.OBJECT_TYPE) != type) {
            throw new DamagedException("it refers to an object that isn't there");
        }
        long size = blocks.getLong(reference + Format.OBJECT_SIZE);
        if (size < Format.OBJECT_BYTES || size > end - reference) {
            throw new DamagedException("an object of it has " + size + " bytes");
        }
        return reference;
    }

    private void count(int counter) throws IOException {
        blocks.putLong(counter, blocks.getLong(counter) + 1);
    }
}
