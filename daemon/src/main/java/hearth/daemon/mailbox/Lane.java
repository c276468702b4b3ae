package hearth.daemon.mailbox;

/** Where the turns of a mailbox run. */
@FunctionalInterface
public interface Lane {
    /** Runs a turn, now or when it is this lane's turn; any thread. */
    void run(Runnable turn);

    /** Returns a clock by which turns are kept short; one that stands still bounds nothing. */
    default long nowNanos() {
        return 0;
    }
}
