package hearth.budget;

/**
 * Something that a user can make grow in the brain, and the most of it that one user may have.
 *
 * <p>This is the table of limits: a limit's name is what users are told, its number counts pieces
 * or bytes, and each piece weighs something in the heap, which all users share (see {@link
 * Budgets}). The weights are estimates, rounded up.
 */
public enum Resource {
    /**
     * What unit files, user.conf, environment.d and what environment generators print take once
     * they are read; each line counts.
     */
    UNIT_FILES("unit-file-bytes", 64 << 20, 1),

    /** What the settings of loaded units take, transient ones and drop-ins included. */
    UNIT_SETTINGS("unit-settings-bytes", 64 << 20, 1),

    /** Loaded units: a manager of ten thousand works; systemd itself allows 131,072. */
    UNITS("units", 16 << 10, 4 << 10),

    /** Jobs that wait or run: a target may want every unit of a manager. */
    JOBS("jobs", 32 << 10, 512),

    /** Connections to the manager's own socket: a shell loop of clients fits, a leak does not. */
    CONNECTIONS("connections", 512, 4 << 10),

    /** Match rules of all those connections: the reference bus allows 512 to each. */
    MATCHES("matches", 4 << 10, 1 << 10),

    /** Bytes of messages that have come, in part or as a whole, and are not answered yet. */
    INCOMING_BYTES("incoming-bytes", 8 << 20, 2),

    /** Bytes of messages that nobody has read yet: a few answers about ten thousand units. */
    OUTGOING_BYTES("outgoing-bytes", 32 << 20, 1),

    /** Calls on the system bus that are not answered yet; a desktop's login makes some twenty. */
    CALLS("calls", 256, 1 << 10),

    /** Questions to polkit that are not answered yet. */
    QUESTIONS("questions", 64, 1 << 10),

    /** Descriptors that came with messages and are not closed yet. */
    DESCRIPTORS("descriptors", 512, 256),

    /**
     * Descriptors that services have stored: two each with the brain and one with the hand, which
     * tells the next brain of all in one message, with 252 at most.
     */
    STORED_DESCRIPTORS("stored-descriptors", 240, 1 << 10),

    /**
     * What socket units listen on: three descriptors each, with the hand, the brain and the keeper.
     */
    LISTENERS("listeners", 512, 1 << 10),

    /** Connections that socket units have taken, while their services last; the hand has each. */
    SOCKET_CONNECTIONS("socket-connections", 2 << 10, 1 << 10),

    /**
     * Streams into which processes write: two of a unit's at a time. The brain and the keeper have
     * a descriptor of each.
     */
    LOG_STREAMS("log-streams", 32 << 10, 1 << 10),

    /** Bytes of state below /run/hearth, which are of everybody's space there. */
    STATE_BYTES("state-bytes", 8 << 20, 0);

    private final String wireName;
    private final long most;
    private final int heapBytes;

    Resource(String wireName, long most, int heapBytes) {
        this.wireName = wireName;
        this.most = most;
        this.heapBytes = heapBytes;
    }

    /** Returns the limit's name, as users are told it. */
    public String wireName() {
        return wireName;
    }

    /** Returns the most that one user may have. */
    public long most() {
        return most;
    }

    /** Returns what one piece, or one byte, weighs in the heap; bytes. */
    public int heapBytes() {
        return heapBytes;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
