package hearth.manager;

/** How far a user can make one manager grow; what is beyond is refused with a message. */
public final class ManagerLimits {
    /** Edges a unit writes itself: a target with 10,000 services in it must fit. */
    public static final int DEPENDENCIES_PER_UNIT = 16_384;

    /** Clients that hold one transient unit, each counted once. */
    public static final int REFERENCES_PER_UNIT = 4_096;

    /** Bytes of the manager's environment block: the kernel's limit of one string is 128 KiB. */
    public static final int ENVIRONMENT_BYTES = 1 << 20;

    /** Bytes of the text of a transient unit or of a drop-in by set-property. */
    public static final int TRANSIENT_TEXT_BYTES = 1 << 20;

    /** Processes in one call that makes a scope or attaches processes. */
    public static final int PROCESSES_PER_CALL = 65_536;

    /** Characters of STATUS= that are kept. */
    public static final int STATUS_TEXT = 4_096;

    private ManagerLimits() {}
}
