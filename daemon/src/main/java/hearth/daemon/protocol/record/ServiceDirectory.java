package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/** A directory that is made, with its parents, before the process executes. */
public record ServiceDirectory(DirectoryKind kind, String path, int mode) {
    public void writeTo(BodyWriter out) {
        out.u8(kind.number());
        out.text(path);
        out.u32(mode);
    }

    public static ServiceDirectory read(BodyReader in) {
        return new ServiceDirectory(DirectoryKind.read(in), in.text(), in.u32());
    }
}
