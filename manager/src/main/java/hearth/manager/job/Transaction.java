package hearth.manager.job;

import hearth.budget.Allowance;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.UnitEdge;
import hearth.unit.value.JobMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one order means for all units: a pipeline from an anchor to a set of jobs, or to a reason
 * why not. Nothing is installed before all steps have passed.
 *
 * <ol>
 *   <li>build: the anchor, and whatever its unit's dependencies pull in;
 *   <li>for an isolation: a stop for everything else;
 *   <li>mark what matters to the anchor: what it requires, directly or not;
 *   <li>minimise, in mode {@code fail}: what does not matter must not stop or change anything;
 *   <li>drop what is redundant: units that already are what they should be;
 *   <li>collect garbage: jobs that nobody pulls in any more;
 *   <li>break cycles in the order, at jobs that do not matter;
 *   <li>merge the jobs of one unit, or drop one of them;
 *   <li>check that no job is replaced that may not be.
 * </ol>
 *
 * <p>Every step looks at each job and each edge a bounded number of times, but for each cycle once
 * more.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1)</a>
 */
public final class Transaction {
    private final JobMode mode;
    private final Map<JobUnit, List<TransactionNode>> nodes = new LinkedHashMap<>();
    private final TransactionNotes notes;
    private final TransactionNode anchor;
    private Optional<Outcome.Refused<Job>> failure = Optional.empty();

    /** Something to say about a unit, whatever comes of the transaction. */
    public record Note(String unit, boolean isError, String message) {}

    private Transaction(JobUnit unit, JobType type, JobMode mode) {
        this.mode = mode;
        anchor = new TransactionNode(unit, type);
        notes = new TransactionNotes(unit);
        nodes.put(unit, new ArrayList<>(List.of(anchor)));
    }

    /** What comes of a transaction. */
    public sealed interface Result {

        /** The jobs to install, the anchor's first. */
        record Ready(List<Planned> jobs, List<Note> notes) implements Result {
            public Ready {
                jobs = List.copyOf(jobs);
                notes = List.copyOf(notes);
            }
        }

        /** It cannot be done. */
        record Failed(Outcome.Refused<Job> refusal, List<Note> notes) implements Result {
            public Failed {
                notes = List.copyOf(notes);
            }
        }
    }

    /**
     * One job to install.
     *
     * @param pull what has brought it in; nothing for the anchor's
     */
    public record Planned(JobUnit unit, JobType type, boolean ignoresOrder, Optional<Pull> pull) {}

    /**
     * One unit's job has brought in another's.
     *
     * @param by the unit
     * @param edge what it is to the other; nothing where the order's mode has brought it in
     */
    public record Pull(JobUnit by, Optional<UnitEdge> edge) {}

    /**
     * Returns what an order means.
     *
     * @param all all units, for an isolation
     */
    public static Result of(
            JobUnit unit, JobType type, JobMode mode, Collection<? extends JobUnit> all) {
        return of(unit, type, mode, all, _ -> {});
    }

    /** Returns what an order means, and which units are as they should be. */
    public static Explained explained(
            JobUnit unit, JobType type, JobMode mode, Collection<? extends JobUnit> all) {
        List<JobUnit> alreadySo = new ArrayList<>();
        Result result = of(unit, type, mode, all, done -> alreadySo.addAll(done.alreadySo()));
        return new Explained(result, alreadySo);
    }

    private static Result of(
            JobUnit unit,
            JobType type,
            JobMode mode,
            Collection<? extends JobUnit> all,
            Consumer<Transaction> done) {
        JobType meant = JobMerge.collapse(type, unit.activeState());
        Transaction transaction = new Transaction(unit, meant, mode);
        Optional<Outcome.Refused<Job>> refusal = TransactionBuilder.refusalOf(unit, meant);
        if (refusal.isPresent()) {
            return new Result.Failed(refusal.get(), List.of());
        }
        transaction.failure = transaction.builder().build(all);
        Result result = transaction.settle();
        done.accept(transaction);
        return result;
    }

    /**
     * What comes of a transaction, with what needs nothing.
     *
     * @param alreadySo units that its jobs ask something of that is so already
     */
    public record Explained(Result result, List<JobUnit> alreadySo) {
        public Explained {
            alreadySo = List.copyOf(alreadySo);
        }
    }

