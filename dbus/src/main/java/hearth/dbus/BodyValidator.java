package hearth.dbus;

import java.nio.charset.StandardCharsets;

/**
 * Holds a message's bytes against a signature: bounds, padding, booleans, texts, paths, signatures,
 * nesting and descriptors' indices. What passes can be read without a check.
 */
final class BodyValidator {
    private final byte[] bytes;
    private final int end;
    private final boolean isBigEndian;
    private final int descriptors;
    private int at;

    /**
     * Types that values are held against.
     *
     * @param text a valid signature
     * @param ends where each type in it ends, so that an array's elements need not search for it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    private record Types(String text, int[] ends) {
        static Types of(String text) {
            return new Types(text, Signature.ends(text));
        }

        char at(int index) {
            return text.charAt(index);
        }
    }

    /**
     * Creates a validator of bytes whose first is aligned.
     *
     * @param descriptors how many descriptors the message says it has
     */
    BodyValidator(byte[] bytes, int end, boolean isBigEndian, int descriptors) {
        this.bytes = bytes;
        this.end = end;
        this.isBigEndian = isBigEndian;
        this.descriptors = descriptors;
    }

    /**
     * Returns whether the bytes from {@code start} to the end are exactly values of these types.
     */
    boolean isValid(String signature, int start) {
        at = start;
        return areValid(Types.of(signature), 0, signature.length(), 0) && at == end;
    }

    private boolean areValid(Types types, int from, int to, int depth) {
        int type = from;
        while (type < to) {
            if (!isValidType(types, type, depth)) {
                return false;
            }
            type = types.ends()[type];
        }
        return true;
    }

    private boolean isValidType(Types types, int type, int depth) {
        return switch (types.at(type)) {
            case 'y' -> skip(1, 1);
            case 'n', 'q' -> skip(2, 2);
            case 'i', 'u' -> skip(4, 4);
            case 'x', 't', 'd' -> skip(8, 8);
            case 'b' -> skip(4, 4) && (last32() == 0 || last32() == 1);
            case 'h' -> skip(4, 4) && last32() >= 0 && last32() < descriptors;
            case 's' -> skip(4, 4) && isText(last32());
            case 'o' -> skip(4, 4) && isPath(last32());
            case 'g' -> skip(1, 1) && isSignature(bytes[at - 1] & 0xff);
            case 'v' -> depth < TypeCursor.DEPTH_LIMIT && isVariant(depth + 1);
            case 'a' -> depth < TypeCursor.DEPTH_LIMIT && isArray(types, type + 1, depth + 1);
            default -> depth < TypeCursor.DEPTH_LIMIT && isStruct(types, type, depth + 1);
        };
    }

    private boolean isVariant(int depth) {
        if (!skip(1, 1)) {
            return false;
        }
        int length = bytes[at - 1] & 0xff;
        int start = at;
        if (!isSignature(length)) {
            return false;
        }
        Types type = Types.of(latin(start, length));
        return length > 0 && type.ends()[0] == length && isValidType(type, 0, depth);
    }

    private boolean isArray(Types types, int element, int depth) {
        if (!skip(4, 4)) {
            return false;
        }
        int length = last32();
        int alignment = Signature.alignment(types.at(element));
        if (length < 0
                || length > MessageWriter.ARRAY_LIMIT
                || !skip(alignment, 0)
                || length > end - at) {
            return false;
        }
        int stop = at + length;
        if (types.at(element) == 'y') {
            at = stop;
            return true;
        }
        while (at < stop) {
            if (!isValidType(types, element, depth)) {
                return false;
            }
        }
        return at == stop;
    }

    private boolean isStruct(Types types, int bracket, int depth) {
        return skip(8, 0) && areValid(types, bracket + 1, types.ends()[bracket] - 1, depth);
    }

    private boolean isText(int length) {
        int start = at;
        return isTerminated(length) && Wire.isText(bytes, start, length);
    }

    private boolean isPath(int length) {
        int start = at;
        return isTerminated(length) && DbusPath.isValid(latin(start, length));
    }

    private boolean isSignature(int length) {
        int start = at;
        return isTerminated(length) && Signature.isValid(latin(start, length));
    }

    /** Steps over {@code length} bytes and the NUL after them. */
    private boolean isTerminated(int length) {
        if (length < 0 || length >= end - at) {
            return false;
        }
        at += length + 1;
        return bytes[at - 1] == 0;
    }

    /** Steps over zero bytes to a boundary, and over {@code size} bytes. */
    private boolean skip(int alignment, int size) {
        int start = Wire.align(at, alignment);
        if (start > end || size > end - start) {
            return false;
        }
        while (at < start) {
            if (bytes[at++] != 0) {
                return false;
            }
        }
        at += size;
        return true;
    }

    private int last32() {
        return Wire.get32(bytes, at - 4, isBigEndian);
    }

    private String latin(int start, int length) {
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }
}
