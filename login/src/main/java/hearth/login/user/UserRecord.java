package hearth.login.user;

/**
 * What the name service says about a user.
 *
 * @param uid numeric user id, 0 to 2^32 - 2
 * @param gid numeric id of the primary group
 * @param name login name
 * @param home home directory, an absolute path
 */
public record UserRecord(long uid, long gid, String name, String home) {}
