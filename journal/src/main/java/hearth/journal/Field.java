package hearth.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A field of an entry: a name and a value, which may be any bytes. Who writes many entries with the
 * same field makes it once: it then knows where the file has it.
 *
 * <p>Belongs to one thread.
 */
public final class Field {
    /** Characters of a name: what journald takes. */
    public static final int NAME_LENGTH_MAX = 64;

    private final byte[] payload;
    private final int nameLength;
    private final long plainHash;

    /** Who has placed it, and where; a writer's own. */
    private Object placedBy = this;

    private long place;

    private Field(byte[] payload, int nameLength) {
        this.payload = payload;
        this.nameLength = nameLength;
        plainHash = JenkinsHash.of(payload, 0, payload.length);
    }

    /**
     * Returns a field with a text.
     *
     * @throws IllegalArgumentException where it cannot be a field's name
     */
    public static Field of(String name, String value) {
        return of(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #of(String, String)}, of bytes. */
    public static Field of(String name, byte[] value) {
        return of(name, value, 0, value.length);
    }

    /** As {@link #of(String, String)}, of some bytes. */
    public static Field of(String name, byte[] value, int start, int end) {
        int length = name.length();
        byte[] payload = new byte[length + 1 + end - start];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) name.charAt(i);
        }
        payload[length] = '=';
        System.arraycopy(value, start, payload, length + 1, end - start);
        if (!isName(payload, 0, length)) {
            throw new IllegalArgumentException("not a field's name: " + name);
        }
        return new Field(payload, length);
    }

    /**
     * As {@link #of(String, String)}, of bytes that begin with the name.
     *
     * @param nameEnd where it ends
     * @param value where the value begins
     */
    public static Field of(byte[] bytes, int start, int nameEnd, int value, int end) {
        if (!isName(bytes, start, nameEnd)) {
            throw new IllegalArgumentException("not a field's name");
        }
        int length = nameEnd - start;
        byte[] payload = new byte[length + 1 + end - value];
        System.arraycopy(bytes, start, payload, 0, length);
        payload[length] = '=';
        System.arraycopy(bytes, value, payload, length + 1, end - value);
        return new Field(payload, length);
    }

    /**
     * Returns whether bytes can be a field's name: capital letters, digits and underscores, no
     * digit first.
     */
    public static boolean isName(byte[] bytes, int start, int end) {
        if (start == end || end - start > NAME_LENGTH_MAX || isDigit(bytes[start])) {
            return false;
        }
        for (int i = start; i < end; i++) {
            boolean isAllowed =
                    (bytes[i] >= 'A' && bytes[i] <= 'Z') || isDigit(bytes[i]) || bytes[i] == '_';
            if (!isAllowed) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Returns name, equals sign and value, which are not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** Returns how many bytes the name has. */
    public int nameLength() {
        return nameLength;
    }

    /** Returns the hash of the payload that has no key. */
    public long plainHash() {
        return plainHash;
    }

    /** Returns where somebody has placed it, or 0. */
    public long placeBy(Object owner) {
        return placedBy.equals(owner) ? place : 0;
    }

    /** Remembers where somebody has placed it; one place is remembered. */
    public void place(Object owner, long where) {
        placedBy = owner;
        place = where;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Field field && Arrays.equals(payload, field.payload);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(plainHash);
    }

    /** Returns name, equals sign and value as text. */
    @Override
    public String toString() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
