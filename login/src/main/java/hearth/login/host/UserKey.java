package hearth.login.host;

/** By what a user is looked up in the name service. */
public sealed interface UserKey {
    /** By number, as in {@code getpwuid}. */
    record ByUid(long uid) implements UserKey {}

    /** By login name, as in {@code getpwnam}. */
    record ByName(String name) implements UserKey {}
}
