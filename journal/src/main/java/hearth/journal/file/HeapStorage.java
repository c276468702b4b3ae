package hearth.journal.file;

import java.util.Arrays;

/** A journal file in the heap: for what is small, or comes from elsewhere. */
public final class HeapStorage implements Storage {
    private byte[] bytes;
    private int size;

    /** Makes an empty one. */
    public HeapStorage() {
        this(new byte[0]);
    }

    /** Makes one that begins with some bytes. */
    public HeapStorage(byte[] bytes) {
        this.bytes = bytes.clone();
        size = bytes.length;
    }

    /** Returns what it holds. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) {
        int count = (int) Math.max(0, Math.min(length, size - offset));
        if (count > 0) {
            System.arraycopy(bytes, (int) offset, into, at, count);
        }
        return count;
    }

    @Override
    public void write(long offset, byte[] from, int at, int length) {
        int end = Math.toIntExact(offset + length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        System.arraycopy(from, at, bytes, (int) offset, length);
        size = Math.max(size, end);
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
}
