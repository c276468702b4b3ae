package hearth.linux;

/** The events of one {@link Polling#wait}; reusable, one thread at a time. */
public final class EventBatch {
    private final int[] events;
    private final long[] tokens;
    private int size;

    /** Creates a batch for at most {@code capacity} events a wait. */
    public EventBatch(int capacity) {
        events = new int[capacity];
        tokens = new long[capacity];
    }

    /** Returns the most events this can hold. */
    public int capacity() {
        return events.length;
    }

    /** Returns how many events there are. */
    public int size() {
        return size;
    }

    /** Returns what happened: a union of {@link Polling}'s constants. */
    public int events(int index) {
        return events[index];
    }

    /** Returns the token with which the descriptor was added. */
    public long token(int index) {
        return tokens[index];
    }

    /** Empties the batch; for implementations of {@link Polling} only. */
    public void clear() {
        size = 0;
    }

    /** Adds an event; for implementations of {@link Polling} only. */
    public void add(int event, long token) {
        events[size] = event;
        tokens[size++] = token;
    }
}
