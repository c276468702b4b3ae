package hearth.manager.job;

import hearth.budget.Allowance;
import hearth.manager.graph.UnitEdge;
import hearth.unit.value.JobMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first step of a transaction: follows dependencies from the anchor, through a queue, and makes
 * a node of each job that they ask for.
 */
final class TransactionBuilder {
    /** Where a required unit is pulled in by a start. */
    private static final List<UnitEdge> PULL_START = List.of(UnitEdge.REQUIRES, UnitEdge.BINDS_TO);

    private static final List<UnitEdge> PULL_START_LOOSELY =
            List.of(UnitEdge.WANTS, UnitEdge.UPHOLDS);

    /** Where a stop goes. */
    private static final List<UnitEdge> PROPAGATE_STOP =
            List.of(
                    UnitEdge.REQUIRED_BY,
                    UnitEdge.REQUISITE_OF,
                    UnitEdge.BOUND_BY,
                    UnitEdge.CONSISTS_OF,
                    UnitEdge.PROPAGATES_STOP_TO);

    /** Where a restart goes: not to those whom only a stop is passed on to. */
    private static final List<UnitEdge> PROPAGATE_RESTART =
            List.of(
                    UnitEdge.REQUIRED_BY,
                    UnitEdge.REQUISITE_OF,
                    UnitEdge.BOUND_BY,
                    UnitEdge.CONSISTS_OF);

    /**
     * How often jobs of one transaction may pull in others. A target with ten thousand services in
     * it takes some 50,000; each costs 40 bytes while the transaction is made.
     */
    static final int PULLS_MAX = 1 << 18;

    private final JobMode mode;
    private final TransactionNode anchor;
    private final Map<JobUnit, List<TransactionNode>> nodes;
    private final TransactionNotes notes;

    /** Jobs whose units' edges are still to be followed. */
    private final Deque<TransactionNode> unexpanded = new ArrayDeque<>();

    private int pulls;
    private Optional<Outcome.Refused<Job>> failure = Optional.empty();

    /** A unit is to get a job, because of another one's. */
    private record Request(
            JobUnit unit,
            JobType type,
            TransactionNode subject,
            boolean matters,
            Optional<UnitEdge> edge) {}

    TransactionBuilder(
            JobMode mode,
            TransactionNode anchor,
            Map<JobUnit, List<TransactionNode>> nodes,
            TransactionNotes notes) {
        this.mode = mode;
        this.anchor = anchor;
        this.nodes = nodes;
        this.notes = notes;
    }

    /**
     * Pulls in whatever the anchor means for other units.
     *
     * @param all all units, for an isolation
     * @return why that cannot be, where something that is required cannot be had
     */
    Optional<Outcome.Refused<Job>> build(Collection<? extends JobUnit> all) {
        anchor.ignoresOrder = mode == JobMode.IGNORE_DEPENDENCIES;
        unexpanded.add(anchor);
        expandAll();
        if (mode == JobMode.ISOLATE) {
            isolate(all);
        } else if (mode == JobMode.TRIGGERING) {
            stopTriggering();
        }
        expandAll();
        return failure;
    }

    private void expandAll() {
        while (!unexpanded.isEmpty()) {
            Allowance.check();
            expand(unexpanded.remove());
        }
    }

    private void serve(Request request) {
        if (request.subject().isDeleted || failure.isPresent()) {
            return;
        }
        if (++pulls > PULLS_MAX) {
            fail(
                    new Outcome.Refused<>(
                            Refusal.LIMIT_EXCEEDED,
                            "The job would pull in others more than " + PULLS_MAX + " times."));
            return;
        }
        JobType type = request.type();
        Optional<Outcome.Refused<Job>> refusal = refusalOf(request.unit(), type);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        List<TransactionNode> ofUnit =
                nodes.computeIfAbsent(request.unit(), unit -> new ArrayList<>());
        TransactionNode node = null;
        for (TransactionNode present : ofUnit) {
            if (present.type == type && !present.isDeleted) {
                node = present;
            }
        }
        boolean isNew = node == null;
        if (node == null) {
            node = new TransactionNode(request.unit(), type);
            ofUnit.add(node);
        }
        node.isStopForConflict |= request.edge().equals(Optional.of(UnitEdge.CONFLICTS));
        request.subject().pulls(node, request.matters(), request.edge());
        if (isNew) {
            unexpanded.add(node);
        }
    }

    private void fail(Outcome.Refused<Job> refusal) {
        failure = Optional.of(refusal);
        unexpanded.clear();
    }

