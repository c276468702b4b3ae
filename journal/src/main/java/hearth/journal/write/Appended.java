package hearth.journal.write;

/** What became of an entry. */
public sealed interface Appended {
    /**
     * It is in the file, once its changes are.
     *
     * @param seqnum its number
     */
    record Entry(long seqnum) implements Appended {}

    /** The file takes no more: the next one is to be begun, and this one archived. */
    record Full() implements Appended {}

    /** The monotonic clock was further when the last entry was written: as {@link Full}. */
    record Earlier() implements Appended {}
}
