package hearth.journal.write;

import hearth.journal.DamagedException;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import java.io.IOException;

/** One of a file's two hash tables. Belongs to the writer's thread. */
final class HashTable {
    /** Objects of one place that are looked at: more are no accident, since hashes have a key. */
    private static final int CHAIN_MAX = 10_000;

    private final Objects objects;
    private final Blocks blocks;
    private final Kind kind;
    private final long offset;
    private final long buckets;
    private long depth;

    /**
     * Which of the two it is.
     *
     * @param table the type of the object that it is
     * @param offset where the header says where its first place is
     * @param size where the header has the bytes of its places
     * @param depth where the header has the length of the longest chain
     * @param object the type of what it has
     * @param payload where the payload of that begins
     */
    record Kind(byte table, int offset, int size, int depth, byte object, int payload) {
        static Kind ofData(Shape shape) {
            return new Kind(
                    Format.DATA_HASH_TABLE,
                    Format.DATA_HASH_TABLE_OFFSET,
                    Format.DATA_HASH_TABLE_SIZE,
                    Format.DATA_HASH_CHAIN_DEPTH,
                    Format.DATA,
                    shape.dataBytes());
        }

        static Kind ofFields() {
            return new Kind(
                    Format.FIELD_HASH_TABLE,
                    Format.FIELD_HASH_TABLE_OFFSET,
                    Format.FIELD_HASH_TABLE_SIZE,
                    Format.FIELD_HASH_CHAIN_DEPTH,
                    Format.FIELD,
                    Format.FIELD_BYTES);
        }
    }

    /**
     * Makes a view of a table.
     *
     * @throws DamagedException where the file has none, or one that isn't whole
     */
    HashTable(Objects objects, Kind kind) throws IOException {
        this.objects = objects;
        this.kind = kind;
        blocks = objects.blocks();
        offset = blocks.getLong(kind.offset);
        long bytes = blocks.getLong(kind.size);
        long table = objects.checked(offset - Format.OBJECT_BYTES, kind.table);
        boolean isWhole =
                bytes >= Format.BUCKET_BYTES
                        && bytes % Format.BUCKET_BYTES == 0
                        && blocks.getLong(table + Format.OBJECT_SIZE)
                                == Format.OBJECT_BYTES + bytes;
        if (!isWhole) {
            throw new DamagedException("a hash table of it isn't whole");
        }
        buckets = bytes / Format.BUCKET_BYTES;
        depth = blocks.getLong(kind.depth);
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
            objects.checked(object, kind.object);
            if (blocks.getLong(object + Format.HASH) == hash
                    && blocks.getLong(object + Format.OBJECT_SIZE) == kind.payload + payload.length
                    && blocks.has(object + kind.payload, payload)) {
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
            blocks.putLong(kind.depth, depth);
        }
    }

    /** Adds an object that it doesn't have. */
    void add(long hash, long object) throws IOException {
        long bucket = bucket(hash);
        long tail = blocks.getLong(bucket + Format.BUCKET_TAIL);
        long before = tail == 0 ? bucket : objects.checked(tail, kind.object) + Format.NEXT_HASH;
        blocks.putLong(before, object);
        blocks.putLong(bucket + Format.BUCKET_TAIL, object);
    }
}
