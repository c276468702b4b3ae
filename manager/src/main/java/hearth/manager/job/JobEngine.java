package hearth.manager.job;

import hearth.manager.cause.Why;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.TimeSource;
import hearth.unit.value.JobMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The installed jobs of one manager, and the queue of those whose turn may have come. Ends of jobs
 * are settled through a queue too: a thousand units that fail with one dependency are no deep
 * recursion.
 */
public final class JobEngine {
    /** Whose starts fail with a unit's start. */
    private static final List<UnitEdge> START_FAILURE =
            List.of(UnitEdge.REQUIRED_BY, UnitEdge.REQUISITE_OF, UnitEdge.BOUND_BY);

    private final JobRunner runner;
    private final TimeSource time;
    private final Map<Integer, Job> jobs = new LinkedHashMap<>();
    private final Deque<Job> runQueue = new ArrayDeque<>();
    private final Deque<End> ends = new ArrayDeque<>();
    private boolean isEnding;
    private int lastId;
    private int installedCount;
    private int failedCount;

    /** A job is to end. */
    private record End(Job job, JobResult result, boolean isRecursive) {}

    /** Makes an engine without jobs. */
    public JobEngine(JobRunner runner, TimeSource time) {
        this.runner = runner;
        this.time = time;
    }

    /** Returns all jobs, oldest first. */
    public Collection<Job> jobs() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    /** Returns the job of this number. */
    public Optional<Job> job(int id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Returns how many jobs were ever installed. */
    public int installedCount() {
        return installedCount;
    }

    /** Returns how many have failed. */
    public int failedCount() {
        return failedCount;
    }

    /** Returns the number of the last job. */
    public int lastId() {
        return lastId;
    }

    /** Lets numbers begin after those of an earlier brain. */
    public void continueAfter(int id, int installed, int failed) {
        lastId = Math.max(lastId, id);
        installedCount = installed;
        failedCount = failed;
    }

    // ---- installing

    /**
     * Installs a transaction's jobs; returns the unit's jobs, the anchor's first.
     *
     * @param reasons says of each, in this order, why it is there
     */
    public List<Job> install(
            List<Transaction.Planned> planned,
            JobMode mode,
            Function<Transaction.Planned, Optional<Why>> reasons) {
        displaced(planned, mode).forEach(job -> finish(job, JobResult.CANCELED, false));
        List<Job> installed = new ArrayList<>();
        for (Transaction.Planned plan : planned) {
            Job job = install(plan, reasons.apply(plan));
            if (mode == JobMode.REPLACE_IRREVERSIBLY) {
                job.makeIrreversible();
            }
            installed.add(job);
        }
        return installed;
    }

    /** Returns the jobs of other units that would be canceled by a transaction's. */
    public List<Job> displaced(List<Transaction.Planned> planned, JobMode mode) {
        if (mode != JobMode.ISOLATE && mode != JobMode.FLUSH) {
            return List.of();
        }
        List<Job> displaced = new ArrayList<>();
        Map<JobUnit, Boolean> kept = new LinkedHashMap<>();
        planned.forEach(plan -> kept.put(plan.unit(), true));
        for (Job job : jobs.values()) {
            boolean isKept =
                    kept.containsKey(job.unit())
                            || (mode == JobMode.ISOLATE && job.unit().isIgnoredOnIsolate());
            if (!isKept) {
                displaced.add(job);
            }
        }
        return displaced;
    }

    /** Returns whether a unit is as a job would make it. */
    public static boolean isAlreadySo(Transaction.Planned plan) {
        return JobMerge.isRedundant(plan.type(), plan.unit().activeState());
    }

    /** Returns what would come of the job that a unit has, were another installed. */
    public static Optional<Rehearsal.Present> presentFor(Transaction.Planned plan) {
        return plan.unit()
                .jobs()
                .of(plan.type())
                .map(old ->
                        new Rehearsal.Present(
                                old.id(),
                                old.type(),
                                old.state() == JobState.RUNNING,
                                JobMerge.merge(old.type(), plan.type()).isEmpty()));
    }

    private Job install(Transaction.Planned plan, Optional<Why> why) {
        JobSlot slot = plan.unit().jobs();
        Optional<Job> present = slot.of(plan.type());
        if (present.isPresent()) {
            Job old = present.get();
            Optional<JobType> merged = JobMerge.merge(old.type(), plan.type());
            if (merged.isEmpty()) {
                finish(old, JobResult.CANCELED, false);
            } else {
                return mergeInto(old, plan, merged.get(), why);
            }
        }
        Job job = new Job(++lastId, plan.unit(), plan.type(), time.now());
        job.because(why);
        if (plan.ignoresOrder()) {
            job.makeIgnoreOrder();
        }
        slot.install(job);
        jobs.put(job.id(), job);
        installedCount++;
        link(job);
        runner.installed(job);
        enqueue(job);
        return job;
    }

    /** A job that runs and does not do all of the new one begins again as both. */
    private Job mergeInto(Job old, Transaction.Planned plan, JobType merged, Optional<Why> why) {
        boolean isCovered =
                JobMerge.supersedes(old.type(), plan.type()) && plan.type() != JobType.RELOAD;
        if (old.state() == JobState.RUNNING && !isCovered) {
            old.await();
        }
        if (!(old.state() == JobState.RUNNING)) {
            boolean isSame = JobMerge.supersedes(old.type(), plan.type());
            old.because(isSame ? old.why() : why);
            changeType(old, JobMerge.collapse(merged, plan.unit().activeState()));
        }
        if (plan.ignoresOrder()) {
            old.makeIgnoreOrder();
        }
        runner.changed(old);
        enqueue(old);
        return old;
    }

    /**
     * What an earlier brain has written down of a job.
     *
     * @param isRunning whether it is under way, so that the unit's state will end it; else it waits
     *     for its turn once more
     * @param why it was queued
     */
    public record Kept(int id, boolean isIrreversible, boolean isRunning, Optional<Why> why) {}

    /** Installs again a job that an earlier brain had. */
    public void reinstall(JobUnit unit, JobType type, Kept kept) {
        int id = kept.id();
        Job job = new Job(id, unit, type, time.now());
        job.because(kept.why());
        if (kept.isRunning()) {
            job.run(time.now());
        }
        if (kept.isIrreversible()) {
            job.makeIrreversible();
        }
        lastId = Math.max(lastId, id);
        unit.jobs().install(job);
        jobs.put(id, job);
        link(job);
        runner.installed(job);
        enqueue(job);
    }

    // ---- running

    /** A unit's state has changed: its job may be able to begin now. */
    public void reconsider(JobUnit unit) {
        unit.jobs().job().ifPresent(this::enqueue);
    }

    private void enqueue(Job job) {
        boolean isFree = job.blockers() == 0 || job.ignoresOrder();
        if (isFree && job.state() == JobState.WAITING && job.enterRunQueue()) {
            runQueue.add(job);
        }
    }

    /** Returns whether a job waits to be looked at. */
    public boolean hasWork() {
        return !runQueue.isEmpty();
    }

    /** Begins one job whose turn has come. */
    public void runOne() {
        Job job = runQueue.poll();
        if (job == null) {
            return;
        }
        job.leaveRunQueue();
        boolean isFree = job.blockers() == 0 || job.ignoresOrder();
        if (jobs.get(job.id()) != job || job.state() != JobState.WAITING || !isFree) {
            return;
        }
        job.run(time.now());
        runner.changed(job);
        JobRun run = runner.perform(job);
        if (jobs.get(job.id()) != job) {
            return;
        }
        switch (run) {
            case BEGUN -> {}
            case LATER -> job.await();
            case ALREADY -> finish(job, JobResult.DONE, true);
            case NOT_ACTIVE -> finish(job, JobResult.SKIPPED, true);
            case INVALID -> finish(job, JobResult.INVALID, true);
            case DEPENDENCY -> finish(job, JobResult.DEPENDENCY, true);
            case UNSUPPORTED -> finish(job, JobResult.UNSUPPORTED, true);
            case FAILED -> finish(job, JobResult.FAILED, true);
        }
    }

    /** Counts whom a new job waits for, and lets those that wait for it know. */
    private void link(Job job) {
        if (job.type() != JobType.NOP) {
            job.unblock();
            job.block(awaited(job).size());
            waiting(job).forEach(other -> other.block(1));
        }
    }

    /** Takes a job out of the order; whoever waited for it alone may begin. */
    private void unlink(Job job) {
        if (job.type() == JobType.NOP) {
            return;
        }
        for (Job other : waiting(job)) {
            other.block(-1);
            enqueue(other);
        }
    }

    private void changeType(Job job, JobType type) {
        unlink(job);
        job.changeType(type);
        link(job);
    }

    /** The edges have changed under the jobs: whom they wait for is counted anew. */
    public void recount() {
        for (Job job : jobs.values()) {
            job.unblock();
            if (job.type() != JobType.NOP) {
                job.block(awaited(job).size());
            }
        }
        jobs.values().forEach(this::enqueue);
    }

    /** Returns the jobs that a job waits for. */
    public static List<Job> awaited(Job job) {
        return ordered(job, true);
    }

    /** Returns the jobs that wait for a job. */
    public static List<Job> waiting(Job job) {
        return ordered(job, false);
    }

    private static List<Job> ordered(Job job, boolean isAwaited) {
        List<Job> found = new ArrayList<>();
        JobOrder.each(
                job.unit(),
                job.type(),
                isAwaited,
                other -> other.jobs().job().map(Job::type),
                other -> other.jobs().job().ifPresent(found::add));
        return found;
    }

    // ---- ending

    /** Ends a job by order of a person. */
    public void cancel(Job job) {
        finish(job, JobResult.CANCELED, true);
    }

    /**
     * Ends a job, and those that fail with it.
     *
     * @param isRecursive whether others fail with it
     */
    public void finish(Job job, JobResult result, boolean isRecursive) {
        ends.add(new End(job, result, isRecursive));
        if (isEnding) {
            return;
        }
        isEnding = true;
        try {
            while (!ends.isEmpty()) {
                end(ends.remove());
            }
        } finally {
            isEnding = false;
        }
    }

    private void end(End end) {
        Job job = end.job();
        if (jobs.get(job.id()) != job) {
            return;
        }
        JobType type = job.type();
        if (type == JobType.RESTART && end.result() == JobResult.DONE) {
            runner.halfDone(job);
            job.await();
            changeType(job, JobType.START);
            runner.changed(job);
            enqueue(job);
            return;
        }
        unlink(job);
        jobs.remove(job.id());
        job.unit().jobs().remove(job);
        if (end.result() == JobResult.FAILED
                || end.result() == JobResult.TIMEOUT
                || end.result() == JobResult.DEPENDENCY) {
            failedCount++;
        }
        runner.finished(job, type, end.result());
        if (end.isRecursive()) {
            failDependent(job, type, end.result());
        }
    }

    private void failDependent(Job job, JobType type, JobResult result) {
        boolean isStart = type == JobType.START || type == JobType.VERIFY_ACTIVE;
        if (isStart && result != JobResult.DONE) {
            START_FAILURE.forEach(edge -> failStarts(job.unit(), edge));
        } else if (isStart && job.unit().activeState().isInactiveOrFailed()) {
            failStarts(job.unit(), UnitEdge.REQUISITE_OF);
        } else if (type == JobType.STOP && result != JobResult.DONE) {
            failStarts(job.unit(), UnitEdge.CONFLICTED_BY);
        }
    }

    private void failStarts(JobUnit unit, UnitEdge edge) {
        for (JobUnit other : unit.edges(edge)) {
            other.jobs()
                    .job()
                    .filter(job ->
                            job.type() == JobType.START || job.type() == JobType.VERIFY_ACTIVE)
                    .ifPresent(job -> ends.add(new End(job, JobResult.DEPENDENCY, true)));
        }
    }
}
