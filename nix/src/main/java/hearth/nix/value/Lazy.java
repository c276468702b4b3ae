package hearth.nix.value;

/** A value, or the promise of one: what a list, an attribute set or a variable holds. */
public sealed interface Lazy permits Value, Thunk {
    /**
     * Returns the value, evaluating it where that has not been done; what lies inside of it stays
     * lazy.
     *
     * @throws hearth.nix.source.NixException where evaluating fails; it fails again when asked
     *     again
     */
    Value force();
}
