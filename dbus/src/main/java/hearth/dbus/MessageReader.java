package hearth.dbus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a message's values one after another.
 *
 * <p>The bytes were validated when the message was decoded, so reading what {@link
 * Message#signature()} says cannot fail; reading another type is a mistake of the caller's and
 * throws {@link IllegalStateException}. One thread at a time.
 */
public final class MessageReader {
    private final TypeCursor types;
    private final byte[] body;
    private final boolean isBigEndian;
    private int at;
    private final int[] arrayEnds = new int[TypeCursor.DEPTH_LIMIT];
    private final int[] arrayDepths = new int[TypeCursor.DEPTH_LIMIT];
    private int openArrays;

    /**
     * Creates a reader of values that are valid: decoded and validated, or written by ourselves.
     *
     * @param start where the first value is; alignment counts from the array's begin
     */
    MessageReader(Signature signature, byte[] body, int start, boolean isBigEndian) {
        this.types = new TypeCursor(signature.toString());
        this.body = body;
        this.at = start;
        this.isBigEndian = isBigEndian;
    }

    /** Reads a byte ({@code y}), 0 to 255. */
    public int uint8() {
        take('y');
        return body[at++] & 0xff;
    }

    /** Reads a boolean ({@code b}). */
    public boolean bool() {
        take('b');
        return get32() != 0;
    }

    /** Reads a signed 16-bit number ({@code n}). */
    public int int16() {
        take('n');
        return get16();
    }

    /** Reads an unsigned 16-bit number ({@code q}). */
    public int uint16() {
        take('q');
        return get16() & 0xffff;
    }

    /** Reads a signed 32-bit number ({@code i}). */
    public int int32() {
        take('i');
        return get32();
    }

    /** Reads an unsigned 32-bit number ({@code u}), 0 to 2^32-1; cast to {@code int} for a uid. */
    public long uint32() {
        take('u');
        return Integer.toUnsignedLong(get32());
    }

    /** Reads a signed 64-bit number ({@code x}). */
    public long int64() {
        take('x');
        return get64();
    }

    /** Reads an unsigned 64-bit number ({@code t}) as its bits: the largest one is -1. */
    public long uint64() {
        take('t');
        return get64();
    }

    /** Reads a floating point number ({@code d}). */
    public double real() {
        take('d');
        return Double.longBitsToDouble(get64());
    }

    /** Reads a string ({@code s}). */
    public String string() {
        take('s');
        return text(get32());
    }

    /** Reads an object path ({@code o}). */
    public DbusPath objectPath() {
        take('o');
        return DbusPath.of(text(get32()));
    }

    /** Reads a signature ({@code g}). */
    public Signature signature() {
        take('g');
        return Signature.trusted(text(body[at++] & 0xff));
    }

    /**
     * Reads the index of a descriptor ({@code h}); it lies within {@link Message#descriptors()}.
     */
    public int handle() {
        take('h');
        return get32();
    }

    /** Begins an array ({@code a}); {@link #hasNext()} says whether an element follows. */
    public MessageReader openArray() {
        requireElement();
        char element = types.openArray();
        int length = get32();
        at = Wire.align(at, Signature.alignment(element));
        arrayEnds[openArrays] = at + length;
        arrayDepths[openArrays++] = types.depth();
        return this;
    }

    /** Returns whether the open container, or the message, has another value. */
    public boolean hasNext() {
        boolean isInArray = openArrays > 0 && arrayDepths[openArrays - 1] == types.depth();
        return isInArray ? at < arrayEnds[openArrays - 1] : types.peek() != 0;
    }

    /** Returns the type that comes next: its first character, 0 where no value is left. */
    char peek() {
        return hasNext() ? types.peek() : 0;
    }

    /** Ends the array opened last; elements not read are skipped. */
    public MessageReader closeArray() {
        types.close('a', true);
        at = arrayEnds[--openArrays];
        return this;
    }

    /** Begins a struct ({@code (}). */
    public MessageReader openStruct() {
        return open('(');
    }

    /** Ends the struct opened last; fields not read are skipped. */
    public MessageReader closeStruct() {
        return close('(');
    }

    /** Begins an entry of a dictionary (<code>{</code>). */
    public MessageReader openEntry() {
        return open('{');
    }

    /** Ends the dictionary entry opened last; what was not read is skipped. */
    public MessageReader closeEntry() {
        return close('{');
    }

    /** Begins a variant ({@code v}) and returns its type. */
    public Signature openVariant() {
        requireElement();
        Signature type =
                types.peek() == 'v' ? Signature.trusted(text(body[at++] & 0xff)) : Signature.EMPTY;
        types.openVariant(type.toString());
        return type;
    }

    /** Ends the variant opened last; a value not read is skipped. */
    public MessageReader closeVariant() {
        return close('v');
    }

    /** Skips one complete value. */
    public MessageReader skip() {
        switch (types.peek()) {
            case 'y' -> uint8();
            case 'b', 'i', 'u', 'h' -> skipFixed(4);
            case 'n', 'q' -> skipFixed(2);
            case 'x', 't', 'd' -> skipFixed(8);
            case 's', 'o' -> skipFixedThen(4);
            case 'g' -> skipFixedThen(1);
            case 'a' -> openArray().closeArray();
            case '(' -> openStruct().closeStruct();
            case '{' -> openEntry().closeEntry();
            case 'v' -> {
                openVariant();
                closeVariant();
            }
            default -> throw new IllegalStateException("no value is left");
        }
        return this;
    }

    /** Reads an array of strings ({@code as}). */
    public List<String> strings() {
        var strings = new ArrayList<String>();
        openArray();
        while (hasNext()) {
            strings.add(string());
        }
        closeArray();
        return strings;
    }

    /** Reads an array of bytes ({@code ay}). */
    public byte[] bytes() {
        openArray();
        if (types.peek() != 'y') {
            throw new IllegalStateException("bytes where '" + types.peek() + "' is due");
        }
        byte[] bytes = Arrays.copyOfRange(body, at, arrayEnds[openArrays - 1]);
        closeArray();
        return bytes;
    }

    /** Reads one complete value of whatever type comes next. */
    public Value value() {
        return switch (types.peek()) {
            case 'y' -> new Value.Uint8(uint8());
            case 'b' -> new Value.Bool(bool());
            case 'n' -> new Value.Int16(int16());
            case 'q' -> new Value.Uint16(uint16());
            case 'i' -> new Value.Int32(int32());
            case 'u' -> new Value.Uint32(uint32());
            case 'x' -> new Value.Int64(int64());
            case 't' -> new Value.Uint64(uint64());
            case 'd' -> new Value.Real(real());
            case 's' -> new Value.Text(string());
            case 'o' -> new Value.Path(objectPath());
            case 'g' -> new Value.Type(signature());
            case 'h' -> new Value.Handle(handle());
            case 'a' -> array();
            case '(' -> {
                openStruct();
                List<Value> fields = rest();
                closeStruct();
                yield new Value.Struct(fields);
            }
            case '{' -> {
                openEntry();
                var entry = new Value.Entry(value(), value());
                closeEntry();
                yield entry;
            }
            case 'v' -> {
                openVariant();
                var variant = new Value.Variant(value());
                closeVariant();
                yield variant;
            }
            default -> throw new IllegalStateException("no value is left");
        };
    }

    /** Reads all values that are left in the open container, or in the message. */
    public List<Value> rest() {
        var values = new ArrayList<Value>();
        while (hasNext()) {
            values.add(value());
        }
        return values;
    }

    private Value array() {
        String element = types.nextType().substring(1);
        openArray();
        List<Value> items = rest();
        closeArray();
        return new Value.Array(element, items);
    }

    private MessageReader open(char bracket) {
        requireElement();
        types.open(bracket);
        at = Wire.align(at, 8);
        return this;
    }

    private MessageReader close(char kind) {
        while (types.isOpen(kind) && types.peek() != 0) {
            skip();
        }
        types.close(kind, false);
        return this;
    }

    private void skipFixed(int size) {
        take(types.peek());
        at = Wire.align(at, size) + size;
    }

    private void skipFixedThen(int lengthSize) {
        take(types.peek());
        int length = lengthSize == 4 ? get32() : body[at++] & 0xff;
        at += length + 1;
    }

    private void take(char type) {
        requireElement();
        types.take(type);
    }

    private void requireElement() {
        if (!hasNext()) {
            throw new IllegalStateException("no value is left");
        }
    }

    private int get16() {
        at = Wire.align(at, 2) + 2;
        return Wire.get16(body, at - 2, isBigEndian);
    }

    private int get32() {
        at = Wire.align(at, 4) + 4;
        return Wire.get32(body, at - 4, isBigEndian);
    }

    private long get64() {
        at = Wire.align(at, 8) + 8;
        return Wire.get64(body, at - 8, isBigEndian);
    }

    private String text(int length) {
        String text = new String(body, at, length, StandardCharsets.UTF_8);
        at += length + 1;
        return text;
    }
}
