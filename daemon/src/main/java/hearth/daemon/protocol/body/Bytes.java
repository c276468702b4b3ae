package hearth.daemon.protocol.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of bytes: the content of a file. */
public final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Returns a copy of {@code content}. */
    public static Bytes of(byte... content) {
        return new Bytes(content.clone());
    }

    /** Returns {@code text} in UTF-8. */
    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes {@code content} without copying it: the caller doesn't change it any more. */
    public static Bytes wrap(byte[] content) {
        return new Bytes(content);
    }

    /** Returns a copy of the bytes. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Returns the number of bytes. */
    public int length() {
        return content.length;
    }

    /** Returns the bytes read as UTF-8, with U+FFFD for what isn't. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    void writeTo(BodyWriter out) {
        out.raw(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
