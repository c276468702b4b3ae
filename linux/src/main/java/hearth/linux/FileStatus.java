package hearth.linux;

/**
 * What the kernel says about a file.
 *
 * @param device the device's number, as st_dev
 * @param inode the inode's number on that device
 * @param mode type and permissions, as st_mode
 * @param uid the owner
 * @param gid the group
 * @param sizeBytes the size of a regular file
 * @see <a href="https://man7.org/linux/man-pages/man7/inode.7.html">inode(7)</a>
 */
public record FileStatus(long device, long inode, int mode, int uid, int gid, long sizeBytes) {
    private static final int TYPE_MASK = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;
    private static final int REGULAR = 0100000;
    private static final int SYMBOLIC_LINK = 0120000;
    private static final int DIRECTORY = 0040000;

    /** Returns whether this is a FIFO or a pipe. */
    public boolean isFifo() {
        return (mode & TYPE_MASK) == FIFO;
    }

    /** Returns whether this is a socket. */
    public boolean isSocket() {
        return (mode & TYPE_MASK) == SOCKET;
    }

    /** Returns whether this is a regular file; a memfd is one. */
    public boolean isRegular() {
        return (mode & TYPE_MASK) == REGULAR;
    }

    /** Returns whether this is a symbolic link; only a descriptor of the link itself shows it. */
    public boolean isSymbolicLink() {
        return (mode & TYPE_MASK) == SYMBOLIC_LINK;
    }

    /** Returns whether this is a directory. */
    public boolean isDirectory() {
        return (mode & TYPE_MASK) == DIRECTORY;
    }

    /** Returns the permission bits, set-user-id and the like included. */
    public int permissions() {
        return mode & 07777;
    }
}
