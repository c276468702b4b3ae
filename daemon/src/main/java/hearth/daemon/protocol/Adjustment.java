package hearth.daemon.protocol;

/** A change to a new process. */
public record Adjustment(AdjustmentKind kind, long value) {
    void writeTo(BodyWriter out) {
        out.u8(kind.number());
        out.i64(value);
    }

    static Adjustment read(BodyReader in) {
        return new Adjustment(AdjustmentKind.read(in), in.i64());
    }
}
