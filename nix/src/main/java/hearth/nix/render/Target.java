package hearth.nix.render;

/** For whom declarations are applied. */
public sealed interface Target {

    /** For the machine: NixOS' units belong to everybody, {@code home-manager.users} to each. */
    record Everybody() implements Target {}

    /** For one user: all units belong to that one. */
    record OneUser(String name) implements Target {}
}
