package hearth.login.host;

/**
 * A client's call that is answered later, by an effect that carries this handle. Chosen by whoever
 * made the call.
 */
public record CallId(long value) {}
