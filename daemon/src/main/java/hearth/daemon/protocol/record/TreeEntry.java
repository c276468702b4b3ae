package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.body.Bytes;

/**
 * One entry of a directory that was read.
 *
 * @param directory index of the order's directory
 * @param name relative to it: "a.service", "a.service.d", "a.service.d/x.conf"
 * @param modifiedUsec of what was read, links followed; microseconds since 1970
 * @param target of a link, as written; else empty
 * @param resolved of a link to a file: that file's real path; else empty
 * @param content of a regular file, or of the one the link leads to
 * @param error 0, or the errno for which there is no content: ELOOP, EACCES, EFBIG above the limit,
 *     ...
 */
public record TreeEntry(
        int directory,
        String name,
        EntryKind kind,
        long modifiedUsec,
        String target,
        String resolved,
        Bytes content,
        int error) {
    public void writeTo(BodyWriter out) {
        out.u32(directory);
        out.text(name);
        out.u8(kind.number());
        out.u64(modifiedUsec);
        out.text(target);
        out.text(resolved);
        out.blob(content);
        out.i32(error);
    }

    public static TreeEntry read(BodyReader in) {
        return new TreeEntry(
                in.u32(),
                in.text(),
                EntryKind.read(in),
                in.u64(),
                in.text(),
                in.text(),
                in.blob(),
                in.i32());
    }
}
