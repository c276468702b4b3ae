package hearth.login.linger;

/**
 * What is asked for when a lease is.
 *
 * @param uid whose
 * @param askedBy uid of whoever asks
 * @param owner for whom; empty for none
 * @param reason why; empty for none
 */
public record LeaseRequest(long uid, long askedBy, String owner, String reason, LeaseEnd end) {}
