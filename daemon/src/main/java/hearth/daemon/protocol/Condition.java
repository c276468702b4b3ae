package hearth.daemon.protocol;

/**
 * A condition to check: "ConditionPathExists=" with its argument, negation taken away.
 *
 * @param kind without "Condition" and "Assert": "PathExists"
 */
public record Condition(String kind, String argument) {
    void writeTo(BodyWriter out) {
        out.text(kind);
        out.text(argument);
    }

    static Condition read(BodyReader in) {
        return new Condition(in.text(), in.text());
    }
}
