package hearth.nix.generation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name under which what some files declare is kept, so that the next run knows what the last
 * one wrote; also the name of a directory.
 *
 * @param text letters, digits and {@code -_.:}, not beginning with a dot: nothing that means
 *     something in a unit file, where paths of scripts have it
 */
public record DeclarationName(String text) {
    /** With the endings of temporary names still a name for a directory entry. */
    private static final int MAX_LENGTH = 200;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_:-][a-zA-Z0-9_:.-]*");

    public DeclarationName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a name for declarations: " + text);
        }
    }

    private static boolean isValid(String text) {
        return text.length() <= MAX_LENGTH && NAME.matcher(text).matches();
    }

    /** Returns the name, or nothing where the text cannot be one. */
    public static Optional<DeclarationName> parse(String text) {
        return isValid(text) ? Optional.of(new DeclarationName(text)) : Optional.empty();
    }

    /**
     * Returns the name of what a file declares that nobody has named: its path with dashes, where
     * that says which file it is, else something that does.
     *
     * @param file absolute
     */
    public static DeclarationName of(Path file) {
        String path = file.toString();
        String dashed = path.substring(path.startsWith("/") ? 1 : 0).replace('/', '-');
        return parse(dashed).orElseGet(() -> new DeclarationName(digest(path)));
    }

    private static String digest(String path) {
        return UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
