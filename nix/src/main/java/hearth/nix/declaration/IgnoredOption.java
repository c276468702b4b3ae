package hearth.nix.declaration;

/**
 * A definition that means nothing here, such as {@code environment.systemPackages}; it was not
 * evaluated.
 *
 * @param option its path, as far as it is named
 * @param position where
 */
public record IgnoredOption(String option, Position position) {}
