package hearth.manager.job;

/**
 * What came of an order.
 *
 * @param <T> what a successful order gives
 */
public sealed interface Outcome<T> {

    /** It was carried out, or queued. */
    record Done<T>(T value) implements Outcome<T> {}

    /**
     * It was not.
     *
     * @param message for the person, in systemd's words where it has some
     */
    record Refused<T>(Refusal reason, String message) implements Outcome<T> {

        /** Returns the same refusal of an order that would have given something else. */
        public <U> Outcome<U> of() {
            return new Refused<>(reason, message);
        }
    }
}
