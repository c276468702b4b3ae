package hearth.nix.builtin;

import hearth.nix.evaluation.Call;
import hearth.nix.source.ByteStrings;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A hash and the texts that mean it: hexadecimal, Nix' base 32, base 64, and with the algorithm's
 * name before it.
 */
final class HashText {
    /** Digits and letters without e, o, t and u, which keeps words out of store paths. */
    private static final String NIX32 = "0123456789abcdfghijklmnpqrsvwxyz";

    private final HashAlgorithm algorithm;
    private final byte[] bytes;

    private HashText(HashAlgorithm algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes;
    }

    HashAlgorithm algorithm() {
        return algorithm;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns the hash that a text means, its algorithm being named in it or beside it. */
    static HashText parse(Call call, String text, String named) {
        int colon = text.indexOf(':');
        int dash = text.indexOf('-');
        int separator = colon >= 0 ? colon : dash;
        String prefix = separator < 0 ? "" : text.substring(0, separator);
        String name = prefix.isEmpty() ? named : prefix;
        if (name.isEmpty()) {
            throw call.error(
                    "hash '"
                            + ByteStrings.decode(text)
                            + "' does not include a type, nor is one given");
        }
        HashAlgorithm algorithm =
                HashAlgorithm.named(name)
                        .orElseThrow(() ->
                                call.error(
                                        "unknown hash algorithm '"
                                                + ByteStrings.decode(name)
                                                + "'"));
        if (!named.isEmpty() && !named.equals(name)) {
            throw call.error(
                    "hash '"
                            + ByteStrings.decode(text)
                            + "' should have type '"
                            + ByteStrings.decode(named)
                            + "' but has type '"
                            + name
                            + "'");
        }
        boolean isSri = colon < 0 && dash >= 0;
        String body = text.substring(separator + 1);
        return decoded(body, algorithm.size(), isSri)
                .map(bytes -> new HashText(algorithm, bytes))
                .orElseThrow(() ->
                        call.error(
                                "hash '"
                                        + ByteStrings.decode(text)
                                        + "' has wrong length for hash type '"
                                        + name
                                        + "'"));
    }

    private static Optional<byte[]> decoded(String body, int size, boolean isSri) {
        try {
            if (!isSri && body.length() == 2 * size) {
                return Optional.of(HexFormat.of().parseHex(body));
            }
            if (!isSri && body.length() == nix32Length(size)) {
                return fromNix32(body, size);
            }
            byte[] bytes = Base64.getDecoder().decode(body);
            return bytes.length == size ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String base16(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns five bits a digit, the last bits first. */
    static String nix32(byte[] bytes) {
        int length = nix32Length(bytes.length);
        char[] digits = new char[length];
        for (int n = 0; n < length; n++) {
            int bit = n * 5;
            int low = (bytes[bit / 8] & 0xff) >>> (bit % 8);
            int high =
                    bit / 8 + 1 < bytes.length ? (bytes[bit / 8 + 1] & 0xff) << (8 - bit % 8) : 0;
            digits[length - 1 - n] = NIX32.charAt((low | high) & 0x1f);
        }
        return new String(digits);
    }

    private static Optional<byte[]> fromNix32(String digits, int size) {
        byte[] bytes = new byte[size];
        for (int n = 0; n < digits.length(); n++) {
            int digit = NIX32.indexOf(digits.charAt(digits.length() - 1 - n));
            if (digit < 0) {
                return Optional.empty();
            }
            int bit = n * 5;
            bytes[bit / 8] |= (byte) (digit << (bit % 8));
            int carry = digit >>> (8 - bit % 8);
            if (bit / 8 + 1 < size) {
                bytes[bit / 8 + 1] |= (byte) carry;
            } else if (carry != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(bytes);
    }

    private static int nix32Length(int size) {
        return (size * 8 - 1) / 5 + 1;
    }
}
