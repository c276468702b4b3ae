package hearth.dbus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes a message's values one after another, little endian, held against the signature promised.
 *
 * <p>Writing another type than the signature says is a mistake of the caller's and throws {@link
 * IllegalStateException}, as does an array above {@link #ARRAY_LIMIT}. One thread at a time.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-marshaling">
 *     D-Bus, marshaling</a>
 */
public final class MessageWriter {
    /** The specification's largest array, in bytes. */
    public static final int ARRAY_LIMIT = 64 << 20;

    private static final int FIRST_SIZE = 256;

    private final TypeCursor types;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    private final int[] arrays = new int[TypeCursor.DEPTH_LIMIT * 2];
    private int openArrays;

    /** Creates a writer of values of these types. */
    public MessageWriter(Signature signature) {
        this.types = new TypeCursor(signature.toString());
    }

    /** Writes a byte ({@code y}): the lowest eight bits. */
    public MessageWriter uint8(int value) {
        types.take('y');
        int at = reserve(1, 1); // before the array is looked at: it may be another one afterwards
        bytes[at] = (byte) value;
        return this;
    }

    /** Writes a boolean ({@code b}). */
    public MessageWriter bool(boolean value) {
        types.take('b');
        return put32(value ? 1 : 0);
    }

    /** Writes a signed 16-bit number ({@code n}): the lowest 16 bits. */
    public MessageWriter int16(int value) {
        types.take('n');
        return put16(value);
    }

    /** Writes an unsigned 16-bit number ({@code q}): the lowest 16 bits. */
    public MessageWriter uint16(int value) {
        types.take('q');
        return put16(value);
    }

    /** Writes a signed 32-bit number ({@code i}). */
    public MessageWriter int32(int value) {
        types.take('i');
        return put32(value);
    }

    /**
     * Writes an unsigned 32-bit number ({@code u}): the lowest 32 bits, so -1 is the largest one.
     */
    public MessageWriter uint32(long value) {
        types.take('u');
        return put32((int) value);
    }

    /** Writes a signed 64-bit number ({@code x}). */
    public MessageWriter int64(long value) {
        types.take('x');
        return put64(value);
    }

    /** Writes an unsigned 64-bit number ({@code t}): all bits, so -1 is the largest one. */
    public MessageWriter uint64(long value) {
        types.take('t');
        return put64(value);
    }

    /** Writes a floating point number ({@code d}). */
    public MessageWriter real(double value) {
        types.take('d');
        return put64(Double.doubleToRawLongBits(value));
    }

    /**
     * Writes a string ({@code s}). What D-Bus cannot carry is replaced: U+0000 by U+FFFD, a lone
     * surrogate by a question mark.
     */
    public MessageWriter string(String value) {
        types.take('s');
        return putString(value);
    }

    /** Writes an object path ({@code o}). */
    public MessageWriter objectPath(DbusPath value) {
        types.take('o');
        return putString(value.text());
    }

    /** Writes a signature ({@code g}). */
    public MessageWriter signature(Signature value) {
        types.take('g');
        return putSignature(value.toString());
    }

    /** Writes the index of a descriptor ({@code h}) in {@link Message#descriptors()}. */
    public MessageWriter handle(int index) {
        types.take('h');
        return put32(index);
    }

    /** Begins an array ({@code a}); also of dictionary entries. */
    public MessageWriter openArray() {
        char element = types.openArray();
        put32(0);
        int lengthAt = size - 4;
        reserve(Signature.alignment(element), 0);
        arrays[openArrays++] = lengthAt;
        arrays[openArrays++] = size;
        return this;
    }

    /** Ends the array opened last. */
    public MessageWriter closeArray() {
        types.close('a', false);
        int start = arrays[--openArrays];
        int lengthAt = arrays[--openArrays];
        if (size - start > ARRAY_LIMIT) {
            throw new IllegalStateException("an array of " + (size - start) + " bytes");
        }
        Wire.put32(bytes, lengthAt, size - start);
        return this;
    }

    /** Begins a struct ({@code (}). */
    public MessageWriter openStruct() {
        types.open('(');
        reserve(8, 0);
        return this;
    }

    /** Ends the struct opened last. */
    public MessageWriter closeStruct() {
        types.close('(', false);
        return this;
    }

    /** Begins an entry of a dictionary (<code>{</code>). */
    public MessageWriter openEntry() {
        types.open('{');
        reserve(8, 0);
        return this;
    }

    /** Ends the dictionary entry opened last. */
    public MessageWriter closeEntry() {
        types.close('{', false);
        return this;
    }

    /** Begins a variant ({@code v}) of one complete type. */
    public MessageWriter openVariant(Signature type) {
        if (!type.isSingle()) {
            throw new IllegalStateException("a variant of \"" + type + "\"");
        }
        types.openVariant(type.toString());
        return putSignature(type.toString());
    }

    /** Ends the variant opened last. */
    public MessageWriter closeVariant() {
        types.close('v', false);
        return this;
    }

    /** Writes a variant in one call. */
    public MessageWriter variant(Signature type, Consumer<MessageWriter> content) {
        openVariant(type);
        content.accept(this);
        return closeVariant();
    }

    /** Writes an array in one call: {@code element} writes each item. */
    public <T> MessageWriter array(
            Iterable<? extends T> items, BiConsumer<MessageWriter, T> element) {
        openArray();
        for (T item : items) {
            element.accept(this, item);
        }
        return closeArray();
    }

    /** Writes an array of strings ({@code as}). */
    public MessageWriter strings(Collection<String> values) {
        openArray();
        for (String value : values) {
            string(value);
        }
        return closeArray();
    }

    /** Writes an array of bytes ({@code ay}). */
    public MessageWriter bytes(byte[] value) {
        openArray();
        if (types.peek() != 'y') {
            throw new IllegalStateException("bytes where '" + types.peek() + "' is due");
        }
        int at = reserve(1, value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return closeArray();
    }

    /** Writes an entry of {@code a{sv}}. */
    public MessageWriter entry(String key, Signature type, Consumer<MessageWriter> content) {
        openEntry();
        string(key);
        variant(type, content);
        return closeEntry();
    }

    /** Writes any value. */
    public MessageWriter value(Value value) {
        return switch (value) {
            case Value.Uint8(int number) -> uint8(number);
            case Value.Bool(boolean flag) -> bool(flag);
            case Value.Int16(int number) -> int16(number);
            case Value.Uint16(int number) -> uint16(number);
            case Value.Int32(int number) -> int32(number);
            case Value.Uint32(long number) -> uint32(number);
            case Value.Int64(long number) -> int64(number);
            case Value.Uint64(long number) -> uint64(number);
            case Value.Real(double number) -> real(number);
            case Value.Text(String text) -> string(text);
            case Value.Path(DbusPath path) -> objectPath(path);
            case Value.Type(Signature type) -> signature(type);
            case Value.Handle(int index) -> handle(index);
            case Value.Array array -> array(array.items(), MessageWriter::value);
            case Value.Entry(Value key, Value content) ->
                    openEntry().value(key).value(content).closeEntry();
            case Value.Struct struct -> {
                openStruct();
                struct.fields().forEach(this::value);
                yield closeStruct();
            }
            case Value.Variant(Value content) ->
                    openVariant(content.signature()).value(content).closeVariant();
        };
    }

    /** Returns what was written. */
    byte[] toByteArray() {
        if (!types.isComplete()) {
            throw new IllegalStateException("the message's values are not complete");
        }
        return Arrays.copyOf(bytes, size);
    }

    /** Returns how many bytes were written. */
    int size() {
        return size;
    }

    private MessageWriter put16(int value) {
        int at = reserve(2, 2);
        Wire.put16(bytes, at, value);
        return this;
    }

    private MessageWriter put32(int value) {
        int at = reserve(4, 4);
        Wire.put32(bytes, at, value);
        return this;
    }

    private MessageWriter put64(long value) {
        int at = reserve(8, 8);
        Wire.put64(bytes, at, value);
        return this;
    }

    private MessageWriter putString(String value) {
        String clean = value.indexOf('\0') < 0 ? value : value.replace('\0', '\ufffd');
        byte[] text = clean.getBytes(StandardCharsets.UTF_8);
        put32(text.length);
        int at = reserve(1, text.length + 1);
        System.arraycopy(text, 0, bytes, at, text.length);
        return this;
    }

    private MessageWriter putSignature(String text) {
        int at = reserve(1, text.length() + 2);
        bytes[at++] = (byte) text.length();
        for (int i = 0; i < text.length(); i++) {
            bytes[at++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Makes room for {@code count} zero bytes at a boundary, and returns where they begin. */
    private int reserve(int alignment, int count) {
        int at = Wire.align(size, alignment);
        if (at + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + count));
        }
        size = at + count;
        return at;
    }
}
