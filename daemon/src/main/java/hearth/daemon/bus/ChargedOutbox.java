package hearth.daemon.bus;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.reactor.Reactor;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Outbox;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries messages from any thread to one user's connection: each is charged to the user before it
 * waits for the reactor. An answer for which there is no room is an error instead.
 */
final class ChargedOutbox implements Outbox {
    /** Where messages go. */
    interface Way {
        /** Returns whether nothing leads anywhere any more; any thread. */
        boolean isOver();

        /** Sends a message, which it owns from now on; on the reactor's thread. */
        void send(Message message);

        /** There is no room even for an error; on the reactor's thread. */
        void overflow();
    }

    private final Account account;
    private final Reactor reactor;
    private final Way way;
    private final AtomicLong postedBytes = new AtomicLong();

    ChargedOutbox(Account account, Reactor reactor, Way way) {
        this.account = account;
        this.reactor = reactor;
        this.way = way;
    }

    @Override
    public boolean isOpen() {
        return !way.isOver();
    }

    /** Returns how many bytes are on their way to the reactor. */
    long postedBytes() {
        return postedBytes.get();
    }

    @Override
    public void send(Message message) {
        long bytes = message.sizeBytes();
        Optional<Charge> charge = account.charge(Resource.OUTGOING_BYTES, bytes);
        if (charge.isPresent()) {
            postedBytes.addAndGet(bytes);
            Message charged = message.withCharge(charge.get());
            reactor.execute(() -> {
                postedBytes.addAndGet(-bytes);
                way.send(charged);
            });
            return;
        }
        message.close();
        if (message.type() == MessageType.METHOD_RETURN) {
            send(
                    message.failedInstead(
                            ErrorName.LIMITS_EXCEEDED, Account.refusal(Resource.OUTGOING_BYTES)));
        } else {
            reactor.execute(way::overflow);
        }
    }
}
