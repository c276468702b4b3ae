package hearth.daemon.protocol.body;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes a body field by field. */
public final class BodyWriter {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public BodyWriter() {}

    public void bool(boolean value) {
        u8(value ? 1 : 0);
    }

    public void u8(int value) {
        body.write(value);
    }

    public void i32(int value) {
        u32(value);
    }

    public void u32(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            body.write(value >>> shift);
        }
    }

    public void i64(long value) {
        u64(value);
    }

    public void u64(long value) {
        u32((int) value);
        u32((int) (value >>> Integer.SIZE));
    }

    /**
     * Writes a text.
     *
     * @throws IllegalArgumentException where it has a NUL in it: callers check what users wrote
     */
    public void text(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL in a text");
        }
        raw(value.getBytes(StandardCharsets.UTF_8));
    }

    public void blob(Bytes value) {
        value.writeTo(this);
    }

    /** Writes the length of {@code value} and its bytes. */
    void raw(byte[] value) {
        u32(value.length);
        body.writeBytes(value);
    }

    public <T> void list(List<T> items, BiConsumer<BodyWriter, T> write) {
        u32(items.size());
        for (var item : items) {
            write.accept(this, item);
        }
    }

    public byte[] toBytes() {
        return body.toByteArray();
    }
}
