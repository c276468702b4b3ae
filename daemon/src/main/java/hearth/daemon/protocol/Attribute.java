package hearth.daemon.protocol;

/** A name with a value: a cgroup attribute or an extended attribute. */
public record Attribute(String name, String value) {
    void writeTo(BodyWriter out) {
        out.text(name);
        out.text(value);
    }

    static Attribute read(BodyReader in) {
        return new Attribute(in.text(), in.text());
    }
}
