package hearth.nix.value;

/** The types of the language. */
public enum ValueType {
    /** {@code null}. */
    NULL("null", "null"),
    /** {@code true} and {@code false}. */
    BOOL("bool", "a Boolean"),
    /** An integer of 64 bits. */
    INT("int", "an integer"),
    /** A float of 64 bits. */
    FLOAT("float", "a float"),
    /** A byte string. */
    STRING("string", "a string"),
    /** A path. */
    PATH("path", "a path"),
    /** A list. */
    LIST("list", "a list"),
    /** An attribute set. */
    SET("set", "a set"),
    /** A function. */
    LAMBDA("lambda", "a function");

    private final String nixName;
    private final String described;

    ValueType(String nixName, String described) {
        this.nixName = nixName;
        this.described = described;
    }

    /** Returns what {@code builtins.typeOf} calls it. */
    public String nixName() {
        return nixName;
    }

    /** Returns it with an article, for messages. */
    public String described() {
        return described;
    }
}
