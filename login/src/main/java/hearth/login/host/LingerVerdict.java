package hearth.login.host;

import java.util.OptionalLong;

/**
 * What the administrator's rules say of a user.
 *
 * @param allows whether they may linger
 * @param longestUsec of a lease, in microseconds; nothing: as long as they like
 * @param origin which rule says so, and where it is; empty where none fits
 */
public record LingerVerdict(boolean allows, OptionalLong longestUsec, String origin) {
    /** What holds where no rule fits. */
    public static final LingerVerdict OF_NO_RULE =
            new LingerVerdict(true, OptionalLong.empty(), "");
}
