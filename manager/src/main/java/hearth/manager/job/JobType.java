package hearth.manager.job;

import java.util.Optional;

/**
 * What a job does to its unit.
 *
 * <p>The last three exist only in orders: they become another type, or nothing, by the state that
 * the unit has when the transaction is built.
 */
public enum JobType {
    START("start"),
    VERIFY_ACTIVE("verify-active"),
    STOP("stop"),
    RELOAD("reload"),
    RESTART("restart"),
    NOP("nop"),
    TRY_RESTART("try-restart"),
    TRY_RELOAD("try-reload"),
    RELOAD_OR_START("reload-or-start");

    private final String wireName;

    JobType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }

    /** Returns the type of that word. */
    public static Optional<JobType> ofWireName(String word) {
        for (JobType type : values()) {
            if (type.wireName.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
