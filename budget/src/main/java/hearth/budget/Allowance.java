package hearth.budget;

/**
 * The time that the work at hand may take. Who gives a task its thread opens an allowance; loops
 * that a user's input drives call {@link #check}; a watchdog ends the work from another thread.
 */
public final class Allowance {
    private static final ThreadLocal<Allowance> CURRENT = ThreadLocal.withInitial(Allowance::new);

    private volatile boolean isUsedUp;

    private Allowance() {}

    /** The work at hand has taken too long: it ends, and so does the manager whose it is. */
    public static final class UsedUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsedUpException() {
            super("it took too long");
        }
    }

    /** Returns this thread's allowance, which its watchdog may keep. */
    public static Allowance ofThisThread() {
        return CURRENT.get();
    }

    /** Goes on, or ends the work at hand where its time is used up. */
    public static void check() {
        if (CURRENT.get().isUsedUp) {
            throw new UsedUpException();
        }
    }

    /** Ends the work at hand at its next {@link #check}; any thread. */
    public void useUp() {
        isUsedUp = true;
    }

    /** Begins anew: what comes next has its own time. */
    public void renew() {
        isUsedUp = false;
    }
}
