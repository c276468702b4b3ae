package hearth.daemon.protocol.body;

import java.io.Serial;

/** A later version has made these bytes. */
public final class UnknownException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final String what;

    /** Makes one; {@code what} as an unknown message has it. */
    public UnknownException(String what) {
        super(what);
        this.what = what;
    }

    public String what() {
        return what;
    }
}
