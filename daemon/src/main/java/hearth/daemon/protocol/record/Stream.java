package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * One standard stream of a new process.
 *
 * @param descriptor index among the order's attached descriptors
 */
public record Stream(StreamKind kind, String path, int descriptor) {
    public void writeTo(BodyWriter out) {
        out.u8(kind.number());
        out.text(path);
        out.u32(descriptor);
    }

    public static Stream read(BodyReader in) {
        return new Stream(StreamKind.read(in), in.text(), in.u32());
    }
}
