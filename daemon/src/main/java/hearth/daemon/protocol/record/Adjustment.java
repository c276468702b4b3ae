package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/** A change to a new process. */
public record Adjustment(AdjustmentKind kind, long value) {
    public void writeTo(BodyWriter out) {
        out.u8(kind.number());
        out.i64(value);
    }

    public static Adjustment read(BodyReader in) {
        return new Adjustment(AdjustmentKind.read(in), in.i64());
    }
}
