package hearth.manager.cause;

/** What brings something about; the places are as {@code /path/to/file:4}, or empty. */
public sealed interface Cause {

    /**
     * A client has asked, by the word of the kernel or of the bus.
     *
     * @param pid 0 where nobody knows
     * @param uid the user
     * @param program what the kernel calls it, or empty where it was gone
     * @param unit in whose cgroup it was, or empty
     */
    record ByClient(int pid, long uid, String program, String unit) implements Cause {}

    /**
     * Another unit is up, or has come, gone or failed.
     *
     * @param unit the other one
     * @param relation what it is to this one, as D-Bus calls that ({@code Wants}, {@code
     *     RequiredBy}, {@code Triggers}); or what its setting is called ({@code FailureAction})
     * @param place where that is written: a line, or a link
     */
    record ByUnit(String unit, String relation, String place) implements Cause {}

    /**
     * A setting says so.
     *
     * @param setting its name
     * @param value as written; empty where it is the default
     * @param place where it is written
     */
    record ByRule(String setting, String value, String place) implements Cause {}

    /** The manager itself does it. */
    record ByManager(Occasion occasion) implements Cause {}

    /** When a manager acts by itself. */
    enum Occasion {
        /** It starts. */
        START("start"),
        /** It ends. */
        EXIT("exit");

        private final String wireName;

        Occasion(String wireName) {
            this.wireName = wireName;
        }

        /** Returns its word. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * A login or logout.
     *
     * @param event what happened, for people: {@code session 3 of alice has ended}
     */
    record ByLogin(String event) implements Cause {}
}
