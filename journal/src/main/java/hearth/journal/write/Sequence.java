package hearth.journal.write;

import hearth.journal.Id128;

/**
 * What numbers entries: all files that one writer writes have one, so that their entries have an
 * order whatever the clock does. Belongs to the thread that writes.
 */
public final class Sequence {
    private final Id128 id;
    private long last;

    /**
     * Goes on with a sequence.
     *
     * @param last the last number that was given away; 0 for a new sequence
     */
    public Sequence(Id128 id, long last) {
        this.id = id;
        this.last = last;
    }

    /** Returns which sequence it is. */
    public Id128 id() {
        return id;
    }

    /** Returns the last number that was given away. */
    public long last() {
        return last;
    }

    long next() {
        return ++last;
    }
}
