package hearth.linux;

import java.util.List;

/**
 * Watches on files and directories.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/inotify.7.html">inotify(7)</a>
 */
public interface Inotify {
    /** Content changed. */
    int MODIFIED = 0x2;

    /** Owner, mode or another attribute changed. */
    int ATTRIBUTES = 0x4;

    /** A file that was open for writing was closed. */
    int WRITTEN = 0x8;

    /** A file was renamed away. */
    int MOVED_FROM = 0x40;

    /** A file was renamed to here. */
    int MOVED_TO = 0x80;

    /** A file was created. */
    int CREATED = 0x100;

    /** A file was removed. */
    int DELETED = 0x200;

    /** What is watched was itself removed. */
    int SELF_DELETED = 0x400;

    /** What is watched was itself renamed. */
    int SELF_MOVED = 0x800;

    /** Event: the file system is no longer mounted. */
    int UNMOUNTED = 0x2000;

    /** Event: the queue was full and events were lost: look at everything. */
    int OVERFLOW = 0x4000;

    /** Event: the watch is gone. */
    int IGNORED = 0x8000;

    /** Event: it is about a directory. */
    int IS_DIRECTORY = 1 << 30;

    /**
     * Makes a non-blocking inotify instance; the caller closes it. A user may have few of them:
     * make one.
     */
    int open() throws ErrnoException;

    /**
     * Watches a path, or changes the watch that it has.
     *
     * @param mask a union of the constants above
     * @return the watch's number
     * @throws ErrnoException ENOENT; ENOSPC where the user's watches are used up
     */
    int watch(int inotifyFd, String path, int mask) throws ErrnoException;

    /** Removes a watch; {@link #IGNORED} is its last event. */
    void unwatch(int inotifyFd, int watch) throws ErrnoException;

    /**
     * Returns what has happened since the last call, oldest first; empty where nothing did. At most
     * 64 KiB a call.
     */
    List<Event> read(int inotifyFd) throws ErrnoException;

    /**
     * Something happened to a file.
     *
     * @param watch the watch's number; -1 for {@link #OVERFLOW}
     * @param mask a union of the constants above
     * @param cookie connects the two halves of a rename
     * @param name the file in the watched directory; empty where it is about what is watched itself
     */
    record Event(int watch, int mask, int cookie, String name) {}
}
