package hearth.daemon;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import java.time.Duration;
import java.util.List;

/**
 * Tells the keeper that the brain is alive: not only its reactor, but every mailbox that serves all
 * users. One that is stuck anywhere is ended by the keeper, and another takes over. Belongs to the
 * reactor.
 */
final class Heartbeat {
    /** Between two beats: each wakes the brain and the keeper. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** How late a beat may be on a machine that has too much to do; the longest seen is 3 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What the heap may have grown to before garbage is looked for unasked. */
    private static final long HEAP_BYTES_QUIET = 64 << 20;

    private final Brain brain;
    private final Line<KeeperEvent> keeper;
    private final List<Mailbox> mailboxes;
    private final SpareMemory spareMemory;
    private long heapBytesLive;

    /**
     * Makes a heartbeat that has not begun.
     *
     * @param mailboxes what it goes through
     */
    Heartbeat(Brain brain, Line<KeeperEvent> keeper, List<Mailbox> mailboxes) {
        this.brain = brain;
        this.keeper = keeper;
        this.mailboxes = List.copyOf(mailboxes);
        spareMemory = new SpareMemory(brain, SpareMemory::cpuTime);
    }

    /** Beats from now on. */
    void begin() {
        pass(0);
    }

    private void pass(int index) {
        if (index < mailboxes.size()) {
            mailboxes.get(index).execute(() -> brain.reactor().execute(() -> pass(index + 1)));
            return;
        }
        // an old keeper knows no such order, and expects none
        keeper.order(new KeeperOrder.Alive((int) PATIENCE.toMillis()), _ -> {});
        brain.lanes().look();
        collectGarbage();
        spareMemory.look();
        brain.reactor().after(INTERVAL, this::begin);
    }

    /**
     * A heap that may grow does so before the collector looks at what is old, and keeps what it has
     * grown to: memory that one busy minute took would be had for good.
     */
    private void collectGarbage() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() > Math.max(HEAP_BYTES_QUIET, 2 * heapBytesLive)) {
            System.gc();
            heapBytesLive = runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
