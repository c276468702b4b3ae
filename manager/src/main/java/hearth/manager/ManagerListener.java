package hearth.manager;

import hearth.manager.job.Job;
import hearth.manager.job.JobResult;

/** Who is told what has changed in a manager, at the end of the turn; called in its mailbox. */
public interface ManagerListener {

    /** A unit has come into memory. */
    default void unitAdded(Unit unit) {}

    /** Something that a unit shows has changed. */
    default void unitChanged(Unit unit) {}

    /** A unit has left memory. */
    default void unitRemoved(Unit unit) {}

    /** A job was queued. */
    default void jobAdded(Job job) {}

    /** A waiting job runs now. */
    default void jobChanged(Job job) {}

    /** A job has ended. */
    default void jobRemoved(Job job, JobResult result) {}

    /** The manager's own properties (environment, counts, state) have changed. */
    default void managerChanged(Manager manager) {}

    /** A reload has begun ({@code true}) or ended. */
    default void reloading(boolean active) {}

    /** The initial transaction is done. */
    default void startupFinished(StartupTimes times) {}

    /** Nobody at all. */
    ManagerListener NONE = new ManagerListener() {};
}
