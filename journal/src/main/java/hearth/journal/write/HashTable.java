package hearth.journal.write;

import hearth.journal.DamagedException;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import java.io.IOException;

/** One of a file's two hash tables. Belongs to the writer's thread. */
final class HashTable {
    /** Objects of one place that are looked at: more are no accident, since hashes have a key. */
    private static final int CHAIN_MAX = 10_000;

    private final Blocks blocks;
    private final long offset;
    private final long buckets;
    private final int payloadOffset;
    private final int depthOffset;
    private long depth;

    /**
     * Makes a view of a table.
     *
     * @param offset of its first place
     * @param payloadOffset where the payload of its objects begins
     * @param depthOffset where the header has the length of the longest chain
     */
    HashTable(Blocks blocks, long offset, long buckets, int payloadOffset, int depthOffset)
            throws IOException {
        this.blocks = blocks;
        this.offset = offset;
        this.buckets = buckets;
        this.payloadOffset = payloadOffset;
        this.depthOffset = depthOffset;
        depth = blocks.getLong(depthOffset);
    }

    /** Returns whether so many objects are too many: three quarters of the places. */
    boolean isFull(long objects) {
        return objects * 4 > buckets * 3;
    }

    private long bucket(long hash) {
        return offset + Long.remainderUnsigned(hash, buckets) * Format.BUCKET_BYTES;
    }

    /** Returns the object that has this payload, or 0. */
    long find(long hash, byte[] payload) throws IOException {
        long object = blocks.getLong(bucket(hash));
        long steps = 0;
        while (object != 0) {
            if (blocks.getLong(object + Format.HASH) == hash
                    && blocks.getLong(object + Format.OBJECT_SIZE) == payloadOffset + payload.length
                    && blocks.has(object + payloadOffset, payload)) {
                return object;
            }
            long next = blocks.getLong(object + Format.NEXT_HASH);
            if (next != 0) {
                deepen(++steps);
            }
            object = next;
        }
        return 0;
    }

    private void deepen(long steps) throws IOException {
        if (steps > CHAIN_MAX) {
            throw new DamagedException("a chain of its hash table has no end");
        }
        if (steps > depth) {
            depth = steps;
            blocks.putLong(depthOffset, depth);
        }
    }

    /** Adds an object that it doesn't have. */
    void add(long hash, long object) throws IOException {
        long bucket = bucket(hash);
        long tail = blocks.getLong(bucket + Format.BUCKET_TAIL);
        blocks.putLong(tail == 0 ? bucket : tail + Format.NEXT_HASH, object);
        blocks.putLong(bucket + Format.BUCKET_TAIL, object);
    }
}
