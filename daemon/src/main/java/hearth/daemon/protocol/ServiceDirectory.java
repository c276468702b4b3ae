package hearth.daemon.protocol;

/** A directory that is made, with its parents, before the process executes. */
public record ServiceDirectory(DirectoryKind kind, String path, int mode) {
    void writeTo(BodyWriter out) {
        out.u8(kind.number());
        out.text(path);
        out.u32(mode);
    }

    static ServiceDirectory read(BodyReader in) {
        return new ServiceDirectory(DirectoryKind.read(in), in.text(), in.u32());
    }
}
