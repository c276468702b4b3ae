package hearth.budget;

/**
 * Something that was charged to a user, until it is released. Confined to whoever has what was
 * charged.
 */
public final class Charge implements AutoCloseable {
    private final Account account;
    private final Resource resource;
    private long amount;

    Charge(Account account, Resource resource, long amount) {
        this.account = account;
        this.resource = resource;
        this.amount = amount;
    }

    /** Returns how much is charged now: pieces or bytes. */
    public long amount() {
        return amount;
    }

    /**
     * Changes how much is charged. Less is always granted.
     *
     * @return whether it was possible; where it was not, nothing has changed
     */
    public boolean resize(long wanted) {
        if (wanted > amount && !account.take(resource, wanted - amount)) {
            return false;
        }
        if (wanted < amount) {
            account.give(resource, amount - wanted);
        }
        amount = wanted;
        return true;
    }

    /** Releases all of it; again does nothing. */
    @Override
    public void close() {
        if (amount > 0) {
            account.give(resource, amount);
            amount = 0;
        }
    }
}
