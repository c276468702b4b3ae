package hearth.cli.client;

/**
 * A user whom the login manager knows: logged in, or lingering.
 *
 * @param uid the user
 * @param name the user's name
 * @param state {@code active}, {@code online}, {@code lingering}, {@code closing}, {@code opening}
 * @param lingers whether the user's services run without a login
 */
public record UserRow(long uid, String name, String state, boolean lingers) {}
