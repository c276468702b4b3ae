package hearth.daemon.protocol.body;

/** A body isn't what its kind says; caught in the codec, which makes it a value. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String reason) {
        super(reason);
    }
}
