package hearth.linux;

import java.io.IOException;

/** A system call failed: which one, and with which {@link Errno}. */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int number;

    /**
     * Creates the failure of a call.
     *
     * @param call the call's name as in its manual page, with what it was about where that helps
     */
    public ErrnoException(String call, Errno errno) {
        super(call + ": " + errno.text() + " (" + errno.name() + ")");
        this.number = errno.number();
    }

    /** Returns the error's number and name. */
    public Errno errno() {
        return Errno.of(number);
    }

    /** Returns whether the call failed with this error. */
    public boolean is(Errno other) {
        return number == other.number();
    }
}
