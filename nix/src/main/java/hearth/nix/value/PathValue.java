package hearth.nix.value;

import hearth.nix.source.ByteStrings;
import java.util.ArrayList;
import java.util.List;

/**
 * A path.
 *
 * @param bytes an absolute path without {@code .}, {@code ..} and doubled slashes, as a byte string
 */
public record PathValue(String bytes) implements Value {
    /**
     * Returns the path that some bytes mean, {@code .} and {@code ..} being resolved without
     * looking at the disk.
     */
    public static PathValue of(String bytes) {
        return new PathValue(canonical(bytes));
    }

    /** Returns an absolute path without {@code .}, {@code ..} and doubled slashes. */
    public static String canonical(String bytes) {
        if (isCanonical(bytes)) {
            return bytes;
        }
        List<String> names = new ArrayList<>();
        int start = 0;
        while (start <= bytes.length()) {
            int slash = bytes.indexOf('/', start);
            int end = slash < 0 ? bytes.length() : slash;
            String name = bytes.substring(start, end);
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
            start = end + 1;
        }
        return "/" + String.join("/", names);
    }

    private static boolean isCanonical(String bytes) {
        return bytes.startsWith("/")
                && !bytes.contains("//")
                && !bytes.contains("/.")
                && (bytes.length() == 1 || !bytes.endsWith("/"));
    }

    @Override
    public ValueType type() {
        return ValueType.PATH;
    }

    /** Returns it as ordinary text. */
    @Override
    public String toString() {
        return ByteStrings.decode(bytes);
    }
}
