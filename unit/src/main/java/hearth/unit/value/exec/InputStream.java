package hearth.unit.value.exec;

import hearth.unit.value.WireName;

/**
 * Where a process reads from.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     StandardInput=</a>
 */
public sealed interface InputStream {

    /** The null device. */
    record Null() implements InputStream {}

    /**
     * A terminal, {@code TTYPath=}.
     *
     * @param access what happens where another process has it
     */
    record Tty(TtyAccess access) implements InputStream {}

    /** What {@code StandardInputText=} and {@code StandardInputData=} say. */
    record Data() implements InputStream {}

    /**
     * A file.
     *
     * @param path absolute
     */
    record File(String path) implements InputStream {}

    /** The socket that activated the service. */
    record Socket() implements InputStream {}

    /**
     * A descriptor of a socket unit.
     *
     * @param name of the descriptor; empty for {@code stdin}
     */
    record Descriptor(String name) implements InputStream {}

    /** How a terminal is taken. */
    enum TtyAccess implements WireName {
        /** Wait until it is free. */
        WAIT("tty"),
        /** Take it. */
        FORCE("tty-force"),
        /** Fail where it is not free. */
        FAIL("tty-fail");

        private final String wireName;

        TtyAccess(String wireName) {
            this.wireName = wireName;
        }

        @Override
        public String wireName() {
            return wireName;
        }
    }
}
