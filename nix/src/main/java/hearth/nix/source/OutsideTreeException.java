package hearth.nix.source;

import java.io.IOException;

/** A program named a file outside the tree that it may read. */
public final class OutsideTreeException extends IOException {
    private static final long serialVersionUID = 1;

    /** Returns the failure. */
    public OutsideTreeException() {
        super("it lies outside the directories that may be read; allow it with --allow-path");
    }
}