    private void refuse(Request request, Outcome.Refused<Job> refusal) {
        boolean isExpected =
                refusal.reason() == Refusal.JOB_TYPE_NOT_APPLICABLE
                        || refusal.reason() == Refusal.NO_SUCH_UNIT
                        || refusal.reason() == Refusal.MASKED;
        if (!request.matters()) {
            if (!isExpected) {
                notes.add(
                        request.unit().id(),
                        false,
                        () -> "Cannot add dependency job, ignoring: " + refusal.message());
            }
            return;
        }
        if (refusal.reason() == Refusal.JOB_TYPE_NOT_APPLICABLE) {
            // A perpetual unit that is required is always there.
            return;
        }
        request.subject().delete();
        if (anchor.isDeleted) {
            fail(refusal);
        } else {
            notes.add(
                    request.subject().unit.id(),
                    false,
                    () -> "Cannot add dependency job, ignoring: " + refusal.message());
        }
    }

    private void expand(TransactionNode node) {
        boolean isAlone =
                mode == JobMode.IGNORE_DEPENDENCIES || mode == JobMode.IGNORE_REQUIREMENTS;
        if (isAlone || node.type == JobType.NOP) {
            return;
        }
        if (node.type == JobType.START || node.type == JobType.RESTART) {
            pullForStart(node);
        }
        if (node.type == JobType.STOP) {
            for (UnitEdge edge : PROPAGATE_STOP) {
                propagate(node, edge, JobType.STOP, true);
            }
        }
        boolean startsAsRestart =
                node.type == JobType.START
                        && node == anchor
                        && mode == JobMode.RESTART_DEPENDENCIES;
        if (node.type == JobType.RESTART || startsAsRestart) {
            for (UnitEdge edge : PROPAGATE_RESTART) {
                propagate(node, edge, JobType.TRY_RESTART, true);
            }
        }
        if (node.type == JobType.RELOAD) {
            propagate(node, UnitEdge.PROPAGATES_RELOAD_TO, JobType.TRY_RELOAD, false);
        }
    }

    private void pullForStart(TransactionNode node) {
        for (UnitEdge edge : PULL_START) {
            pull(node, edge, JobType.START, true);
        }
        for (UnitEdge edge : PULL_START_LOOSELY) {
            pull(node, edge, JobType.START, false);
        }
        pull(node, UnitEdge.REQUISITE, JobType.VERIFY_ACTIVE, true);
        pull(node, UnitEdge.CONFLICTS, JobType.STOP, true);
        pull(node, UnitEdge.CONFLICTED_BY, JobType.STOP, false);
    }

    private void pull(TransactionNode node, UnitEdge edge, JobType type, boolean matters) {
        for (JobUnit other : node.unit.edges(edge)) {
            serve(new Request(other, type, node, matters, Optional.of(edge)));
        }
    }

    private void propagate(TransactionNode node, UnitEdge edge, JobType type, boolean matters) {
        for (JobUnit other : node.unit.edges(edge)) {
            JobType meant = JobMerge.collapse(type, other.activeState());
            if (meant != JobType.NOP) {
                serve(new Request(other, meant, node, matters, Optional.of(edge)));
            }
        }
    }

    private void isolate(Collection<? extends JobUnit> all) {
        for (JobUnit unit : all) {
            boolean isTouched = nodes.containsKey(unit);
            boolean isAtRest =
                    unit.activeState().isInactiveOrFailed() && unit.jobs().job().isEmpty();
            if (!isTouched
                    && !isAtRest
                    && !unit.isIgnoredOnIsolate()
                    && unit.isApplicable(JobType.STOP)) {
                serve(new Request(unit, JobType.STOP, anchor, false, Optional.empty()));
            }
        }
    }

    private void stopTriggering() {
        for (JobUnit trigger : anchor.unit.edges(UnitEdge.TRIGGERED_BY)) {
            serve(new Request(trigger, JobType.STOP, anchor, false, Optional.empty()));
        }
    }

    /** Returns why a unit cannot have a job of this type. */
    static Optional<Outcome.Refused<Job>> refusalOf(JobUnit unit, JobType type) {
        if (type != JobType.STOP && type != JobType.NOP) {
            Optional<Outcome.Refused<Job>> refusal = unit.loadRefusal();
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return unit.isApplicable(type)
                ? Optional.empty()
                : Optional.of(
                        new Outcome.Refused<>(
                                Refusal.JOB_TYPE_NOT_APPLICABLE,
                                "Job type "
                                        + type.wireName()
                                        + " is not applicable for unit "
                                        + unit.id()
                                        + "."));
    }
}
