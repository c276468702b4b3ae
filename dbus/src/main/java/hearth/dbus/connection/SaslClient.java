package hearth.dbus.connection;

/**
 * The client's side of authentication: everything is said at once, and the answers are held against
 * it.
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#auth-protocol">D-Bus,
 *     authentication</a>
 */
final class SaslClient {
    private enum State {
        AWAITING_DATA,
        AWAITING_OK,
        AWAITING_AGREEMENT,
        DONE,
        FAILED
    }

    private final boolean wantsDescriptors;
    private State state = State.AWAITING_DATA;
    private boolean passesDescriptors;

    SaslClient(boolean wantsDescriptors) {
        this.wantsDescriptors = wantsDescriptors;
    }

    /** Returns all that the client says; an empty DATA means: whoever the kernel says. */
    String greeting() {
        return "\0AUTH EXTERNAL\r\nDATA\r\n"
                + (wantsDescriptors ? "NEGOTIATE_UNIX_FD\r\n" : "")
                + "BEGIN\r\n";
    }

    /** Takes a line without its end. */
    void line(String line) {
        state =
                switch (state) {
                    case AWAITING_DATA ->
                            line.strip().equals("DATA") ? State.AWAITING_OK : State.FAILED;
                    case AWAITING_OK -> {
                        State next = wantsDescriptors ? State.AWAITING_AGREEMENT : State.DONE;
                        yield line.startsWith("OK ") ? next : State.FAILED;
                    }
                    case AWAITING_AGREEMENT -> {
                        passesDescriptors = line.equals("AGREE_UNIX_FD");
                        boolean isRefused = line.startsWith("ERROR");
                        yield passesDescriptors || isRefused ? State.DONE : State.FAILED;
                    }
                    case DONE, FAILED -> State.FAILED;
                };
    }

    /** Returns whether messages follow. */
    boolean isDone() {
        return state == State.DONE;
    }

    /** Returns whether the server refused, or is none. */
    boolean isFailed() {
        return state == State.FAILED;
    }

    /** Returns whether the server takes descriptors. */
    boolean passesDescriptors() {
        return passesDescriptors;
    }
}
