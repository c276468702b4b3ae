package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * A condition to check: "ConditionPathExists=" with its argument, negation taken away.
 *
 * @param kind without "Condition" and "Assert": "PathExists"
 */
public record Condition(String kind, String argument) {
    public void writeTo(BodyWriter out) {
        out.text(kind);
        out.text(argument);
    }

    public static Condition read(BodyReader in) {
        return new Condition(in.text(), in.text());
    }
}
