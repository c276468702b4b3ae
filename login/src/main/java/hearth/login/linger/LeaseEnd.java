package hearth.login.linger;

/** Until when a lease lasts. */
public sealed interface LeaseEnd {
    /** The end of the year 9999, in microseconds since 1970: a time beyond is a mistake. */
    long LATEST_USEC = 253_402_300_799_999_999L;

    /** Until somebody ends it. */
    record Never() implements LeaseEnd {}

    /**
     * Until a time of the wall clock's.
     *
     * @param realtimeUsec microseconds since 1970
     */
    record At(long realtimeUsec) implements LeaseEnd {}

    /** As long as the machine runs on. */
    record Reboot() implements LeaseEnd {}

    /**
     * As long as a unit of the user's manager runs on: no longer than the machine does.
     *
     * @param unit a name with its type, as in {@code job.service}
     */
    record While(String unit) implements LeaseEnd {}
}
