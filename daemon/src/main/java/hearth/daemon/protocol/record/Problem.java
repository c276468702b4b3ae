package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * Something that went wrong without undoing the order: the errno, and what was being done.
 *
 * @param error errno(3)
 */
public record Problem(int error, String step) {
    public void writeTo(BodyWriter out) {
        out.i32(error);
        out.text(step);
    }

    public static Problem read(BodyReader in) {
        return new Problem(in.i32(), in.text());
    }
}
