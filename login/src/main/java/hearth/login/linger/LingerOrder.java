package hearth.login.linger;

/** What somebody wants of a user's lingering, who is being looked up. */
public sealed interface LingerOrder {
    /** Returns the uid of whoever asks. */
    long askedBy();

    /** {@code loginctl enable-linger}. */
    record Enable(long askedBy) implements LingerOrder {}

    /** {@code loginctl disable-linger}. */
    record Disable(long askedBy) implements LingerOrder {}

    /** A lease. */
    record Grant(LeaseRequest request) implements LingerOrder {
        @Override
        public long askedBy() {
            return request.askedBy();
        }
    }

    /** Whether the user may linger, as the policy has it. */
    record May(long askedBy) implements LingerOrder {}
}
