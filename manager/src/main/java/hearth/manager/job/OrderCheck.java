package hearth.manager.job;

import hearth.budget.Allowance;
import hearth.manager.graph.UnitEdge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks for cycles in the order of a transaction's jobs, and breaks each at a job that does not
 * matter to the anchor. A search in depth with a stack of its own.
 */
final class OrderCheck {
    private final Map<JobUnit, List<TransactionNode>> nodes;
    private final TransactionNode anchor;
    private final TransactionNotes notes;
    private final Map<JobUnit, Mark> marks = new HashMap<>();
    private final List<Frame> path = new ArrayList<>();
    private final Deque<JobUnit> roots;

    private enum Mark {
        ON_PATH,
        DONE
    }

    /** A unit of the path, and those it waits for that are still to be looked at. */
    private record Frame(JobUnit unit, Iterator<JobUnit> rest) {}

    OrderCheck(
            Map<JobUnit, List<TransactionNode>> nodes,
            TransactionNode anchor,
            TransactionNotes notes) {
        this.nodes = nodes;
        this.anchor = anchor;
        this.notes = notes;
        roots = new ArrayDeque<>(nodes.keySet());
    }

    /** Returns why the order cannot be had, where a cycle cannot be broken. */
    Optional<Outcome.Refused<Job>> run() {
        while (!roots.isEmpty()) {
            enter(roots.remove());
            while (!path.isEmpty()) {
                Allowance.check();
                Frame top = path.getLast();
                if (!top.rest().hasNext()) {
                    marks.put(top.unit(), Mark.DONE);
                    path.removeLast();
                    continue;
                }
                JobUnit next = top.rest().next();
                if (marks.get(next) != Mark.ON_PATH) {
                    enter(next);
                } else if (!breakCycle(next)) {
                    return Optional.of(
                            new Outcome.Refused<>(
                                    Refusal.TRANSACTION_ORDER_IS_CYCLIC,
                                    "Transaction order is cyclic. See system logs for details."));
                }
            }
        }
        return Optional.empty();
    }

    private void enter(JobUnit unit) {
        if (marks.get(unit) == null && typeOf(unit).isPresent()) {
            marks.put(unit, Mark.ON_PATH);
            path.add(new Frame(unit, awaited(unit)));
        }
    }

    /** Returns the type of the unit's job in the transaction, else of the one it has. */
    private Optional<JobType> typeOf(JobUnit unit) {
        return node(unit)
                .map(node -> node.type)
                .or(() -> unit.jobs().job().map(Job::type))
                .filter(type -> type != JobType.NOP);
    }

    private Optional<TransactionNode> node(JobUnit unit) {
        for (TransactionNode node : nodes.getOrDefault(unit, List.of())) {
            if (!node.isDeleted && !node.ignoresOrder) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** Returns whom a unit waits for, looked for as it goes on: they may be many at each step. */
    private Iterator<JobUnit> awaited(JobUnit unit) {
        JobType type = typeOf(unit).orElse(JobType.NOP);
        return Stream.concat(
                        waitedFor(unit, UnitEdge.AFTER, type, false),
                        waitedFor(unit, UnitEdge.BEFORE, type, true))
                .iterator();
    }

    private Stream<JobUnit> waitedFor(
            JobUnit unit, UnitEdge edge, JobType type, boolean isOtherLater) {
        return unit.edges(edge).stream()
                .filter(other ->
                        typeOf(other)
                                .filter(its -> JobMerge.waits(type, its, isOtherLater))
                                .isPresent())
                .map(JobUnit.class::cast);
    }

    /** Breaks the cycle that ends where the path comes back to a unit; returns whether it could. */
    private boolean breakCycle(JobUnit start) {
        List<JobUnit> cycle = new ArrayList<>();
        for (int i = path.size() - 1; i >= 0; i--) {
            cycle.add(path.get(i).unit());
            if (path.get(i).unit().equals(start)) {
                break;
            }
        }
        say(start, false, () -> "Found ordering cycle on " + words(start));
        for (JobUnit unit : cycle) {
            say(start, false, () -> "Found dependency on " + words(unit));
        }
        for (JobUnit unit : cycle) {
            Optional<TransactionNode> victim = node(unit);
            if (victim.isPresent() && !isPrecious(unit)) {
                say(
                        start,
                        true,
                        () ->
                                "Job "
                                        + words(unit)
                                        + " deleted to break ordering cycle starting with "
                                        + words(start));
                for (TransactionNode node : nodes.getOrDefault(unit, List.of())) {
                    node.delete();
                }
                leave();
                return true;
            }
        }
        say(start, true, () -> "Unable to break cycle starting with " + words(start));
        return false;
    }

    private boolean isPrecious(JobUnit unit) {
        for (TransactionNode node : nodes.getOrDefault(unit, List.of())) {
            if (!node.isDeleted && (node.mattersToAnchor || node == anchor)) {
                return true;
            }
        }
        return false;
    }

    /** Goes back on the path behind everything that was deleted, to look at the rest again. */
    private void leave() {
        int firstGone = 0;
        while (firstGone < path.size() && typeOf(path.get(firstGone).unit()).isPresent()) {
            firstGone++;
        }
        while (path.size() > firstGone) {
            JobUnit unit = path.removeLast().unit();
            marks.remove(unit);
            roots.addFirst(unit);
        }
    }

    private String words(JobUnit unit) {
        return unit.id() + "/" + typeOf(unit).orElse(JobType.NOP).wireName();
    }

    private void say(JobUnit unit, boolean isError, Supplier<String> message) {
        notes.add(unit.id(), isError, () -> unit.id() + ": " + message.get());
    }
}
