package hearth.unit.value.sandbox;

/**
 * One mount of {@code BindPaths=}.
 *
 * @param source what is mounted
 * @param destination where
 * @param mayBeMissing whether a source that is not there is passed over
 * @param isRecursive whether mounts below it come along
 */
public record BindPath(
        String source, String destination, boolean mayBeMissing, boolean isRecursive) {}
