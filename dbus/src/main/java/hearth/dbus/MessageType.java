package hearth.dbus;

/** What a message is. */
public enum MessageType {
    /** Asks an object to do something. */
    METHOD_CALL(1),
    /** Answers a call with values. */
    METHOD_RETURN(2),
    /** Answers a call with a failure. */
    ERROR(3),
    /** Tells that something happened. */
    SIGNAL(4),
    /** A type from the future: to be ignored. */
    UNKNOWN(0);

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    /** Returns the wire's number for it. */
    int code() {
        return code;
    }
}
