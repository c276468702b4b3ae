package hearth.daemon.log.source;

import hearth.journal.Field;
import hearth.linux.ErrnoException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Something that has entries for logs beside services' pipes: a descriptor that becomes readable.
 * All methods are called on the thread that writes logs.
 */
public interface LogSource {
    /** Returns the descriptor that is waited for. */
    int fd();

    /**
     * Returns whose it is: of all that one owner's sources have, one has a turn in a round. What is
     * everybody's is its own.
     */
    String owner();

    /**
     * Begins.
     *
     * @param isUnfinished whether the brain before was killed while it wrote entries, so that what
     *     was being {@link Taking taken} is in files
     */
    void begin(boolean isUnfinished, Entries entries) throws ErrnoException;

    /** Has a turn of a bounded length; returns whether there may be more. */
    boolean turn(Entries entries) throws ErrnoException;

    /** Where entries go. */
    interface Entries {
        /**
         * Writes entries, and takes them from where they were. Those that no file takes are counted
         * as lost, and are taken too.
         *
         * @param manager whose log it is
         */
        void write(String manager, List<List<Field>> entries, Taking taking) throws ErrnoException;

        /** Counts entries of which nothing could be made. */
        void lose(String manager, long count);

        /** Returns the rules for what a manager's unit logs; none where it is not known. */
        Rules rulesOf(String manager, String unit);

        /** Says in a manager's log how many of somebody's entries were not kept. */
        void tellSuppressed(String manager, String unit, long count) throws ErrnoException;

        /** Waits for another source, too. */
        void open(LogSource source);

        /**
         * Has something done elsewhere that may take long. Until it is over the source has no turn.
         *
         * @param thread runs what it is given on another thread
         */
        void await(LogSource source, Executor thread, Runnable work);

        /** Waits for a source no more, whose descriptor is about to be closed. */
        void end(LogSource source);
    }

    /**
     * Takes entries from where they are kept until files have them. The source has marked there
     * what is to be taken, so that the next brain takes it where this one is killed.
     */
    @FunctionalInterface
    interface Taking {
        /** Takes nothing. */
        Taking NOTHING = () -> {};

        /** Takes what was marked. */
        void take() throws ErrnoException;
    }

    /**
     * What holds for all that a unit logs, printed or sent.
     *
     * @param most entries above this priority are not kept; all are where it is negative
     * @param limit counts them, whichever way they come; nothing where no setting says how many
     * @param invocationId of the unit; empty where nobody knows
     */
    record Rules(int most, Optional<RateLimit> limit, String invocationId) {
        /** What holds where no setting says anything. */
        public static final Rules NONE = new Rules(-1, Optional.empty(), "");

        /** Returns whether entries of a priority are kept. */
        public boolean keeps(int priority) {
            return most < 0 || priority <= most;
        }
    }
}
