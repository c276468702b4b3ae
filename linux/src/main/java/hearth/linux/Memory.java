package hearth.linux;

/** The memory of this process. */
public interface Memory {
    /**
     * Gives back to the kernel what is not needed now: what malloc holds free, and pages of the
     * Java runtime's own files, which come again from the page cache where they are used. Of these
     * most serve a start alone. It takes some milliseconds.
     *
     * @throws ErrnoException where the kernel refuses, or does not say what is mapped
     * @see <a href="https://man7.org/linux/man-pages/man3/malloc_trim.3.html">malloc_trim(3)</a>
     * @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise(2)</a>
     */
    void giveBack() throws ErrnoException;
}
