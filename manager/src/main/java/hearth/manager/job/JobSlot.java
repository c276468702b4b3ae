package hearth.manager.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The place of one unit's jobs: at most one, and at most one that does nothing beside it. */
public final class JobSlot {
    private @Nullable Job job;
    private @Nullable Job nop;

    /** Makes an empty place. */
    public JobSlot() {}

    /** Returns the unit's job. */
    public Optional<Job> job() {
        return Optional.ofNullable(job);
    }

    /** Returns the unit's job that does nothing. */
    public Optional<Job> nop() {
        return Optional.ofNullable(nop);
    }

    /** Returns whether there is no job at all. */
    public boolean isEmpty() {
        return job == null && nop == null;
    }

    Optional<Job> of(JobType type) {
        return type == JobType.NOP ? nop() : job();
    }

    void install(Job installed) {
        if (installed.type() == JobType.NOP) {
            nop = installed;
        } else {
            job = installed;
        }
    }

    void remove(Job removed) {
        if (job == removed) {
            job = null;
        }
        if (nop == removed) {
            nop = null;
        }
    }
}
