package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * A socket option of a listener: what cannot be set is told, and the listener is there all the
 * same.
 *
 * @param label what it is called where it could not be set: "SO_KEEPALIVE"
 * @param isEarly set before the address is bound
 * @param level SOL_SOCKET, ...
 * @param name SO_REUSEPORT, ...
 * @param value unless there is a text
 * @param text a value that is one; empty: none
 */
public record ListenOption(
        String label, boolean isEarly, int level, int name, int value, String text) {
    public void writeTo(BodyWriter out) {
        out.text(label);
        out.bool(isEarly);
        out.i32(level);
        out.i32(name);
        out.i32(value);
        out.text(text);
    }

    public static ListenOption read(BodyReader in) {
        return new ListenOption(in.text(), in.bool(), in.i32(), in.i32(), in.i32(), in.text());
    }
}
