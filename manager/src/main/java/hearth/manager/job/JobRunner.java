package hearth.manager.job;

/** Who does what jobs say, and is told of them. */
public interface JobRunner {

    /** Begins a job whose turn has come. */
    JobRun perform(Job job);

    /** A job was installed. */
    void installed(Job job);

    /** A job runs now, or waits again. */
    void changed(Job job);

    /** The first half of a restart is done: the unit has stopped, and is to start. */
    void halfDone(Job job);

    /** A job has ended and is no longer installed. */
    void finished(Job job, JobType type, JobResult result);
}
