package hearth.login.session;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a cgroup is, by its path: {@code /user.slice/user-UID.slice/session-ID.scope} and what is
 * below. The paths down to there are made by root, so what they say is true.
 */
public final class CgroupOwner {
    private static final Pattern USER =
            Pattern.compile("/user\\.slice/user-(0|[1-9][0-9]{0,9})\\.slice(/.*)?");
    private static final Pattern SESSION =
            Pattern.compile(
                    "/user\\.slice/user-[0-9]+\\.slice/session-([A-Za-z0-9]+)\\.scope(/.*)?");
    private static final Pattern SCOPE = Pattern.compile("session-([A-Za-z0-9]+)\\.scope");
    private static final Pattern SERVICE = Pattern.compile("user@(0|[1-9][0-9]{0,9})\\.service");

    private CgroupOwner() {}

    /** Returns the id of the session in whose scope the path is. */
    public static Optional<String> session(String cgroup) {
        Matcher matcher = SESSION.matcher(cgroup);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Returns the number of the user in whose slice the path is. */
    public static OptionalLong user(String cgroup) {
        return number(USER.matcher(cgroup));
    }

    /** Returns the id of the session whose scope has this name. */
    public static Optional<String> sessionOfScope(String unit) {
        Matcher matcher = SCOPE.matcher(unit);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Returns the number of the user whose manager's service has this name. */
    public static OptionalLong userOfService(String unit) {
        return number(SERVICE.matcher(unit));
    }

    private static OptionalLong number(Matcher matcher) {
        return matcher.matches()
                ? OptionalLong.of(Long.parseLong(matcher.group(1)))
                : OptionalLong.empty();
    }
}
