package hearth.nix.declaration;

/**
 * Something with the place where it was written.
 *
 * @param <T> of what type
 * @param value what
 * @param position where the definition stands that gave the value; of several that were merged, the
 *     first
 */
public record Located<T>(T value, Position position) {
    /** Returns something that nobody wrote. */
    public static <T> Located<T> nowhere(T value) {
        return new Located<>(value, Position.NOWHERE);
    }
}
