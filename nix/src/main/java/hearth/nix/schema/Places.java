package hearth.nix.schema;

import hearth.nix.declaration.Position;
import hearth.nix.source.ByteStrings;
import java.nio.file.Path;

/**
 * Places in programs as people see them: files below the working directory are named from there.
 *
 * @param workingDirectory absolute
 */
public record Places(Path workingDirectory) {
    /** Returns a place; nowhere where nobody wrote it. */
    public Position of(hearth.nix.source.Position place) {
        if (!place.isKnown()) {
            return Position.NOWHERE;
        }
        int start = place.offset() - place.column() + 1;
        String before = ByteStrings.decode(place.source().text().substring(start, place.offset()));
        return new Position(file(place.file()), place.line(), before.length() + 1);
    }

    /** Returns a file's name as it is to be shown. */
    public String file(String path) {
        String prefix = prefix();
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }

    /** Returns a message in which files are named so. */
    public String message(String message) {
        return message.replace(prefix(), "");
    }

    private String prefix() {
        String directory = workingDirectory.toString();
        return directory.endsWith("/") ? directory : directory + "/";
    }
}
