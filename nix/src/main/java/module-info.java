import org.jspecify.annotations.NullMarked;

/**
 * The Nix language, and what NixOS' and home-manager's declarations mean: files, linger, a plan.
 */
@NullMarked
module hearth.nix {
    requires static org.jspecify;
    requires transitive hearth.unit;
    requires tools.jackson.core;

    exports hearth.nix;
    exports hearth.nix.apply;
    exports hearth.nix.check;
    exports hearth.nix.declaration;
    exports hearth.nix.generation;
    exports hearth.nix.plan;
    exports hearth.nix.reader;
    exports hearth.nix.render;
}
