package hearth.linux;

/** What the kernel knows of this process's threads. */
public interface Threads {
    /** Returns the kernel's number of the calling thread. */
    int current() throws ErrnoException;

    /**
     * Returns the processor time that a thread of this process has used; nanoseconds.
     *
     * @throws ErrnoException EINVAL where there is no such thread
     * @see <a href="https://man7.org/linux/man-pages/man3/pthread_getcpuclockid.3.html">
     *     pthread_getcpuclockid(3)</a>
     */
    long cpuNanos(int thread) throws ErrnoException;

    /**
     * Makes a thread of this process yield to all others, for good: nobody without a privilege
     * takes that back.
     *
     * @throws ErrnoException ESRCH where there is no such thread
     */
    void yieldFor(int thread) throws ErrnoException;
}
