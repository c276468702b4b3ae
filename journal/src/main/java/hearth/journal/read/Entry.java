package hearth.journal.read;

import hearth.journal.EntryTime;
import hearth.journal.Id128;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a journal file.
 *
 * @param cursor which it is
 * @param payloads name, equals sign and value of each field
 * @param unreadable why fields are left out: compressed in a way that is not known here, too large,
 *     damaged
 */
public record Entry(EntryCursor cursor, List<byte[]> payloads, List<String> unreadable) {
    /** Returns when it was written. */
    public EntryTime time() {
        return cursor.time();
    }

    /** Returns the boot in which it was written. */
    public Id128 boot() {
        return cursor.time().boot();
    }

    /** Returns the first value of a field. */
    public Optional<byte[]> value(String name) {
        for (byte[] payload : payloads) {
            int length = name.length();
            if (payload.length > length && payload[length] == '=' && begins(payload, name)) {
                return Optional.of(Arrays.copyOfRange(payload, length + 1, payload.length));
            }
        }
        return Optional.empty();
    }

    /** Returns the first value of a field as text; what isn't UTF-8 becomes U+FFFD. */
    public Optional<String> text(String name) {
        return value(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static boolean begins(byte[] payload, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (payload[i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
