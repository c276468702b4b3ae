package hearth.nix.regex;

/** A text is no regular expression. */
public final class RegexSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    RegexSyntaxException(String message) {
        super(message);
    }
}
