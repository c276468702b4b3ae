package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.body.Bytes;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The stamp files of persistent timers: empty, and as old as the last trigger. They lie where
 * systemd keeps them. Belongs to the manager's mailbox.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.timer.5.html">systemd.timer(5),
 *     Persistent=</a>
 */
final class Stamps {
    private static final String PREFIX = "/stamp-";

    /** Ours are empty; somebody may have written into one. */
    private static final int FILE_BYTES_MAX = 4_096;

    private static final int FILE_MODE = 0644;
    private static final int DIRECTORY_MODE = 0755;

    private final Line<HandEvent> hand;
    private final Mailbox mailbox;
    private final String directory;
    private final Consumer<Event> events;
    private final BiConsumer<String, CommonEvent.Failed> failures;

    /**
     * Reads and writes nothing yet.
     *
     * @param directory where the stamps are
     * @param failures told, with the unit, of what could not be written
     */
    Stamps(
            Line<HandEvent> hand,
            Mailbox mailbox,
            String directory,
            Consumer<Event> events,
            BiConsumer<String, CommonEvent.Failed> failures) {
        this.hand = hand;
        this.mailbox = mailbox;
        this.directory = directory;
        this.events = events;
        this.failures = failures;
    }

    void read(Effect.ReadStamp question) {
        hand.order(
                new FileOrder.ReadFile(directory + PREFIX + question.unit(), FILE_BYTES_MAX, true),
                mailbox,
                answer -> {
                    long stamp =
                            answer instanceof HandEvent.FileContent content
                                    ? content.modifiedUsec()
                                    : 0;
                    events.accept(new Event.StampRead(question.token(), stamp));
                });
    }

    void remove(String unit) {
        hand.order(
                new FileOrder.Remove(directory + PREFIX + unit, false),
                failed -> failures.accept(unit, failed));
    }

    void write(String unit) {
        hand.order(
                new FileOrder.MakeDirectories(directory, DIRECTORY_MODE),
                failed -> failures.accept(unit, failed));
        hand.order(
                new FileOrder.WriteFile(directory + PREFIX + unit, FILE_MODE, false, Bytes.of("")),
                failed -> failures.accept(unit, failed));
    }
}
