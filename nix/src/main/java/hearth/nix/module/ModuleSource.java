package hearth.nix.module;

import hearth.nix.source.Position;
import hearth.nix.value.Lazy;

/**
 * Where a module comes from: a path, a set or a function.
 *
 * @param value of which type is not known yet
 * @param position where it is named
 * @param isPlain whether a set is definitions only, even where it has a name such as {@code config}
 */
public record ModuleSource(Lazy value, Position position, boolean isPlain) {
    /** Returns a module that may have all that modules have. */
    public static ModuleSource of(Lazy value, Position position) {
        return new ModuleSource(value, position, false);
    }
}
