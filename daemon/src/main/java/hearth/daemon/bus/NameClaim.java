package hearth.daemon.bus;

import hearth.daemon.reactor.Reactor;
import hearth.dbus.bus.BusNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Looks over one connection whether a bus's names are free, and takes them, one after the other.
 * Belongs to the reactor.
 */
final class NameClaim {
    /** How often a rival is looked for before he is believed in. */
    private static final int LOOKS = 3;

    /** How long to wait between two looks. */
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    /** How long to wait before a name is asked for again: a policy may have been installed. */
    private static final Duration REFUSAL_RETRY = Duration.ofSeconds(5);

    private final Reactor reactor;
    private final BusNames bus;
    private final List<String> names;
    private final Way way;

    /** What belongs to the connection. */
    interface Way {
        /** Returns when a question to the bus is over that is about a rival; monotonic. */
        long lookDeadlineNanos();

        /** Returns when any other is. */
        long deadlineNanos();

        /** Returns whether the connection has ended: nobody waits for an answer any more. */
        boolean isClosed();

        /** Writes what was asked. */
        void flush();

        /** A name has another owner. */
        void taken(String name);

        /** The bus refuses a name; it is asked for again. */
        void refused(String name);
    }

    /**
     * Makes a claim.
     *
     * @param names to own, in this order
     */
    NameClaim(Reactor reactor, BusNames bus, List<String> names, Way way) {
        this.reactor = reactor;
        this.bus = bus;
        this.names = List.copyOf(names);
        this.way = way;
    }

    /**
     * Looks whether somebody else has a name. A brain that has died a moment ago may still have
     * them by the bus's word.
     *
     * @param then nobody has, as far as can be seen
     */
    void look(Runnable then) {
        look(0, LOOKS, then);
    }

    private void look(int index, int attempts, Runnable then) {
        if (way.isClosed()) {
            return;
        }
        if (index == names.size()) {
            then.run();
            return;
        }
        bus.owner(
                names.get(index),
                way.lookDeadlineNanos(),
                owner -> {
                    switch (owner) {
                        case BusNames.Owner.Is _ -> rival(index, attempts - 1, then);
                        case BusNames.Owner.None(), BusNames.Owner.Unknown() ->
                                look(index + 1, attempts, then);
                    }
                });
        way.flush();
    }

    private void rival(int index, int attempts, Runnable then) {
        if (attempts == 0) {
            way.taken(names.get(index));
        } else {
            reactor.after(LOOK_PAUSE, () -> look(index, attempts, then));
        }
    }

    /**
     * Takes the names.
     *
     * @param then all are ours
     */
    void take(Runnable then) {
        take(0, then);
    }

    private void take(int index, Runnable then) {
        if (index == names.size()) {
            then.run();
            return;
        }
        String name = names.get(index);
        // without queueing: two login managers would fight over the same files
        bus.requestName(
                name,
                Set.of(BusNames.NameFlag.DO_NOT_QUEUE),
                way.deadlineNanos(),
                outcome -> {
                    switch (outcome) {
                        case OWNED -> take(index + 1, then);
                        case QUEUED, TAKEN -> way.taken(name);
                        case REFUSED, UNANSWERED -> refused(index, then);
                    }
                });
        way.flush();
    }

    private void refused(int index, Runnable then) {
        if (way.isClosed()) {
            return;
        }
        way.refused(names.get(index));
        reactor.after(
                REFUSAL_RETRY,
                () -> {
                    if (!way.isClosed()) {
                        take(index, then);
                    }
                });
    }
}
