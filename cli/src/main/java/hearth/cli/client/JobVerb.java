package hearth.cli.client;

/** What can be asked of a unit by a job. */
public enum JobVerb {
    /** Start it. */
    START("start", "StartUnit", "started"),
    /** Stop it. */
    STOP("stop", "StopUnit", "stopped"),
    /** Let it read its configuration again. */
    RELOAD("reload", "ReloadUnit", "reloaded"),
    /** Stop it where it runs, and start it. */
    RESTART("restart", "RestartUnit", "restarted");

    private final String word;
    private final String member;
    private final String done;

    JobVerb(String word, String member, String done) {
        this.word = word;
        this.member = member;
        this.done = done;
    }

    /** Returns the command's word. */
    public String word() {
        return word;
    }

    /** Returns the word for what it did. */
    public String done() {
        return done;
    }

    String member() {
        return member;
    }
}
