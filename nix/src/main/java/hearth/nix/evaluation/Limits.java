package hearth.nix.evaluation;

import java.time.Duration;

/**
 * What one evaluation may use. A declaration is a text of some kilobytes; one that reaches a limit
 * is in an endless loop.
 *
 * @param time from the first step to the last
 * @param callDepth calls within calls, as Nix' max-call-depth
 * @param bytes of strings and lists made, including those that are garbage already
 * @param stackBytes of the stack that the evaluation runs on; memory that is reserved, and used
 *     only as deep as it goes
 */
public record Limits(Duration time, int callDepth, long bytes, long stackBytes) {
    /** What a declaration gets. */
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(30), 10_000, 2L << 30, 1L << 30);

    /** Returns these limits with another time. */
    public Limits withTime(Duration other) {
        return new Limits(other, callDepth, bytes, stackBytes);
    }

    /** Returns these limits with another depth of calls. */
    public Limits withCallDepth(int other) {
        return new Limits(time, other, bytes, stackBytes);
    }

    /** Returns these limits with another number of bytes. */
    public Limits withBytes(long other) {
        return new Limits(time, callDepth, other, stackBytes);
    }
}
