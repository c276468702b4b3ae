package hearth.nix.generation;

import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import hearth.nix.render.SwitchStyle;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was applied once.
 *
 * @param number counted from 1 among the declarations of one name
 * @param appliedAt when
 * @param sources the files that declared it, absolute
 * @param style how units that ran were switched
 * @param files all of them, with their contents
 * @param lingers whose lingering it decided
 * @param homes the users for whom files were applied along with it, each as that user
 */
public record Generation(
        int number,
        Instant appliedAt,
        List<String> sources,
        SwitchStyle style,
        SortedMap<FileName, RenderedFile> files,
        List<LingerDeclaration> lingers,
        SortedSet<String> homes) {
    public Generation {
        sources = List.copyOf(sources);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        lingers = List.copyOf(lingers);
        homes = Collections.unmodifiableSortedSet(new TreeSet<>(homes));
    }

    /** Returns the contents of its files. */
    public SortedMap<FileName, FileContent> contents() {
        SortedMap<FileName, FileContent> contents = new TreeMap<>();
        files.forEach((name, file) -> contents.put(name, file.content()));
        return contents;
    }
}
