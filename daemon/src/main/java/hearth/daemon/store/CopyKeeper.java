package hearth.daemon.store;

/** Keeps copies of what a hand has of its user's, for the hand that comes next. */
public interface CopyKeeper {
    /** Keeps a descriptor, which belongs to the keeper then. */
    void keep(String name, int fd);

    /**
     * Forgets one.
     *
     * @param then to be run when nobody has a copy of it any more, on any thread
     */
    void drop(String name, Runnable then);
}
