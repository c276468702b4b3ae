package hearth.journal.read;

/** Where reading begins. */
public sealed interface Place {
    /** Before the first entry. */
    record Head() implements Place {}

    /** Behind the last entry. */
    record Tail() implements Place {}

    /**
     * Before the first entry of a time.
     *
     * @param usec microseconds since 1970
     */
    record Realtime(long usec) implements Place {}

    /** Before an entry, or where it would be. */
    record At(EntryCursor cursor) implements Place {}
}
