package hearth.manager.job;

/** Whether a job has begun. */
public enum JobState {
    WAITING("waiting"),
    RUNNING("running");

    private final String wireName;

    JobState(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
