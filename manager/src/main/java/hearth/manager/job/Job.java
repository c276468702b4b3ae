package hearth.manager.job;

import hearth.manager.cause.Why;
import hearth.manager.host.Moment;
import java.util.Optional;

/**
 * One unit's order to become something. Changed only by the job engine.
 *
 * <pre>
 *   WAITING --- its turn in the order ---> RUNNING --- the unit's state says so ---> finished
 *      ^                                      |
 *      +------ the unit is not ready yet -----+
 * </pre>
 */
public final class Job {
    private final int id;
    private final JobUnit unit;
    private final Moment begin;
    private JobType type;
    private JobState state = JobState.WAITING;
    private boolean irreversible;
    private boolean ignoresOrder;
    private boolean inRunQueue;

    /** How many installed jobs it waits for; kept by the engine as those come and go. */
    private int blockers;

    private Moment runningSince = Moment.NEVER;
    private Optional<Why> why = Optional.empty();

    Job(int id, JobUnit unit, JobType type, Moment begin) {
        this.id = id;
        this.unit = unit;
        this.type = type;
        this.begin = begin;
    }

    /** Returns its number, unique in the manager's life. */
    public int id() {
        return id;
    }

    /** Returns whose job it is. */
    public JobUnit unit() {
        return unit;
    }

    /** Returns what it does. */
    public JobType type() {
        return type;
    }

    /** Returns whether it has begun. */
    public JobState state() {
        return state;
    }

    /** Returns when it was queued. */
    public Moment begin() {
        return begin;
    }

    /** Returns when it began; never where it has not. */
    public Moment runningSince() {
        return runningSince;
    }

    /** Returns whether later orders cannot replace it. */
    public boolean isIrreversible() {
        return irreversible;
    }

    /** Returns whether it runs without waiting for others. */
    public boolean ignoresOrder() {
        return ignoresOrder;
    }

    /** Returns why it was queued; nothing where nobody has said. */
    public Optional<Why> why() {
        return why;
    }

    void because(Optional<Why> reason) {
        why = reason;
    }

    void changeType(JobType newType) {
        type = newType;
    }

    void makeIrreversible() {
        irreversible = true;
    }

    void makeIgnoreOrder() {
        ignoresOrder = true;
    }

    void run(Moment now) {
        state = JobState.RUNNING;
        runningSince = now;
    }

    void await() {
        state = JobState.WAITING;
    }

    int blockers() {
        return blockers;
    }

    void block(int more) {
        blockers += more;
    }

    void unblock() {
        blockers = 0;
    }

    boolean enterRunQueue() {
        boolean entered = !inRunQueue;
        inRunQueue = true;
        return entered;
    }

    void leaveRunQueue() {
        inRunQueue = false;
    }

    @Override
    public String toString() {
        return unit.id() + "/" + type.wireName();
    }
}
