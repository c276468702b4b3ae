package hearth.nix.render;

import hearth.nix.declaration.Position;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of one owner, gathered; two declarations must not make one file differently. */
final class FileDraft {
    private final SortedMap<FileName, RenderedFile> files = new TreeMap<>();
    private final Problems problems;

    FileDraft(Problems problems) {
        this.problems = problems;
    }

    /** Returns whether a file of that name is there. */
    boolean has(FileName name) {
        return files.containsKey(name);
    }

    /**
     * Adds a unit file or a link to one.
     *
     * @param path below the directory of units, as declared: refused where it leaves that
     */
    void addUnit(String path, FileContent content, Position position, String option) {
        if (FileName.isInside(path)) {
            add(FileName.unit(path), content, position, option);
        } else {
            problems.error(position, option, "\"" + path + "\" is not the name of a file");
        }
    }

    /** Adds a file. */
    void add(FileName name, FileContent content, Position position, String option) {
        RenderedFile other = files.get(name);
        if (other == null && files.size() == Rendering.MAX_FILES) {
            problems.error(position, option, "more than " + Rendering.MAX_FILES + " files");
        } else if (other == null) {
            files.put(name, new RenderedFile(content, position));
        } else if (!other.content().equals(content)) {
            problems.error(
                    position,
                    option,
                    name.path() + " is declared differently at " + other.position());
        }
    }

    /** Returns all files. */
    Rendering rendering(SwitchStyle style) {
        return new Rendering(files, style);
    }
}
