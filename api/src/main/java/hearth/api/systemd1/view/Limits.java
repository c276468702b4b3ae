package hearth.api.systemd1.view;

/** What one call, or one client, may ask for. */
public final class Limits {
    /** Processes told in one answer: each takes some 100 bytes of the largest message. */
    public static final int PROCESSES_LISTED = 65_536;

    /** Subscribers on a bus: more than a bus has connections for one user. */
    public static final int SUBSCRIBERS = 4_096;

    /** Lines of a log in one answer: some MB at most. */
    public static final int LOG_LINES = 10_000;

    /** Properties in one call: all settings that there are, and some of them twice. */
    public static final int PROPERTIES = 1_024;

    private Limits() {}
}
