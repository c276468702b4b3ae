package hearth.manager.job;

/** What came of beginning a job. */
public enum JobRun {
    /** It goes on; the unit's state will tell. */
    BEGUN,
    /** Not now: it is tried again when the unit's state changes. */
    LATER,
    /** There was nothing to do. */
    ALREADY,
    /** The unit cannot do this in its state. */
    INVALID,
    /** It is required to be up, and is not. */
    NOT_ACTIVE,
    /** Something it is bound to is not up. */
    DEPENDENCY,
    /** The type of unit cannot be started here. */
    UNSUPPORTED,
    FAILED
}
