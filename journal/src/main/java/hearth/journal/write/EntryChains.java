package hearth.journal.write;

import hearth.journal.DamagedException;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import java.io.IOException;

/**
 * The lists of entries: that of the file, and that of each data object. A list is a chain of
 * arrays, each twice as long as what is before it. Belongs to the writer's thread.
 */
final class EntryChains {
    /** Entries of a list's first array. */
    private static final long FIRST_ARRAY = 4;

    /** Entries of the largest array: all fields of a service's lines may want one at once. */
    private static final int LAST_ARRAY = 4_096;

    /** Arrays of a chain: they double. */
    private static final int ARRAYS_MAX = 64;

    private final Objects objects;
    private final Blocks blocks;
    private final int itemBytes;

    EntryChains(Objects objects) {
        this.objects = objects;
        blocks = objects.blocks();
        itemBytes = objects.shape().arrayItemBytes();
    }

    /** An array, and how many of its places are taken. */
    private record Tail(long array, long used) {}

    /** Adds an entry to the file's list. */
    void addToFile(long entry) throws IOException {
        long count = blocks.getLong(Format.N_ENTRIES) - 1; // it is counted already
        if (count < 0 || count > objects.end() / Format.ENTRY_BYTES) {
            throw new DamagedException("it has no room for the entries that it says it has");
        }
        long first = blocks.getLong(Format.ENTRY_ARRAY_OFFSET);
        Tail tail =
                new Tail(
                        blocks.getInt(Format.TAIL_ENTRY_ARRAY_OFFSET),
                        blocks.getInt(Format.TAIL_ENTRY_ARRAY_N_ENTRIES));
        if (tail.array == 0) {
            tail = tail(first, count);
        }
        Tail now = add(tail, count, entry, Format.ENTRY_ARRAY_OFFSET);
        if (now.array <= 0xffff_ffffL) {
            blocks.putInt(Format.TAIL_ENTRY_ARRAY_OFFSET, now.array);
            blocks.putInt(Format.TAIL_ENTRY_ARRAY_N_ENTRIES, now.used);
        } else {
            blocks.putLong(Format.TAIL_ENTRY_ARRAY_OFFSET, 0); // no room for such a number
        }
    }

    /** Adds an entry to a data object's list, whose first one stands in the object itself. */
    void addToData(long data, long entry) throws IOException {
        long count = blocks.getLong(data + Format.DATA_N_ENTRIES);
        if (count < 0 || count >= blocks.getLong(Format.N_ENTRIES)) {
            throw new DamagedException("a field is in more entries than it has");
        }
        if (count == 0) {
            blocks.putLong(data + Format.DATA_ENTRY, entry);
        } else if (objects.shape().isCompact()) {
            Tail tail =
                    new Tail(
                            blocks.getInt(data + Format.DATA_TAIL_ARRAY),
                            blocks.getInt(data + Format.DATA_TAIL_N_ENTRIES));
            Tail now = add(tail, count - 1, entry, data + Format.DATA_ENTRY_ARRAY);
            blocks.putInt(data + Format.DATA_TAIL_ARRAY, now.array);
            blocks.putInt(data + Format.DATA_TAIL_N_ENTRIES, now.used);
        } else {
            Tail tail = tail(blocks.getLong(data + Format.DATA_ENTRY_ARRAY), count - 1);
            add(tail, count - 1, entry, data + Format.DATA_ENTRY_ARRAY);
        }
        blocks.putLong(data + Format.DATA_N_ENTRIES, count + 1);
    }

    /** Returns the array in which the last of a list's entries stands. */
    private Tail tail(long first, long count) throws IOException {
        long array = first;
        long left = count;
        for (int i = 0; i < ARRAYS_MAX && array != 0; i++) {
            long room = room(array);
            if (left <= room) {
                return new Tail(array, left);
            }
            left -= room;
            array = blocks.getLong(array + Format.ARRAY_NEXT);
        }
        if (count != 0) {
            throw new DamagedException("a list of its entries is too short or has no end");
        }
        return new Tail(0, 0);
    }

    private long room(long array) throws IOException {
        objects.checked(array, Format.ENTRY_ARRAY);
        return (blocks.getLong(array + Format.OBJECT_SIZE) - Format.ARRAY_BYTES) / itemBytes;
    }

    /**
     * Adds an entry behind the last one.
     *
     * @param count entries that are in the list's arrays
     * @param head where the list's first array stands
     */
    private Tail add(Tail tail, long count, long entry, long head) throws IOException {
        long array = tail.array;
        long used = tail.used;
        if (array == 0 || used >= room(array)) {
            array = next(count);
            used = 0;
            blocks.putLong(tail.array == 0 ? head : tail.array + Format.ARRAY_NEXT, array);
        }
        long place = array + Format.ARRAY_BYTES + used * itemBytes;
        if (itemBytes == 4) {
            blocks.putInt(place, entry);
        } else {
            blocks.putLong(place, entry);
        }
        return new Tail(array, used + 1);
    }

    private long next(long count) throws IOException {
        long items = Math.clamp(2 * (count + 1), FIRST_ARRAY, LAST_ARRAY);
        return objects.add(
                Format.ENTRY_ARRAY, Format.ARRAY_BYTES + items * itemBytes, Format.N_ENTRY_ARRAYS);
    }
}
