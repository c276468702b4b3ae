package hearth.daemon.user;

import hearth.daemon.generator.Generators;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogInput;
import hearth.daemon.log.UnitLog;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The log pipes of processes that have outlived the hand which started them. The brain alone has
 * their reading ends then; the next hand is given them to keep, so that the next brain has them. In
 * the manager's mailbox.
 */
final class KeptLogs {
    private static final String PREFIX = "log ";
    private static final int FIELDS = 3;

    private final UnitLog log;
    private final Line<HandEvent> hand;
    private final Mailbox mailbox;
    private final Descriptors descriptors;

    /**
     * Whose a kept pipe is.
     *
     * @param token the name of its process
     */
    record Owner(long token, int pid, String unit) {
        /** Returns the name under which the hand keeps it. */
        String toName() {
            return PREFIX + token + " " + pid + " " + unit;
        }

        /** Returns whose the descriptor of this name is; nothing where it is no log pipe. */
        static Optional<Owner> of(String name) {
            String[] fields =
                    name.startsWith(PREFIX)
                            ? name.substring(PREFIX.length()).split(" ", FIELDS)
                            : new String[0];
            if (fields.length < FIELDS) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        new Owner(
                                Long.parseLong(fields[0]), Integer.parseInt(fields[1]), fields[2]));
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        }
    }

    KeptLogs(UnitLog log, Line<HandEvent> hand, Mailbox mailbox, Descriptors descriptors) {
        this.log = log;
        this.descriptors = descriptors;
        this.hand = hand;
        this.mailbox = mailbox;
    }

    /** Has the hand keep what is read, but for the pipes of processes that it has itself. */
    void keep(Set<Long> ofHand) {
        log.openInputs(input -> {
            // Generators have ended, or will be killed: what they say is not waited for.
            // A stream the keeper has; no hand is given its end.
            if (!input.isStream()
                    && !ofHand.contains(input.process())
                    && !Generators.isGenerator(input.process())) {
                keep(input);
            }
        });
    }

    private void keep(LogInput.Open input) {
        var owner = new Owner(input.process(), input.pid(), input.unit());
        input.duplicate().ifPresent(fd -> give(owner, fd));
        dropAtEnd(owner);
    }

    private void give(Owner owner, int fd) {
        hand.order(
                new CommonOrder.KeepDescriptor(owner.toName()),
                new int[] {fd},
                mailbox,
                (_, _) -> {});
    }

    /**
     * Finds a pipe again that the brain and the hand before have read, which have died together:
     * the process's own end leads there.
     *
     * @param reader begins to read it; one that is read already is closed there
     */
    void reopen(Owner owner, IntConsumer reader) {
        hand.order(
                new HandOrder.ReopenLog(owner.pid()),
                new int[0],
                mailbox,
                (answer, received) -> {
                    if (answer instanceof HandEvent.Descriptor && received.length == 1) {
                        duplicate(received[0]).ifPresent(copy -> give(owner, copy));
                        reader.accept(received[0]);
                        dropAtEnd(owner);
                    }
                });
    }

    private OptionalInt duplicate(int fd) {
        try {
            return OptionalInt.of(descriptors.duplicate(fd));
        } catch (ErrnoException _) {
            return OptionalInt.empty(); // without one to spare the brain alone has it
        }
    }

    /** Has the hand drop what it keeps when all of it is written. */
    void dropAtEnd(Owner owner) {
        log.afterEnd(
                owner.token(),
                () -> hand.order(new CommonOrder.DropDescriptor(owner.toName()), mailbox, _ -> {}));
    }
}
