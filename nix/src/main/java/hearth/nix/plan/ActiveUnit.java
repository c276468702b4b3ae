package hearth.nix.plan;

/**
 * A unit that runs, or is about to.
 *
 * @param name its own
 * @param fragmentPath its main file; empty where it has none
 */
public record ActiveUnit(String name, String fragmentPath) {}
