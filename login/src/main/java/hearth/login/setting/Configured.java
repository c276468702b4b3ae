package hearth.login.setting;

/**
 * A setting's value with where it comes from, so that a rule can be explained by file and line.
 *
 * @param value the effective value
 * @param origin who said so
 */
public record Configured<T>(T value, Origin origin) {
    /** Who set a value. */
    public sealed interface Origin {}

    /** Nobody: it is the default of this build. */
    public record BuiltIn() implements Origin {}

    /**
     * A configuration file.
     *
     * @param file absolute path
     * @param line counted from 1
     */
    public record FromFile(String file, int line) implements Origin {}

    /** Returns a value that nobody set. */
    public static <T> Configured<T> byDefault(T value) {
        return new Configured<>(value, new BuiltIn());
    }
}
