package hearth.linux;

import java.util.Optional;

/**
 * Calls on paths that {@code java.nio.file} has no word for. None follows a symbolic link at the
 * path's end.
 */
public interface Filesystem {
    /**
     * Makes a FIFO with exactly this mode.
     *
     * @throws ErrnoException EEXIST, ENOENT, EACCES
     * @see <a href="https://man7.org/linux/man-pages/man3/mkfifo.3.html">mkfifo(3)</a>
     */
    void makeFifo(String path, int mode) throws ErrnoException;

    /**
     * Opens a FIFO's reading end without waiting for a writer; the caller closes it.
     *
     * @throws ErrnoException ENOENT; ELOOP for a symbolic link; EINVAL where it isn't a FIFO
     */
    int openFifoReader(String path) throws ErrnoException;

    /**
     * Opens a FIFO's writing end; the caller closes it.
     *
     * @throws ErrnoException ENXIO where nobody reads; ENOENT; ELOOP for a symbolic link; EINVAL
     *     where it isn't a FIFO
     */
    int openFifoWriter(String path) throws ErrnoException;

    /**
     * Opens a file of {@code /proc} or {@code /sys} for reading, to wait for what it tells; the
     * caller closes it.
     *
     * @throws ErrnoException ENOENT, EACCES; ELOOP for a symbolic link
     */
    int openKernelFile(String path) throws ErrnoException;

    /**
     * Sets the permission bits; the path is not to end in a symbolic link.
     *
     * @throws ErrnoException ELOOP for a symbolic link
     * @see <a href="https://man7.org/linux/man-pages/man2/chmod.2.html">chmod(2)</a>
     */
    void changeMode(String path, int mode) throws ErrnoException;

    /**
     * Returns an extended attribute of at most 4 KiB.
     *
     * @return empty where the file has none of that name
     * @see <a href="https://man7.org/linux/man-pages/man2/lgetxattr.2.html">lgetxattr(2)</a>
     */
    Optional<byte[]> extendedAttribute(String path, String name) throws ErrnoException;

    /**
     * Sets an extended attribute.
     *
     * @throws ErrnoException EOPNOTSUPP where the file system has none
     * @see <a href="https://man7.org/linux/man-pages/man2/lsetxattr.2.html">lsetxattr(2)</a>
     */
    void setExtendedAttribute(String path, String name, byte[] value) throws ErrnoException;
}
