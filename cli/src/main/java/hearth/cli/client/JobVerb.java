package hearth.cli.client;

/** What can be asked of a unit by a job. */
public enum JobVerb {
    /** Start it. */
    START("start", "StartUnit", "started", "start", "replace"),
    /** Stop it. */
    STOP("stop", "StopUnit", "stopped", "stop", "replace"),
    /** Let it read its configuration again. */
    RELOAD("reload", "ReloadUnit", "reloaded", "reload", "replace"),
    /** Stop it where it runs, and start it. */
    RESTART("restart", "RestartUnit", "restarted", "restart", "replace"),
    /** Stop it and start it where it runs. */
    TRY_RESTART(
            "try-restart",
            "TryRestartUnit",
            "restarted, as far as it ran,",
            "try-restart",
            "replace"),
    /** Start it, and stop all that it does not need. */
    ISOLATE("isolate", "StartUnit", "isolated", "start", "isolate");

    private final String word;
    private final String member;
    private final String done;
    private final String order;
    private final String mode;

    JobVerb(String word, String member, String done, String order, String mode) {
        this.word = word;
        this.member = member;
        this.done = done;
        this.order = order;
        this.mode = mode;
    }

    /** Returns the command's word. */
    public String word() {
        return word;
    }

    /** Returns the word for what it did. */
    public String done() {
        return done;
    }

    /** Returns the word that {@code EnqueueUnitJob} has for it. */
    public String order() {
        return order;
    }

    /** Returns the job mode that it is asked in. */
    public String mode() {
        return mode;
    }

    String member() {
        return member;
    }
}
