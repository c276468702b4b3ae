package hearth.unit.value.exec;

/**
 * Where a process starts.
 *
 * @param path absolute, with the home directory in the place of {@code ~}; empty for the default
 * @param mayBeMissing whether {@code -} lets it start without
 * @param isHome whether {@code ~} was written
 */
public record WorkingDirectory(String path, boolean mayBeMissing, boolean isHome) {
    /** Nothing written: the home directory in a user's manager, else the root. */
    public static final WorkingDirectory DEFAULT = new WorkingDirectory("", false, false);
}
