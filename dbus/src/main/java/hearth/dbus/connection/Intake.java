package hearth.dbus.connection;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.dbus.Announcement;
import hearth.dbus.Message;
import java.util.Optional;

/**
 * Decides by its announcement whether a message is read, and charges it to whoever sends it before
 * room is made for it. Confined to the connection's thread.
 */
final class Intake {
    private final Limits limits;
    private Optional<Account> account = Optional.empty();
    private Optional<Charge> charge = Optional.empty(); // of the message that is coming

    Intake(Limits limits) {
        this.limits = limits;
    }

    void chargeTo(Account payer) {
        account = Optional.of(payer);
    }

    /** Returns why a message is not read; nothing where it is, and then it is charged. */
    Optional<String> refusal(Announcement message) {
        if (message.bytes() > limits.messageBytes()) {
            return Optional.of(
                    "a message of %d bytes is too large: at most %d are read"
                            .formatted(message.bytes(), limits.messageBytes()));
        }
        if (account.isEmpty()) {
            return Optional.empty();
        }
        if (charge.isEmpty()) {
            charge = account.map(payer -> payer.open(Resource.INCOMING_BYTES));
        }
        return charge.get().resize(message.bytes())
                ? Optional.empty()
                : Optional.of(Account.refusal(Resource.INCOMING_BYTES));
    }

    /** Returns the message, which has come as a whole, with its charge. */
    Message withCharge(Message message) {
        Message charged = charge.map(message::withCharge).orElse(message);
        charge = Optional.empty();
        return charged;
    }

    /** Forgets the message that was coming. */
    void close() {
        charge.ifPresent(Charge::close);
        charge = Optional.empty();
    }
}
