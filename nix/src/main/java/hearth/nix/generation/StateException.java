package hearth.nix.generation;

import java.io.IOException;

/** What is kept cannot be used; the message says which file, and why. */
public final class StateException extends IOException {
    private static final long serialVersionUID = 1;

    /** Creates one with its message. */
    public StateException(String message) {
        super(message);
    }

    /** Creates one with its message and what caused it. */
    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
