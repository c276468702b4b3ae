package hearth.nix.declaration;

/**
 * A unit declared the way of NixOS: {@code systemd.user.services.NAME} and its like, or {@code
 * systemd.user.units."NAME.TYPE"}.
 *
 * @param option the option that declares it, to be named in messages: {@code
 *     systemd.user.services.hello}
 * @param name the file's name with its suffix, not checked
 * @param position where the unit, or the first of its options, is declared
 * @param isEnabled false masks it, even one that a package ships
 * @param overrideStrategy what becomes of it where a package ships one
 * @param links what wants it
 * @param content what it says
 */
public record NixosUnit(
        String option,
        String name,
        Position position,
        boolean isEnabled,
        OverrideStrategy overrideStrategy,
        Links links,
        Content content) {

    /** What a unit says. */
    public sealed interface Content {}

    /**
     * The text as it is ({@code systemd.user.units.NAME.text}); {@code null} is the empty text.
     *
     * @param text of the whole file
     */
    public record Raw(Located<String> text) implements Content {}

    /**
     * Options.
     *
     * @param common those of all types
     * @param own those of its type
     */
    public record Described(UnitOptions common, TypeOptions own) implements Content {}
}
