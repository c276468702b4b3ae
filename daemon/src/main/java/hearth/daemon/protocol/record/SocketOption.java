package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * A socket option that is set before the address is bound.
 *
 * @param level SOL_SOCKET, ...
 * @param name SO_REUSEPORT, ...
 */
public record SocketOption(int level, int name, int value) {
    public void writeTo(BodyWriter out) {
        out.i32(level);
        out.i32(name);
        out.i32(value);
    }

    public static SocketOption read(BodyReader in) {
        return new SocketOption(in.i32(), in.i32(), in.i32());
    }
}
