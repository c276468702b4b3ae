package hearth.login.inhibit;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What somebody asks to be put off.
 *
 * @param what at least one
 * @param who a name for people, of whoever asks: a command line, as often as not
 * @param why the reason, for people; of both the first {@link #TEXT_BYTES_MAX} bytes are kept
 * @param uid who asks, by the kernel's word
 * @param pid the process that asks
 */
public record Inhibition(
        Set<Inhibited> what, String who, String why, InhibitMode mode, long uid, long pid) {
    /** Enough to know who it is. Escaped in a file, both fit on a page of memory. */
    public static final int TEXT_BYTES_MAX = 256;

    private static final String CUT = "\u2026";

    public Inhibition {
        what = Set.copyOf(what);
        who = cut(who);
        why = cut(why);
    }

    private static String cut(String text) {
        if (bytes(text) <= TEXT_BYTES_MAX) {
            return text;
        }
        int end = Math.min(text.length(), TEXT_BYTES_MAX);
        while (bytes(text.substring(0, end)) > TEXT_BYTES_MAX - bytes(CUT)) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + CUT;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
