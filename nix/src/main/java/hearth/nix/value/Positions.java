package hearth.nix.value;

import hearth.nix.source.Position;

/** Places as values of the language. */
public final class Positions {
    private Positions() {}

    /** Returns {@code { file; line; column; }}, or null where there is no place. */
    public static Value value(Position position) {
        return position.isKnown()
                ? AttributeSet.of(
                        new Attribute("column", new IntValue(position.column())),
                        new Attribute("file", Text.of(position.file())),
                        new Attribute("line", new IntValue(position.line())))
                : NullValue.NULL;
    }
}
