package hearth.unit.install;

/** One step of a plan, in the order of its carrying out. */
public sealed interface Change extends Step {

    /** Returns the path that changes. */
    String path();

    /**
     * A symbolic link is made, its directory first where that is missing.
     *
     * @param path of the link
     * @param target as it is written into it
     * @param replaces whether something else is there and goes
     */
    record Link(String path, String target, boolean replaces) implements Change {}

    /**
     * A link, a file or an empty directory is removed.
     *
     * @param path of the link
     */
    record Unlink(String path) implements Change {}

    /**
     * A directory of links goes where nothing is left in it; nobody is told.
     *
     * @param path of the directory
     */
    record Tidy(String path) implements Change {}
}
