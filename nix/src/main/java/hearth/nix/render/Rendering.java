package hearth.nix.render;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one owner: of root for everybody, or of one user.
 *
 * @param files by name; a file and a directory never share one
 * @param style how units that run are switched
 */
public record Rendering(SortedMap<FileName, RenderedFile> files, SwitchStyle style) {
    /** The most files of one owner: each is read, compared and kept for each generation. */
    public static final int MAX_FILES = 65_536;

    public Rendering {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
