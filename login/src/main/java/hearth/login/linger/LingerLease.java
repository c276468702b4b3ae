package hearth.login.linger;

import java.util.OptionalLong;

/**
 * Why a user stays without being logged in.
 *
 * @param id names it on this machine: a number where it was granted, else its origin or file, and
 *     the user, as in {@code external/alice}
 * @param askedBy uid of whoever asked, as kernel or bus tell it; empty where nobody was seen
 * @param owner for whom it is, by the word of whoever asked: a package, a job; empty for none
 * @param reason why, for people; empty for none
 * @param sinceUsec since when login knows it, in microseconds since 1970
 * @param boot the boot in which it began
 */
public record LingerLease(
        String id,
        LeaseOrigin origin,
        OptionalLong askedBy,
        String owner,
        String reason,
        long sinceUsec,
        LeaseEnd end,
        String boot) {
    /** The longest owner, in characters: a name. */
    public static final int OWNER_MAX = 64;

    /** The longest reason, in characters: a sentence or two. */
    public static final int REASON_MAX = 256;

    /**
     * Whether it is over by the clock and the boot alone.
     *
     * @param bootNow the boot that the machine is in
     */
    public boolean isOver(long realtimeUsec, String bootNow) {
        return switch (end) {
            case LeaseEnd.Never() -> false;
            case LeaseEnd.At(long untilUsec) -> realtimeUsec >= untilUsec;
            case LeaseEnd.Reboot(), LeaseEnd.While(String _) -> !boot.equals(bootNow);
        };
    }
}
