package hearth.login.host;

/** What became of an order to login. */
public sealed interface Outcome {
    /** It is done, or under way in a way that nobody waits for. */
    record Done() implements Outcome {}

    /** It is under way; an effect with the call's {@link CallId} answers it. */
    record Later() implements Outcome {}

    /** It was not done. */
    record Refused(LoginError error) implements Outcome {
        /** A refusal of the given kind, with a message for the person. */
        public Refused(LoginError.Kind kind, String message) {
            this(new LoginError(kind, message));
        }
    }
}
