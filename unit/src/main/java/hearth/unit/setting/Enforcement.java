package hearth.unit.setting;

/** What a setting is worth in a user's manager on an ordinary host. */
public enum Enforcement {
    /** Does what the manual page says. */
    ENFORCED,
    /** Does it by other means, or nearly. */
    EMULATED,
    /** Is read, shown and not acted on: needs what a user's process may not. */
    NOT_ENFORCED,
    /** Does what it says in the system scope; in a user's as {@link #NOT_ENFORCED}. */
    OF_SYSTEM
}
