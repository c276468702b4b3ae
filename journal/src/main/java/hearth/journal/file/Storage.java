package hearth.journal.file;

import java.io.IOException;

/**
 * Where the bytes of a journal file lie. Belongs to one thread.
 *
 * <p>They are read and written, never mapped: a disk that is full or broken, or a file that
 * somebody has cut, is then an error of a call, where a mapping would end the process, and no
 * user's file takes address space while nobody uses it.
 */
public interface Storage extends AutoCloseable {
    /** Returns how many bytes there are. */
    long size() throws IOException;

    /**
     * Reads bytes.
     *
     * @return how many, fewer than wanted at the end only, where it may be none
     */
    int read(long offset, byte[] into, int at, int length) throws IOException;

    /** Writes bytes; a file that ends before grows. */
    void write(long offset, byte[] from, int at, int length) throws IOException;

    /** Returns when all that was written is on disk. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