    private List<JobUnit> alreadySo() {
        List<JobUnit> found = new ArrayList<>();
        nodes.forEach((unit, ofUnit) -> {
            Allowance.check();
            boolean isLeftOut =
                    ofUnit.stream().allMatch(node -> node.isDeleted)
                            && ofUnit.stream().anyMatch(Transaction::isAskedInVain);
            if (isLeftOut) {
                found.add(unit);
            }
        });
        return found;
    }

    private static boolean isAskedInVain(TransactionNode node) {
        return node.isRedundant
                && node.subjects.stream().anyMatch(link -> !link.subject().isDeleted);
    }

    private TransactionBuilder builder() {
        return new TransactionBuilder(mode, anchor, nodes, notes);
    }

    // ---- the steps after

    private Result settle() {
        if (failure.isEmpty()) {
            markWhatMatters();
            if (mode == JobMode.FAIL) {
                minimiseImpact();
            }
            dropRedundant();
            collectGarbage();
            failure = new OrderCheck(nodes, anchor, notes).run();
        }
        if (failure.isEmpty()) {
            collectGarbage();
            failure = merge();
        }
        if (failure.isEmpty()) {
            collectGarbage();
            dropRedundant();
            failure = destruction();
        }
        return failure.isPresent()
                ? new Result.Failed(failure.get(), notes.list())
                : new Result.Ready(planned(), notes.list());
    }

    private void markWhatMatters() {
        Deque<TransactionNode> reached = new ArrayDeque<>();
        anchor.mattersToAnchor = true;
        reached.add(anchor);
        while (!reached.isEmpty()) {
            Allowance.check();
            for (TransactionNode.Link link : reached.remove().objects) {
                if (link.matters() && !link.object().mattersToAnchor && !link.object().isDeleted) {
                    link.object().mattersToAnchor = true;
                    reached.add(link.object());
                }
            }
        }
    }

    private void minimiseImpact() {
        for (TransactionNode node : live()) {
            boolean stops =
                    node.type == JobType.STOP && node.unit.activeState().isActiveOrActivating();
            boolean changes =
                    node.unit
                            .jobs()
                            .job()
                            .filter(job -> JobMerge.conflicts(node.type, job.type()))
                            .isPresent();
            if (!node.mattersToAnchor && !node.isDeleted && (stops || changes)) {
                node.delete();
            }
        }
    }

    private void dropRedundant() {
        for (List<TransactionNode> ofUnit : nodes.values()) {
            Allowance.check();
            boolean isNeeded = false;
            for (TransactionNode node : ofUnit) {
                isNeeded |= !node.isDeleted && isNeeded(node);
            }
            if (!isNeeded) {
                ofUnit.forEach(Transaction::dropRedundant);
            }
        }
    }

    private static void dropRedundant(TransactionNode node) {
        node.isRedundant |= !node.isDeleted;
        node.isDeleted = true;
    }

    private boolean isNeeded(TransactionNode node) {
        ActiveState state = node.unit.activeState();
        return node == anchor
                || !JobMerge.isRedundant(node.type, state)
                || node.unit
                        .jobs()
                        .job()
                        .filter(job -> JobMerge.conflicts(node.type, job.type()))
                        .isPresent();
    }

    /** Deletes what is pulled in by nobody; an isolation's stops are pulled in by the anchor. */
    private void collectGarbage() {
        List<TransactionNode> live = live();
        live.forEach(node -> node.pullers = 0);
        for (TransactionNode node : live) {
            node.objects.forEach(link -> link.object().pullers++);
        }
        Deque<TransactionNode> orphans = new ArrayDeque<>();
        for (TransactionNode node : live) {
            if (isOrphan(node)) {
                orphans.add(node);
            }
        }
        while (!orphans.isEmpty()) {
            Allowance.check();
            TransactionNode orphan = orphans.remove();
            orphan.isDeleted = true;
            for (TransactionNode.Link link : orphan.objects) {
                link.object().pullers--;
                if (!link.object().isDeleted && isOrphan(link.object())) {
                    orphans.add(link.object());
                }
            }
        }
    }

    /** What was dropped pulls in nothing: a unit that is up keeps the dependencies it has. */
    private boolean isOrphan(TransactionNode node) {
        return node != anchor && node.pullers == 0;
    }

