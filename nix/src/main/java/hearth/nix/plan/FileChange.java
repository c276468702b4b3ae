package hearth.nix.plan;

import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;

/** A change of one file. */
public sealed interface FileChange {

    /** Returns which file. */
    FileName name();

    /** Make it, where nothing is. */
    record Create(FileName name, FileContent content) implements FileChange {}

    /**
     * Put it in the place of another.
     *
     * @param old what is there now
     */
    record Replace(FileName name, FileContent old, FileContent content) implements FileChange {}

    /**
     * Take it away.
     *
     * @param old what is there now
     */
    record Delete(FileName name, FileContent old) implements FileChange {}
}
