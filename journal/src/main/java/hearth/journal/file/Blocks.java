package hearth.journal.file;

import hearth.journal.DamagedException;
import hearth.journal.Id128;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a journal file, as numbers; blocks that were used lately are kept. What is put stays
 * here until {@link #changes} are taken and {@link #settle settled}. Belongs to one thread.
 *
 * <p>Numbers lie where their size divides their offset.
 */
public final class Blocks {
    /** Bytes of a block: what a page and most disks have. */
    private static final int BYTES = 4096;

    private static final int SHIFT = 12;
    private static final int MASK = BYTES - 1;

    /** Slots of the table at first; it has twice as many as blocks at least. */
    private static final int SLOTS_MIN = 64;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Storage storage;
    private final int blocksMax;
    private @Nullable Block[] table = new Block[SLOTS_MIN];
    private int count;
    private int sweepAt;
    private Block last = new Block(-1);

    /** A part of the file. */
    private static final class Block {
        private final long number;
        private final byte[] bytes;
        private int length; // of what the file has, or will have
        private int dirtyFrom = BYTES;
        private int dirtyTo;
        private boolean isUsed;

        Block(long number) {
            this.number = number;
            bytes = number < 0 ? new byte[0] : new byte[BYTES];
        }

        boolean isDirty() {
            return dirtyFrom < dirtyTo;
        }

        void put(int from, int to) {
            dirtyFrom = Math.min(dirtyFrom, from);
            dirtyTo = Math.max(dirtyTo, to);
            length = Math.max(length, to);
        }
    }

    /**
     * Makes a view of a file.
     *
     * @param blocksMax how many blocks of 4 KiB are kept, beside those that wait to be written
     */
    public Blocks(Storage storage, int blocksMax) {
        this.storage = storage;
        this.blocksMax = blocksMax;
        sweepAt = blocksMax;
    }

    /**
     * Returns eight bytes as a number.
     *
     * @throws DamagedException where the file ends before
     */
    public long getLong(long offset) throws IOException {
        return (long) LONGS.get(toRead(offset, 8).bytes, (int) offset & MASK);
    }

    /** Returns four bytes as a number without a sign, as {@link #getLong}. */
    public long getInt(long offset) throws IOException {
        return (int) INTS.get(toRead(offset, 4).bytes, (int) offset & MASK) & 0xffff_ffffL;
    }

    /** Returns one byte, as {@link #getLong}. */
    public byte getByte(long offset) throws IOException {
        return toRead(offset, 1).bytes[(int) offset & MASK];
    }

    /** Returns an id, as {@link #getLong}. */
    public Id128 getId(long offset) throws IOException {
        long high = (long) BIG_LONGS.get(toRead(offset, 8).bytes, (int) offset & MASK);
        long low = (long) BIG_LONGS.get(toRead(offset + 8, 8).bytes, (int) (offset + 8) & MASK);
        return new Id128(high, low);
    }

    /** Copies bytes, as {@link #getLong}. */
    public void getBytes(long offset, byte[] into, int at, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int start = (int) (offset + done) & MASK;
            int part = Math.min(length - done, BYTES - start);
            System.arraycopy(toRead(offset + done, part).bytes, start, into, at + done, part);
            done += part;
        }
    }

    /** Returns whether the file has these bytes at a place. */
    public boolean has(long offset, byte[] wanted) throws IOException {
        for (int done = 0; done < wanted.length; ) {
            int start = (int) (offset + done) & MASK;
            int part = Math.min(wanted.length - done, BYTES - start);
            byte[] bytes = toRead(offset + done, part).bytes;
            if (!Arrays.equals(bytes, start, start + part, wanted, done, done + part)) {
                return false;
            }
            done += part;
        }
        return true;
    }

    /** Sets eight bytes. */
    public void putLong(long offset, long value) throws IOException {
        LONGS.set(toWrite(offset, 8), (int) offset & MASK, value);
    }

    /** Sets four bytes. */
    public void putInt(long offset, long value) throws IOException {
        INTS.set(toWrite(offset, 4), (int) offset & MASK, (int) value);
    }

    /** Sets one byte. */
    public void putByte(long offset, byte value) throws IOException {
        toWrite(offset, 1)[(int) offset & MASK] = value;
    }

    /** Sets an id. */
    public void putId(long offset, Id128 id) throws IOException {
        putBytes(offset, id.bytes());
    }

    /** Sets bytes. */
    public void putBytes(long offset, byte[] from) throws IOException {
        for (int done = 0; done < from.length; ) {
            int start = (int) (offset + done) & MASK;
            int part = Math.min(from.length - done, BYTES - start);
            System.arraycopy(from, done, toWrite(offset + done, part), start, part);
            done += part;
        }
    }

    /** Sets bytes to zero. */
    public void putZeros(long offset, long length) throws IOException {
        for (long done = 0; done < length; ) {
            int start = (int) (offset + done) & MASK;
            int part = (int) Math.min(length - done, BYTES - start);
            Arrays.fill(toWrite(offset + done, part), start, start + part, (byte) 0);
            done += part;
        }
    }

    private Block toRead(long offset, int length) throws IOException {
        Block block = block(offset);
        if (((int) offset & MASK) + length > block.length) {
            throw new DamagedException("the file ends before byte " + (offset + length));
        }
        return block;
    }

    private byte[] toWrite(long offset, int length) throws IOException {
        Block block = block(offset);
        int start = (int) offset & MASK;
        block.put(start, start + length);
        return block.bytes;
    }

    private Block block(long offset) throws IOException {
        long number = offset >> SHIFT;
        if (last.number == number) {
            return last;
        }
        if (number < 0) {
            throw new DamagedException("the file has no byte " + Long.toUnsignedString(offset));
        }
        int slot = slot(number, table.length);
        while (table[slot] != null && table[slot].number != number) {
            slot = (slot + 1) & (table.length - 1);
        }
        Block found = table[slot];
        if (found == null) {
            found = new Block(number);
            found.length = storage.read(number << SHIFT, found.bytes, 0, BYTES);
            add(found);
        }
        found.isUsed = true;
        last = found;
        return found;
    }

    private static int slot(long number, int slots) {
        return (int) ((number * 0x9e37_79b9_7f4a_7c15L) >>> 32) & (slots - 1);
    }

    private void add(Block block) {
        if (count >= sweepAt) {
            int waiting = drop(false);
            // What waits to be written stays: it is not looked at for each further block.
            sweepAt = blocksMax + 2 * waiting;
        }
        if (2 * (count + 1) > table.length) {
            rebuild(Arrays.asList(table), 2 * table.length);
        }
        insert(block);
    }

    private void insert(Block block) {
        int slot = slot(block.number, table.length);
        while (table[slot] != null) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = block;
        count++;
    }

    /**
     * Drops what was not used since the last time, or all; what waits to be written stays.
     *
     * @return how many blocks wait to be written
     */
    private int drop(boolean all) {
        List<@Nullable Block> kept = new ArrayList<>();
        int waiting = 0;
        for (Block block : table) {
            if (block != null && (block.isDirty() || (block.isUsed && !all))) {
                block.isUsed = false;
                kept.add(block);
                waiting += block.isDirty() ? 1 : 0;
            }
        }
        rebuild(kept, table.length);
        last = new Block(-1);
        return waiting;
    }

    private void rebuild(Iterable<@Nullable Block> blocks, int slots) {
        table = new Block[slots];
        count = 0;
        for (Block block : blocks) {
            if (block != null) {
                insert(block);
            }
        }
    }

    /** Forgets what was read, since somebody else may have written; and what was put. */
    public void forget() {
        for (Block block : table) {
            if (block != null) {
                block.dirtyTo = 0;
            }
        }
        table = new Block[SLOTS_MIN];
        count = 0;
        last = new Block(-1);
    }

    /**
     * Returns what was put and is not settled, in the order in which it is to be written: first
     * what lies behind the old end, then what refers to it, at last the header. A reader who comes
     * meanwhile sees a whole file, and where there is no room nothing has happened.
     *
     * @param oldEnd from where on nothing refers to the file's bytes
     */
    public Changes changes(long oldEnd) {
        List<Block> dirty = new ArrayList<>();
        for (Block block : table) {
            if (block != null && block.isDirty()) {
                dirty.add(block);
            }
        }
        dirty.sort(Comparator.comparingLong(block -> block.number));
        List<Changes.Part> before = new ArrayList<>();
        List<Changes.Part> parts = new ArrayList<>();
        for (Block block : dirty) {
            long start = block.number << SHIFT;
            int split = Math.clamp(oldEnd - start, block.dirtyFrom, block.dirtyTo);
            add(parts, block, split, block.dirtyTo);
            add(before, block, block.dirtyFrom, split);
        }
        boolean hasHeader = !before.isEmpty() && before.getFirst().offset() < BYTES;
        int firstOther = hasHeader ? 1 : 0;
        int room = parts.size();
        parts.addAll(before.subList(firstOther, before.size()));
        parts.addAll(before.subList(0, firstOther));
        return new Changes(parts, room);
    }

    private static void add(List<Changes.Part> parts, Block block, int from, int to) {
        if (from < to) {
            parts.add(
                    new Changes.Part((block.number << SHIFT) + from, block.bytes, from, to - from));
        }
    }

    /** What was put is in the file, by its changes. */
    public void settle() {
        for (Block block : table) {
            if (block != null) {
                block.dirtyFrom = BYTES;
                block.dirtyTo = 0;
            }
        }
        if (count > blocksMax) {
            drop(false);
        }
        sweepAt = blocksMax;
    }

    /** Lets go of all that is kept and doesn't wait to be written. */
    public void shrink() {
        drop(true);
    }

    /** Returns where the bytes lie. */
    public Storage storage() {
        return storage;
    }
}
