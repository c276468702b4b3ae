package hearth.unit.value.exec;

/**
 * A file of assignments that is read when the unit starts.
 *
 * @param path absolute; may be a pattern of glob(7)
 * @param mayBeMissing whether {@code -} lets it be missing
 */
public record EnvironmentSource(String path, boolean mayBeMissing) {}
