package hearth.nix.regex;

import java.util.BitSet;
import java.util.List;

/** A part of a regular expression. */
sealed interface Node {
    /**
     * One byte of some.
     *
     * @param bytes which ones
     */
    record OneOf(BitSet bytes) implements Node {}

    /**
     * One part after the other.
     *
     * @param parts none of them for what matches nothing but the empty string
     */
    record Sequence(List<Node> parts) implements Node {}

    /**
     * One of several, the first preferred where both lead to matches of the same length.
     *
     * @param first the preferred one
     * @param second the other
     */
    record Either(Node first, Node second) implements Node {}

    /**
     * A part several times, rather more than fewer.
     *
     * @param part what is repeated
     * @param least how often at least
     * @param most how often at most, negative for any number
     */
    record Repeated(Node part, int least, int most) implements Node {}

    /**
     * A part in parentheses.
     *
     * @param part what is in them
     * @param number which pair it is, from 1
     */
    record Group(Node part, int number) implements Node {}

    /** The beginning of the text. */
    record Begin() implements Node {}

    /** The end of the text. */
    record End() implements Node {}
}
