package hearth.login.session;

/** What began the end of a session. */
public enum SessionEnding {
    /** The process that logged in is gone. */
    LEADER_EXITED("its leader has exited"),
    /** The login program's end of the FIFO is closed. */
    LET_GO("its login program has let it go"),
    /** It was released, and has not ended in time by itself. */
    RELEASED("its login program has released it"),
    /** Somebody wanted it. */
    TERMINATED("it was terminated"),
    /** It was over when hearthd began again. */
    FOUND_OVER("it was over when hearthd was started again"),
    /** It could not be made. */
    NOT_OPENED("it could not be opened");

    private final String text;

    SessionEnding(String text) {
        this.text = text;
    }

    /** Returns it for people. */
    public String text() {
        return text;
    }
}
