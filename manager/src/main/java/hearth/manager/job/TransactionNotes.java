package hearth.manager.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is to be said of a transaction, up to a limit: units that their user has written can give
 * cause for a message at each of millions of edges.
 */
final class TransactionNotes {
    /** Messages of one transaction: more than anybody reads, and less than a log file keeps. */
    static final int NOTES_MAX = 1_000;

    private final JobUnit anchor;
    private final List<Transaction.Note> notes = new ArrayList<>();
    private long leftOut;

    /** Makes an empty list for the transaction of a unit. */
    TransactionNotes(JobUnit anchor) {
        this.anchor = anchor;
    }

    /** Adds a message, which is made where there is room for it. */
    void add(String unit, boolean isError, Supplier<String> message) {
        if (notes.size() < NOTES_MAX) {
            notes.add(new Transaction.Note(unit, isError, message.get()));
        } else {
            leftOut++;
        }
    }

    /** Returns all that there was room for, and last how much there was not. */
    List<Transaction.Note> list() {
        if (leftOut == 0) {
            return List.copyOf(notes);
        }
        var all = new ArrayList<>(notes);
        all.add(
                new Transaction.Note(
                        anchor.id(),
                        false,
                        leftOut + " more messages about this transaction were left out"));
        return List.copyOf(all);
    }
}
