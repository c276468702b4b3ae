package hearth.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of an answer, in pieces that look differently. What a piece says may be anybody's; how it
 * looks is ours alone.
 */
public record Line(List<Piece> pieces) {
    /** A text, and how a terminal shows it, where that is not plainly. */
    record Piece(Optional<Style> style, String text) {}

    /** Copies the list. */
    public Line {
        pieces = List.copyOf(pieces);
    }

    /** Returns a line in plain text. */
    public static Line of(String text) {
        return new Line(List.of(new Piece(Optional.empty(), text)));
    }

    /** Returns a line in one style. */
    public static Line of(Style style, String text) {
        return new Line(List.of(new Piece(Optional.of(style), text)));
    }

    /** Returns this line with plain text behind it. */
    public Line then(String text) {
        return then(of(text));
    }

    /** Returns this line with text in a style behind it. */
    public Line then(Style style, String text) {
        return then(of(style, text));
    }

    /** Returns this line with another behind it. */
    public Line then(Line other) {
        var all = new ArrayList<Piece>(pieces);
        all.addAll(other.pieces);
        return new Line(all);
    }
}
