package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * Where a process writes to.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     StandardOutput=</a>
 */
public sealed interface OutputStream {

    /** The same as standard input; for standard error, as standard output. */
    record Inherit() implements OutputStream {}

    /** The null device. */
    record Null() implements OutputStream {}

    /** The terminal {@code TTYPath=}. */
    record Tty() implements OutputStream {}

    /**
     * The journal.
     *
     * @param isOnConsole whether the console shows it too
     */
    record Journal(boolean isOnConsole) implements OutputStream {}

    /**
     * The kernel's log.
     *
     * @param isOnConsole whether the console shows it too
     */
    record KernelLog(boolean isOnConsole) implements OutputStream {}

    /** The socket that activated the service. */
    record Socket() implements OutputStream {}

    /**
     * A file.
     *
     * @param path absolute
     * @param opening what happens to what is in it
     */
    record File(String path, Opening opening) implements OutputStream {}

    /**
     * A descriptor of a socket unit.
     *
     * @param name of the descriptor; empty for the stream's own name
     */
    record Descriptor(String name) implements OutputStream {}

    /** How a file is opened. */
    enum Opening implements WireName {
        /** Written from its start. */
        OVERWRITE("file"),
        /** Written behind its end. */
        APPEND("append"),
        /** Emptied first. */
        TRUNCATE("truncate");

        private final String wireName;

        Opening(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String wireName() {
            return wireName;
        }
    }
}
