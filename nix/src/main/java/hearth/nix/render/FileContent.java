package hearth.nix.render;

/** What a name is to have. */
public sealed interface FileContent {
    /**
     * A regular file.
     *
     * @param text in UTF-8
     * @param isExecutable whether it is a program
     */
    record Regular(String text, boolean isExecutable) implements FileContent {}

    /**
     * A symbolic link.
     *
     * @param target as {@code readlink} returns it
     */
    record Link(String target) implements FileContent {}

    /** Returns a file that is no program. */
    static FileContent text(String text) {
        return new Regular(text, false);
    }

    /** Returns what masks a unit: a link to the null device. */
    static FileContent mask() {
        return new Link("/dev/null");
    }

    /** Returns whether it masks. */
    default boolean isMask() {
        return equals(mask());
    }
}
