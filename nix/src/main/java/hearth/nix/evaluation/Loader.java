package hearth.nix.evaluation;

import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Value;

/** What {@code import} means. */
public interface Loader {
    /**
     * Returns the value of a program in a file; without a scope, the same value every time.
     *
     * @param path the file or a directory with a {@code default.nix}, absolute, as a byte string
     * @param scope names that the program sees besides the global ones
     * @param site where that is asked for
     */
    Value load(String path, AttributeSet scope, Position site);
}
