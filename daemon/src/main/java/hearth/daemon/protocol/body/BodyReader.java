package hearth.daemon.protocol.body;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a body field by field; throws {@link MalformedException} where the bytes don't fit.
 *
 * <p>Fields that the body ends before are zero, empty or false: an earlier version has made it.
 */
public final class BodyReader {
    /** More items than a list has room for in any message that the other side makes. */
    static final int MAX_ITEMS = 1 << 17;

    private final ByteBuffer body;
    private int lists; // around what is read: an item is there, or its list is bad

    public BodyReader(byte[] body) {
        this.body = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    }

    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("a truth value is " + value);
        }
        return value == 1;
    }

    public int u8() {
        return Byte.toUnsignedInt(read(ByteBuffer::get, (byte) 0));
    }

    public int i32() {
        return read(ByteBuffer::getInt, 0);
    }

    public int u32() {
        return read(ByteBuffer::getInt, 0);
    }

    public long i64() {
        return read(ByteBuffer::getLong, 0L);
    }

    public long u64() {
        return read(ByteBuffer::getLong, 0L);
    }

    /** Returns what an enumeration has for a number that it doesn't know. */
    public UnknownException unknown(String enumeration, int number) {
        return new UnknownException(enumeration + " " + number);
    }

    /** Reads a text; bytes that aren't UTF-8 become U+FFFD. */
    public String text() {
        byte[] bytes = bytes();
        for (byte b : bytes) {
            if (b == 0) {
                throw new MalformedException("a text has a NUL in it");
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public Bytes blob() {
        return Bytes.wrap(bytes());
    }

    public <T> List<T> list(Function<BodyReader, T> item) {
        int count = count("items");
        if (count > MAX_ITEMS) {
            throw new MalformedException("a list has " + count + " items");
        }
        var items = new ArrayList<T>();
        lists++;
        for (int i = 0; i < count; i++) {
            items.add(item.apply(this));
        }
        lists--;
        return items;
    }

    /** Reads the body of a message without fields. */
    public void nothing() {}

    private byte[] bytes() {
        var bytes = new byte[count("bytes")];
        body.get(bytes);
        return bytes;
    }

    /** Reads a length; everything counted takes at least one byte, so what remains is the limit. */
    private int count(String what) {
        int count = u32();
        if (count < 0 || count > body.remaining()) {
            throw new MalformedException(
                    Integer.toUnsignedLong(count) + " " + what + " said, less there");
        }
        return count;
    }

    private <T> T read(Function<ByteBuffer, T> number, T missing) {
        if (!body.hasRemaining() && lists == 0) {
            return missing;
        }
        try {
            return number.apply(body);
        } catch (BufferUnderflowException e) {
            throw new MalformedException("the body is too short");
        }
    }
}
