package hearth.unit.trigger;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The addresses of machines: text to bytes and back, as inet_pton(3) and inet_ntop(3) have it. */
public final class InternetHost {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int GROUPS = 8;

    /** What an IPv4 address has before it in the form of IPv6: ten bytes of 0, two of 255. */
    private static final int MAPPED_GROUPS = 5;

    /** For an address that belongs to no one network interface. */
    private static final int NO_SCOPE = -1;

    private InternetHost() {}

    /**
     * Returns the address of four decimal numbers without needless zeros; nothing for other text.
     */
    public static Optional<InetAddress> parse4(String text) {
        String[] parts = text.split("\\.", V4_BYTES + 1);
        if (parts.length != V4_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(ofBytes(bytes));
    }

    /** Returns an IPv6 address; nothing for other text. */
    public static Optional<InetAddress> parse6(String text) {
        if (text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            InetAddress address = Inet6Address.ofLiteral(text);
            return Optional.of(
                    address instanceof Inet4Address
                            ? ofBytes(mapped(address.getAddress()))
                            : address);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** Returns an address of exactly these bytes: none of IPv6 becomes one of IPv4. */
    public static InetAddress ofBytes(byte[] bytes) {
        try {
            return bytes.length == V4_BYTES
                    ? InetAddress.getByAddress(bytes)
                    : Inet6Address.getByAddress("", bytes, NO_SCOPE);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    private static byte[] mapped(byte[] v4) {
        byte[] bytes = new byte[V6_BYTES];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(v4, 0, bytes, V6_BYTES - V4_BYTES, V4_BYTES);
        return bytes;
    }

    /** Returns an address in its shortest form, that of IPv6 in brackets. */
    static String format(byte[] bytes) {
        return bytes.length == V4_BYTES ? format4(bytes, 0) : "[" + format6(bytes) + "]";
    }

    private static String format4(byte[] bytes, int start) {
        return IntStream.range(start, start + V4_BYTES)
                .mapToObj(i -> Integer.toString(bytes[i] & 0xff))
                .collect(Collectors.joining("."));
    }

    /** The longest run of two or more groups of zero, the first of several, is left out. */
    private static String format6(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << 8;
            groups[i] |= Byte.toUnsignedInt(bytes[2 * i + 1]);
        }
        int zeros = 0;
        int zerosAt = -1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > Math.max(zeros, 1)) {
                zeros = end - i;
                zerosAt = i;
            }
        }
        boolean isMapped =
                zerosAt == 0 && zeros == MAPPED_GROUPS && groups[MAPPED_GROUPS] == 0xffff;
        if (isMapped) {
            return "::ffff:" + format4(bytes, V6_BYTES - V4_BYTES);
        }
        return zerosAt < 0
                ? hex(groups, 0, GROUPS)
                : hex(groups, 0, zerosAt) + "::" + hex(groups, zerosAt + zeros, GROUPS);
    }

    private static String hex(int[] groups, int start, int end) {
        return IntStream.range(start, end)
                .mapToObj(i -> Integer.toHexString(groups[i]))
                .collect(Collectors.joining(":"));
    }
}
