package hearth.nix.option;

import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.Optional;

/**
 * An option that may be defined.
 *
 * @param type what it may be defined as
 * @param fallback its value where nothing defines it
 * @param conversion a function that makes the value of what was merged ({@code apply})
 * @param position where it is declared; nowhere for options that Hearth knows
 */
public record OptionDeclaration(
        OptionType type, Optional<Lazy> fallback, Optional<Value> conversion, Position position) {
    /** Returns an option without a default. */
    public static OptionDeclaration of(OptionType type) {
        return new OptionDeclaration(type, Optional.empty(), Optional.empty(), Position.NONE);
    }

    /** Returns an option with a default. */
    public static OptionDeclaration of(OptionType type, Lazy fallback) {
        return new OptionDeclaration(type, Optional.of(fallback), Optional.empty(), Position.NONE);
    }
}