    private Optional<Outcome.Refused<Job>> merge() {
        for (List<TransactionNode> ofUnit : nodes.values()) {
            Allowance.check();
            List<TransactionNode> rest =
                    new ArrayList<>(ofUnit.stream().filter(node -> !node.isDeleted).toList());
            while (rest.size() > 1) {
                TransactionNode one = rest.get(0);
                TransactionNode other = rest.get(1);
                Optional<JobType> merged = JobMerge.merge(one.type, other.type);
                if (merged.isPresent()) {
                    absorb(one, other, merged.get());
                    rest.remove(1);
                    continue;
                }
                Optional<TransactionNode> victim = lesser(one, other);
                if (victim.isEmpty()) {
                    return Optional.of(contradiction(one, other));
                }
                victim.get().delete();
                rest.removeIf(node -> node.isDeleted);
            }
        }
        return anchor.isDeleted ? Optional.of(contradiction(anchor, anchor)) : Optional.empty();
    }

    private void absorb(TransactionNode into, TransactionNode from, JobType merged) {
        JobType meant = JobMerge.collapse(merged, into.unit.activeState());
        into.type = meant;
        into.ignoresOrder |= from.ignoresOrder;
        into.mattersToAnchor |= from.mattersToAnchor;
        from.subjects.forEach(link -> link.subject().pulls(into, link.matters(), link.edge()));
        from.objects.forEach(link -> into.pulls(link.object(), link.matters(), link.edge()));
        from.isDeleted = true;
    }

    private static Outcome.Refused<Job> contradiction(TransactionNode one, TransactionNode other) {
        return new Outcome.Refused<>(
                Refusal.TRANSACTION_JOBS_CONFLICTING,
                "Transaction contains conflicting jobs '"
                        + one.type.wireName()
                        + "' and '"
                        + other.type.wireName()
                        + "' for "
                        + one.unit.id()
                        + ". Probably contradicting requirement dependencies configured.");
    }

    /**
     * Returns the one of two contradicting jobs that is dropped: the one that does not matter; of
     * two such the stop, unless something is stopped because it conflicts with another unit.
     */
    private static Optional<TransactionNode> lesser(TransactionNode one, TransactionNode other) {
        if (one.mattersToAnchor && other.mattersToAnchor) {
            return Optional.empty();
        }
        if (one.mattersToAnchor != other.mattersToAnchor) {
            return Optional.of(one.mattersToAnchor ? other : one);
        }
        TransactionNode stop = one.type == JobType.STOP ? one : other;
        TransactionNode rest = stop == one ? other : one;
        return Optional.of(stop.isStopForConflict ? rest : stop);
    }

    private Optional<Outcome.Refused<Job>> destruction() {
        for (TransactionNode node : live()) {
            Optional<Job> present = node.unit.jobs().job();
            boolean destroys =
                    present.isPresent()
                            && (mode == JobMode.FAIL || present.get().isIrreversible())
                            && JobMerge.conflicts(present.get().type(), node.type);
            if (destroys) {
                return Optional.of(
                        new Outcome.Refused<>(
                                Refusal.TRANSACTION_IS_DESTRUCTIVE,
                                "Transaction for "
                                        + anchor
                                        + " is destructive ("
                                        + node.unit.id()
                                        + " has '"
                                        + present.get().type().wireName()
                                        + "' job queued, but '"
                                        + node.type.wireName()
                                        + "' is included in transaction)."));
            }
        }
        return Optional.empty();
    }

    private List<Planned> planned() {
        List<Planned> planned = new ArrayList<>();
        for (TransactionNode node : live()) {
            planned.add(new Planned(node.unit, node.type, node.ignoresOrder, pull(node)));
        }
        return planned;
    }

    /** Of all that have pulled it in the first says why: it is nearest to the anchor. */
    private Optional<Pull> pull(TransactionNode node) {
        if (node == anchor) {
            return Optional.empty();
        }
        for (TransactionNode.Link link : node.subjects) {
            if (!link.subject().isDeleted && link.subject() != node) {
                return Optional.of(new Pull(link.subject().unit, link.edge()));
            }
        }
        return Optional.of(new Pull(anchor.unit, Optional.empty()));
    }

    private List<TransactionNode> live() {
        List<TransactionNode> live = new ArrayList<>();
        for (List<TransactionNode> ofUnit : nodes.values()) {
            for (TransactionNode node : ofUnit) {
                if (!node.isDeleted) {
                    live.add(node);
                }
            }
        }
        return live;
    }
}
