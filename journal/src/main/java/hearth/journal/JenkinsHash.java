package hearth.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bob Jenkins' lookup3 in its 64-bit form: the hash that has no key.
 *
 * @see <a href="https://burtleburtle.net/bob/c/lookup3.c">lookup3, hashlittle2</a>
 */
public final class JenkinsHash {
    private static final int SEED = 0xdeadbeef;

    /** Bytes that are mixed in at once. */
    private static final int STEP = 12;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private JenkinsHash() {}

    /** Returns the hash of some bytes. */
    public static long of(byte[] bytes, int start, int length) {
        int a = SEED + length;
        int b = a;
        int c = a;
        int at = start;
        int left = length;
        while (left > STEP) {
            a += (int) INTS.get(bytes, at);
            b += (int) INTS.get(bytes, at + 4);
            c += (int) INTS.get(bytes, at + 8);
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
            at += STEP;
            left -= STEP;
        }
        if (left == 0) {
            return joined(c, b);
        }
        a += word(bytes, at, left);
        b += word(bytes, at + 4, left - 4);
        c += word(bytes, at + 8, left - 8);
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
        return joined(c, b);
    }

    /** Returns up to four bytes as a number. */
    private static int word(byte[] bytes, int at, int left) {
        int word = 0;
        for (int i = 0; i < Math.min(left, 4); i++) {
            word |= (bytes[at + i] & 0xff) << (8 * i);
        }
        return word;
    }

    private static long joined(int first, int second) {
        return ((long) first << 32) | (second & 0xffff_ffffL);
    }
}
