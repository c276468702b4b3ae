package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * A resource limit.
 *
 * @param resource RLIMIT_*
 * @param soft all ones: infinity
 */
public record Limit(int resource, long soft, long hard) {
    public void writeTo(BodyWriter out) {
        out.u32(resource);
        out.u64(soft);
        out.u64(hard);
    }

    public static Limit read(BodyReader in) {
        return new Limit(in.u32(), in.u64(), in.u64());
    }
}
