package hearth.nix.apply;

/**
 * A user whose service manager runs.
 *
 * @param name the account's
 * @param uid the account's
 */
public record ManagedUser(String name, long uid) {}
