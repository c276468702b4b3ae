package hearth.journal.write;

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

    private void count(int counter) throws IOException {
        blocks.putLong(counter, blocks.getLong(counter) + 1);
    }
}
