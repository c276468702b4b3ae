package hearth.dbus;

import java.nio.charset.StandardCharsets;

/** Turns the bytes of a little-endian message into those of a big-endian one, for tests. */
final class BigEndian {
    private final byte[] bytes;
    private int at;

    private BigEndian(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Returns the same message in the other byte order. */
    static byte[] of(byte[] littleEndian, Signature body) {
        byte[] bytes = littleEndian.clone();
        int bodySize = Wire.get32(bytes, 4, false);
        var header = new BigEndian(bytes, 0);
        header.swapAll(Header.SHAPE.toString());
        new BigEndian(bytes, bytes.length - bodySize).swapAll(body.toString());
        bytes[0] = 'B';
        return bytes;
    }

    private void swapAll(String types) {
        for (int type = 0; type < types.length(); type = Signature.skip(types, type)) {
            swapOne(types, type);
        }
    }

    private void swapOne(String types, int type) {
        switch (types.charAt(type)) {
            case 'y' -> at++;
            case 'n', 'q' -> reverse(2);
            case 'x', 't', 'd' -> reverse(8);
            case 's', 'o' -> {
                int length = reverse(4);
                at += length + 1;
            }
            case 'g' -> at += bytes[at] + 2;
            case 'v' -> {
                String inner = new String(bytes, at + 1, bytes[at], StandardCharsets.US_ASCII);
                at += bytes[at] + 2;
                swapAll(inner);
            }
            case 'a' -> {
                int length = reverse(4);
                at = Wire.align(at, Signature.alignment(types.charAt(type + 1)));
                int end = at + length;
                while (at < end) {
                    swapOne(types, type + 1);
                }
            }
            case '(', '{' -> {
                at = Wire.align(at, 8);
                swapAll(types.substring(type + 1, Signature.skip(types, type) - 1));
            }
            default -> reverse(4);
        }
    }

    /** Reverses a number's bytes; returns what it was where it has four of them. */
    private int reverse(int size) {
        at = Wire.align(at, size);
        int value = size == 4 ? Wire.get32(bytes, at, false) : 0;
        for (int i = 0; i < size / 2; i++) {
            byte kept = bytes[at + i];
            bytes[at + i] = bytes[at + size - 1 - i];
            bytes[at + size - 1 - i] = kept;
        }
        at += size;
        return value;
    }
}
