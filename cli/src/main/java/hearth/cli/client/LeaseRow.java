package hearth.cli.client;

/**
 * Why a user lingers.
 *
 * @param properties all that the login manager knows of it
 */
public record LeaseRow(Properties properties) {
    /** Returns what it is called. */
    public String id() {
        return properties.text("Id");
    }

    /** Returns the login name of whoever lingers by it. */
    public String user() {
        return properties.text("User");
    }

    /** Returns {@code granted}, {@code loginctl}, {@code external} or {@code declared}. */
    public String origin() {
        return properties.text("Origin");
    }

    /** Returns for whom it is, by the word of whoever asked; empty for none. */
    public String owner() {
        return properties.text("Owner");
    }

    /** Returns why it is there; empty for none. */
    public String reason() {
        return properties.text("Reason");
    }

    /** Whether it is known who asked for it. */
    public boolean isAskedFor() {
        return properties.values().containsKey("AskedBy");
    }

    /** Returns the number of the user who asked for it. */
    public long askedBy() {
        return properties.number("AskedBy");
    }

    /** Returns when it began, in microseconds since 1970. */
    public long sinceUsec() {
        return properties.number("Since");
    }

    /** Returns when it ends, in microseconds since 1970; 0 for no such time. */
    public long untilUsec() {
        return properties.number("Until");
    }

    /** Whether it ends with the boot. */
    public boolean isUntilReboot() {
        return properties.flag("UntilReboot");
    }

    /** Returns the unit with which it ends; empty for none. */
    public String whileUnit() {
        return properties.text("While");
    }
}
