package hearth.login.linger;

import hearth.login.host.DualTimestamp;
import java.util.OptionalLong;

/**
 * Why a user stays without being logged in.
 *
 * @param fileName the compatible view: the file in {@code /var/lib/systemd/linger}
 * @param askedBy uid of whoever asked for it; empty for a file made by hand, or before a take-over
 * @param since since when login knows it
 */
public record LingerLease(String fileName, OptionalLong askedBy, DualTimestamp since) {}
