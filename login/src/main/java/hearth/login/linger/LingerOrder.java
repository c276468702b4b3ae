package hearth.login.linger;

/** What somebody wants of a user's lingering, who is being looked up. */
public sealed interface LingerOrder {
    /**
     * {@code loginctl enable-linger}.
     *
     * @param askedBy uid of whoever asks
     */
    record Enable(long askedBy) implements LingerOrder {}

    /** {@code loginctl disable-linger}. */
    record Disable() implements LingerOrder {}

    /** A lease. */
    record Grant(LeaseRequest request) implements LingerOrder {}
}
