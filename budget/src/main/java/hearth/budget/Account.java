package hearth.budget;

import java.util.Optional;

/**
 * One user's budget: where everything is charged that this user makes grow. Any thread may charge.
 */
public final class Account {
    private final Budgets budgets;
    private final int uid;

    Account(Budgets budgets, int uid) {
        this.budgets = budgets;
        this.uid = uid;
    }

    /** Returns whose account it is. */
    public int uid() {
        return uid;
    }

    /**
     * Charges some of a resource.
     *
     * @param amount pieces or bytes; 0 is always granted
     * @return the charge, to be released when it is no longer had; empty where the user has too
     *     much already, which whoever asked is told ({@link #refusal})
     */
    public Optional<Charge> charge(Resource resource, long amount) {
        return take(resource, amount)
                ? Optional.of(new Charge(this, resource, amount))
                : Optional.empty();
    }

    /** Returns a charge of nothing, which may grow. */
    public Charge open(Resource resource) {
        return new Charge(this, resource, 0);
    }

    /** Returns what somebody is told whose charge was refused. */
    public static String refusal(Resource resource) {
        return "the limit %s is reached: a user may have %d, and less where memory is short"
                .formatted(resource.wireName(), resource.most());
    }

    /** Returns how much of a resource is charged now. */
    public long used(Resource resource) {
        return budgets.used(uid, resource);
    }

    /** Returns how much more of a resource could be charged now. */
    public long room(Resource resource) {
        return budgets.room(uid, resource);
    }

    boolean take(Resource resource, long amount) {
        return budgets.take(uid, resource, amount);
    }

    void give(Resource resource, long amount) {
        budgets.give(uid, resource, amount);
    }
}
