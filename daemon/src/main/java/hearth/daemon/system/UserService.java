package hearth.daemon.system;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two services that the system manager can run.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/user@.service.5.html">user@.service(5)</a>
 */
sealed interface UserService {

    /** {@code user@UID.service}: a user's manager. */
    record Manager(int uid) implements UserService {}

    /** {@code user-runtime-dir@UID.service}: a user's {@code /run/user/UID}. */
    record RuntimeDirectory(int uid) implements UserService {}

    Pattern NAME = Pattern.compile("(user|user-runtime-dir)@(\\d{1,10})\\.service");

    /** The numbers that are no user: -1 in 32 and in 16 bits. */
    long NOBODY_32 = 0xffff_ffffL;

    long NOBODY_16 = 0xffff;

    /** Returns whose service it is. */
    int uid();

    /** Returns the service of this name, if it is one of the two. */
    static Optional<UserService> of(String unit) {
        Matcher matcher = NAME.matcher(unit);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long uid = Long.parseLong(matcher.group(2));
        if (uid >= NOBODY_32 || uid == NOBODY_16) {
            return Optional.empty();
        }
        return Optional.of(
                matcher.group(1).equals("user")
                        ? new Manager((int) uid)
                        : new RuntimeDirectory((int) uid));
    }

    /** Returns the name of a user's manager. */
    static String managerOf(int uid) {
        return "user@" + Integer.toUnsignedString(uid) + ".service";
    }
}
