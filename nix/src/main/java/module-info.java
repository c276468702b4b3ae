import org.jspecify.annotations.NullMarked;

/**
 * The Nix language, and what NixOS' and home-manager's declarations mean: files, linger, a plan.
 */
@NullMarked
module hearth.nix {
    requires static org.jspecify;
    requires hearth.unit;
}
