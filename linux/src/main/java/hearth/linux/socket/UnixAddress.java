package hearth.linux.socket;

/**
 * A Unix socket's name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public sealed interface UnixAddress {
    /** The most bytes that fit the kernel's {@code sun_path}, the final NUL left out. */
    int LENGTH_LIMIT = 107;

    /** A socket in the file system. */
    record InFilesystem(String path) implements UnixAddress {}

    /** A socket in the abstract namespace; {@code name} has no leading NUL. */
    record Abstract(String name) implements UnixAddress {}

    /** Returns the address of a path. */
    static UnixAddress of(String path) {
        return new InFilesystem(path);
    }

    /**
     * Returns the address that configuration and environment write as a path or as {@code @name}.
     *
     * @param text for example the value of {@code NOTIFY_SOCKET}
     */
    static UnixAddress parse(String text) {
        return text.startsWith("@") ? new Abstract(text.substring(1)) : new InFilesystem(text);
    }
}
