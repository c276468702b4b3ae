package hearth.daemon.protocol;

import java.io.Serial;

/** A later version has made these bytes. */
final class UnknownException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final String what;

    /** Makes one; {@code what} as an unknown message has it. */
    UnknownException(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }
}
