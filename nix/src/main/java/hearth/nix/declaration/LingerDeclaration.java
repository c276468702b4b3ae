package hearth.nix.declaration;

/**
 * Whether a user's services run without a login ({@code users.users.NAME.linger}). What is {@code
 * null}, or not declared, is not here: it is not managed.
 *
 * @param user the account's name, which may differ from the attribute's
 * @param lingers what is wanted
 * @param position where
 */
public record LingerDeclaration(String user, boolean lingers, Position position) {}
