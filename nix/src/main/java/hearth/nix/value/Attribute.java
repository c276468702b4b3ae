package hearth.nix.value;

import hearth.nix.source.Position;

/**
 * One attribute of a set.
 *
 * @param name its name, as a byte string
 * @param value its value
 * @param position where it was written, {@link Position#NONE} where nowhere
 */
public record Attribute(String name, Lazy value, Position position) {
    /** Returns an attribute that was written nowhere. */
    public Attribute(String name, Lazy value) {
        this(name, value, Position.NONE);
    }
}
