package hearth.manager.job;

import hearth.manager.graph.UnitEdge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A job that a transaction may install. */
final class TransactionNode {
    final JobUnit unit;
    JobType type;
    boolean ignoresOrder;
    boolean mattersToAnchor;
    boolean isDeleted;
    boolean isStopForConflict;

    /** Whether it was dropped since its unit is as it should be. */
    boolean isRedundant;

    /** How many jobs that are not deleted have pulled this one in, while garbage is collected. */
    int pullers;

    /** What this one pulled in. */
    final List<Link> objects = new ArrayList<>();

    /** What pulled this one in. */
    final List<Link> subjects = new ArrayList<>();

    /**
     * One job pulled in another.
     *
     * @param matters whether the subject makes no sense without the object
     * @param edge between their units; nothing where it is the order's mode that pulls
     */
    record Link(
            TransactionNode subject,
            TransactionNode object,
            boolean matters,
            Optional<UnitEdge> edge) {}

    TransactionNode(JobUnit unit, JobType type) {
        this.unit = unit;
        this.type = type;
    }

    void pulls(TransactionNode object, boolean matters, Optional<UnitEdge> edge) {
        Link link = new Link(this, object, matters, edge);
        objects.add(link);
        object.subjects.add(link);
    }

    /** Deletes this job, and those that make no sense without it. */
    void delete() {
        Deque<TransactionNode> doomed = new ArrayDeque<>();
        doomed.add(this);
        while (!doomed.isEmpty()) {
            TransactionNode node = doomed.remove();
            if (node.isDeleted) {
                continue;
            }
            node.isDeleted = true;
            for (Link link : node.subjects) {
                if (link.matters() && !link.subject().isDeleted) {
                    doomed.add(link.subject());
                }
            }
        }
    }

    @Override
    public String toString() {
        return unit.id() + "/" + type.wireName();
    }
}
