package hearth.nix.source;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a program may see. A path is absolute, without {@code .} and {@code ..} and
 * ordinary text. An implementation decides what lies within; what lies outside throws {@link
 * OutsideTreeException}.
 */
public interface SourceTree {
    /** What a directory entry is, without following it. */
    enum Kind {
        /** A file with content. */
        REGULAR("regular"),
        /** A directory. */
        DIRECTORY("directory"),
        /** A symbolic link. */
        SYMLINK("symlink"),
        /** A socket, a device and the like. */
        UNKNOWN("unknown");

        private final String nixName;

        Kind(String nixName) {
            this.nixName = nixName;
        }

        /** Returns what {@code builtins.readFileType} calls it. */
        public String nixName() {
            return nixName;
        }
    }

    /**
     * Returns what lies at a path, or nothing where nothing does; a link at its end is not
     * followed.
     *
     * @throws OutsideTreeException where the program may not look there
     * @throws IOException where it cannot be found out
     */
    Optional<Kind> kind(String path) throws IOException;

    /**
     * Returns the path that a link at a path's end leads to, through any number of links; the path
     * itself where there is no link at its end. Directories before its end stay as they are
     * written.
     *
     * @throws OutsideTreeException where that leads out of the tree
     * @throws IOException where there is no such file, or a link leads in a circle
     */
    String resolve(String path) throws IOException;

    /**
     * Returns the content of a file, links being followed.
     *
     * @throws OutsideTreeException where that leads out of the tree
     * @throws IOException where it cannot be read, or is larger than the tree allows
     */
    byte[] read(String path) throws IOException;

    /**
     * Returns the entries of a directory by name.
     *
     * @throws OutsideTreeException where the program may not look there
     * @throws IOException where it cannot be read
     */
    Map<String, Kind> list(String path) throws IOException;
}
