package hearth.login.host;

/**
 * A client's call that is answered later, by an effect that carries this handle. Chosen by whoever
 * made the call: above 0 over D-Bus, below over Varlink.
 */
public record CallId(long value) {
    /** Of an order whose caller an earlier brain knew. */
    public static final CallId OF_NOBODY = new CallId(0);

    /** Returns whether the call came over Varlink. */
    public boolean isVarlink() {
        return value < 0;
    }
}
