package hearth.journal.read;

import hearth.journal.DamagedException;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of entries as a file has it: all of them, or those of a data object. Entries are known by
 * their offsets, which rise. Belongs to one thread.
 *
 * <p>The file may be damaged, and its writer may just be writing: a list ends where it says no
 * more.
 */
final class EntryList implements EntryFinder {
    /** Arrays of a list: each is twice as long as what is before it. */
    private static final int ARRAYS_MAX = 4096;

    private final Blocks blocks;
    private final int itemBytes;
    private final long inline;
    private final List<Array> arrays = new ArrayList<>();
    private long count;
    private Optional<String> damage = Optional.empty();

    /** Some entries: where they stand, and the number of the first. */
    private record Array(long items, long start) {}

    /**
     * Reads where a list's entries stand.
     *
     * @param inline its first entry where that stands elsewhere, else 0
     * @param first its first array, or 0
     * @param counted how many entries it is said to have
     */
    EntryList(Blocks blocks, Shape shape, long inline, long first, long counted)
            throws IOException {
        this.blocks = blocks;
        this.inline = inline;
        itemBytes = shape.arrayItemBytes();
        count = inline == 0 ? 0 : 1;
        try {
            readArrays(first, counted);
        } catch (DamagedException e) {
            damage = Optional.of(e.damage());
        }
    }

    private void readArrays(long first, long counted) throws IOException {
        long array = first;
        long fileBytes = blocks.storage().size();
        while (array != 0 && Long.compareUnsigned(count, counted) < 0) {
            if (arrays.size() == ARRAYS_MAX) {
                throw new DamagedException("a list of its entries has no end");
            }
            long size = FileObjects.size(blocks, array, Format.ENTRY_ARRAY, fileBytes);
            long items = (size - Format.ARRAY_BYTES) / itemBytes;
            long next = blocks.getLong(array + Format.ARRAY_NEXT);
            arrays.add(new Array(array + Format.ARRAY_BYTES, count));
            long wanted = counted - count;
            count += Long.compareUnsigned(wanted, items) < 0 ? wanted : items;
            if (next != 0 && Long.compareUnsigned(next, array) <= 0) {
                throw new DamagedException("a list of its entries goes round in circles");
            }
            array = next;
        }
    }

    /** Returns why the list ends before its end. */
    Optional<String> damage() {
        return damage;
    }

    /** Returns an entry; 0 where its writer has got no further. */
    private long get(long index) throws IOException {
        if (inline != 0 && index == 0) {
            return inline;
        }
        int low = 0;
        int high = arrays.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (arrays.get(middle).start <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Array array = arrays.get(low);
        long place = array.items + (index - array.start) * itemBytes;
        return itemBytes == 4 ? blocks.getInt(place) : blocks.getLong(place);
    }

    /** Returns the number of the first entry for which a test, false and then true, is true. */
    private long bisect(EntryTest test) throws IOException {
        long low = 0;
        long high = count;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long entry = get(middle);
            if (entry == 0 || isReached(test, entry)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static boolean isReached(EntryTest test, long entry) throws IOException {
        try {
            return test.isReached(entry);
        } catch (DamagedException _) {
            return true; // what is before it may be whole
        }
    }

    /** Returns the first entry for which a test, false and then true, is true; 0 where none is. */
    long firstWhere(EntryTest test) throws IOException {
        long index = bisect(test);
        return index == count ? 0 : get(index);
    }

    @Override
    public long atOrAfter(long offset) throws IOException {
        long found = firstWhere(entry -> entry >= offset);
        return found >= offset ? found : 0;
    }

    @Override
    public long atOrBefore(long offset) throws IOException {
        long index = bisect(entry -> entry > offset);
        long found = index == 0 ? 0 : get(index - 1);
        return found <= offset ? found : 0;
    }
}
