package hearth.dbus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Numbers and texts as they lie in a message's bytes. */
final class Wire {
    private static final VarHandle LITTLE16 = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE32 = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE64 = view(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Wire() {}

    private static VarHandle view(Class<?> type, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(type, order);
    }

    static short get16(byte[] bytes, int at, boolean isBigEndian) {
        short value = (short) LITTLE16.get(bytes, at);
        return isBigEndian ? Short.reverseBytes(value) : value;
    }

    static int get32(byte[] bytes, int at, boolean isBigEndian) {
        int value = (int) LITTLE32.get(bytes, at);
        return isBigEndian ? Integer.reverseBytes(value) : value;
    }

    static long get64(byte[] bytes, int at, boolean isBigEndian) {
        long value = (long) LITTLE64.get(bytes, at);
        return isBigEndian ? Long.reverseBytes(value) : value;
    }

    static void put16(byte[] bytes, int at, int value) {
        LITTLE16.set(bytes, at, (short) value);
    }

    static void put32(byte[] bytes, int at, int value) {
        LITTLE32.set(bytes, at, value);
    }

    static void put64(byte[] bytes, int at, long value) {
        LITTLE64.set(bytes, at, value);
    }

    /** Returns the next multiple of a power of two. */
    static int align(int at, int alignment) {
        return (at + alignment - 1) & -alignment;
    }

    /** Returns whether bytes are UTF-8 without U+0000. */
    static boolean isText(byte[] bytes, int at, int length) {
        boolean isAscii = true;
        for (int i = at; i < at + length; i++) {
            if (bytes[i] <= 0) {
                if (bytes[i] == 0) {
                    return false;
                }
                isAscii = false;
            }
        }
        return isAscii || isUtf8(bytes, at, length);
    }

    private static boolean isUtf8(byte[] bytes, int at, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
