package hearth.login.user;

/** The name service's answer. */
public sealed interface UserLookUp {
    /** The user exists. */
    record Found(UserRecord user) implements UserLookUp {}

    /** The name service answered: there is no such user. */
    record Unknown() implements UserLookUp {}

    /**
     * The name service did not answer (a directory server that is not up yet): the user may well
     * exist.
     *
     * @param reason what failed, for the log
     */
    record Unavailable(String reason) implements UserLookUp {}
}
