package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * What a condition came to.
 *
 * @param error errno, for Verdict ERROR
 */
public record ConditionResult(Verdict verdict, int error) {
    public void writeTo(BodyWriter out) {
        out.u8(verdict.number());
        out.i32(error);
    }

    public static ConditionResult read(BodyReader in) {
        return new ConditionResult(Verdict.read(in), in.i32());
    }
}
