package hearth.journal.protocol;

import hearth.journal.Field;
import java.util.List;

/**
 * What a client's message comes to.
 *
 * @param entries their fields as the client has named them; none of them is trusted
 * @param lost how many entries were not understood, or are too many
 */
public record Received(List<Sent> entries, int lost) {
    /**
     * An entry that a client has sent.
     *
     * @param priority 0 (emergency) to 7 (debug), also where no field says it
     * @param bytes of all its fields
     */
    public record Sent(List<Field> fields, int priority, long bytes) {}
}
