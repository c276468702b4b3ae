package hearth.login.host;

/**
 * Handle of one question or order that login sent out: the event that answers an effect carries its
 * token back. A token is used once; an event with a token that login no longer waits for is
 * dropped.
 */
public record Token(long value) {}
