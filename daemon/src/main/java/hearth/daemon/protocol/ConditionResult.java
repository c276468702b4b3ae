package hearth.daemon.protocol;

/**
 * What a condition came to.
 *
 * @param error errno, for Verdict ERROR
 */
public record ConditionResult(Verdict verdict, int error) {
    void writeTo(BodyWriter out) {
        out.u8(verdict.number());
        out.i32(error);
    }

    static ConditionResult read(BodyReader in) {
        return new ConditionResult(Verdict.read(in), in.i32());
    }
}
