package hearth.nix.module;

import hearth.nix.evaluation.Evaluation;
import hearth.nix.option.OptionType;
import hearth.nix.source.Position;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.Map;

/**
 * What all modules of a run share.
 *
 * @param evaluation the run
 * @param arguments what they are given beside config and options: lib, pkgs and the like
 * @param types takes values such as {@code types.str} to what they mean
 * @param imports takes what cannot be imported here, or cannot be left out
 */
public record Surroundings(
        Evaluation evaluation, Map<String, Lazy> arguments, TypeReader types, Imports imports) {
    /** Where nixpkgs' own modules would lie: what is imported from there is left out. */
    public static final String MODULES_PATH = "/nix/store/nixpkgs/nixos/modules";

    /** Takes values to the types that they are. */
    @FunctionalInterface
    public interface TypeReader {
        /**
         * Returns the type.
         *
         * @throws hearth.nix.source.NixException where the value is none
         */
        OptionType read(Value value, Position site);
    }

    /** Takes what modules ask for, and do not get. */
    public interface Imports {
        /** Takes a module that cannot be imported, with why it cannot. */
        void leftOut(String reason, Position position);

        /** Takes a list of modules that are to be left out, which none is. */
        void notDisabled(Position position);
    }
}
