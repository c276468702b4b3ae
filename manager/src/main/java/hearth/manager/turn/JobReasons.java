package hearth.manager.turn;

import hearth.manager.cause.Cause;
import hearth.manager.cause.Why;
import hearth.manager.job.JobUnit;
import hearth.manager.job.Transaction;
import hearth.manager.table.Places;
import hearth.manager.table.UnitEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Why each job of one transaction is there: what has pulled it in, and why that is there. */
public final class JobReasons implements Function<Transaction.Planned, Optional<Why>> {
    /** What a unit is to another that an isolation of it, or a stop with its triggers, stops. */
    private static final String BY_MODE = "JobMode";

    private final Places places;
    private final Optional<Why> order;
    private final Map<JobUnit, Optional<Why>> known = new HashMap<>();

    /**
     * Makes the reasons of a transaction.
     *
     * @param order why it was ordered
     */
    JobReasons(Places places, Optional<Why> order) {
        this.places = places;
        this.order = order;
    }

    /** Returns why a job is there; those that pull in others are asked for first. */
    @Override
    public Optional<Why> apply(Transaction.Planned plan) {
        Optional<Why> why = plan.pull().map(pull -> pulled(plan.unit(), pull)).or(() -> order);
        known.put(plan.unit(), why);
        return why;
    }

    private Why pulled(JobUnit unit, Transaction.Pull pull) {
        return new Why(cause(places, unit, pull), known.getOrDefault(pull.by(), order));
    }

    /** Returns what has pulled a unit's job in, and where that is written. */
    public static Cause cause(Places places, JobUnit unit, Transaction.Pull pull) {
        if (pull.by() instanceof UnitEntry by
                && unit instanceof UnitEntry entry
                && pull.edge().isPresent()) {
            return places.because(by, pull.edge().get(), entry);
        }
        return new Cause.ByUnit(pull.by().id(), BY_MODE, "");
    }
}
