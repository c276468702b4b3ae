package hearth.login.host;

/**
 * The world as login sees it. Called from login's mailbox only, and answers later, by {@link
 * Login#handle}, never from within a call.
 */
public interface LoginHost {
    /** Takes an effect to be carried out, after all those emitted before it. */
    void emit(LoginEffect effect);

    /** Returns the time. */
    DualTimestamp now();
}
