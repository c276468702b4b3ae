package hearth.daemon.protocol;

/**
 * A socket option that is set before the address is bound.
 *
 * @param level SOL_SOCKET, ...
 * @param name SO_REUSEPORT, ...
 */
public record SocketOption(int level, int name, int value) {
    void writeTo(BodyWriter out) {
        out.i32(level);
        out.i32(name);
        out.i32(value);
    }

    static SocketOption read(BodyReader in) {
        return new SocketOption(in.i32(), in.i32(), in.i32());
    }
}
