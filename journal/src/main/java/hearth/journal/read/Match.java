package hearth.journal.read;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which entries are wanted. */
public sealed interface Match {
    /** All entries. */
    Match ALL = new All(List.of());

    /**
     * Those that have a field.
     *
     * @param payload name, equals sign and value
     */
    @SuppressWarnings("ArrayRecordComponent") // made once and never compared
    record Has(byte[] payload) implements Match {}

    /** Those that one of some matches wants; none where there are no matches. */
    record Any(List<Match> matches) implements Match {}

    /** Those that all of some matches want; all where there are no matches. */
    record All(List<Match> matches) implements Match {}

    /** Returns those that have a field. */
    static Match has(String name, String value) {
        return new Has((name + "=" + value).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns those that one match wants. */
    static Match any(Match... matches) {
        return new Any(List.of(matches));
    }

    /** Returns those that all matches want. */
    static Match all(Match... matches) {
        return new All(List.of(matches));
    }
}
