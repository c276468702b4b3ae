package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/** A name with a value: a cgroup attribute or an extended attribute. */
public record Attribute(String name, String value) {
    public void writeTo(BodyWriter out) {
        out.text(name);
        out.text(value);
    }

    public static Attribute read(BodyReader in) {
        return new Attribute(in.text(), in.text());
    }
}
