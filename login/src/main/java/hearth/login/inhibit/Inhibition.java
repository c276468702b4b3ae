package hearth.login.inhibit;

import java.util.Set;

/**
 * What somebody asks to be put off.
 *
 * @param what at least one
 * @param who a name for people, of whoever asks
 * @param why the reason, for people
 * @param uid who asks, by the kernel's word
 * @param pid the process that asks
 */
public record Inhibition(
        Set<Inhibited> what, String who, String why, InhibitMode mode, long uid, long pid) {
    public Inhibition {
        what = Set.copyOf(what);
    }
}
