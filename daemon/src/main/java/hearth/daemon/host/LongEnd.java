package hearth.daemon.host;

import hearth.daemon.brain.Brain;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.mailbox.MailboxTimers;
import hearth.linux.Polling;
import hearth.manager.Manager;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Says what a manager waits for that is to end and doesn't, again and again. Belongs to the
 * manager's mailbox.
 */
public final class LongEnd {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** Jobs that are named at once: the first are those that the others wait for. */
    private static final int JOBS_MAX = 8;

    private static final long TOKEN = 0;

    private final Brain brain;
    private final Mailbox mailbox;
    private final Manager manager;
    private final String peer;
    private final MailboxTimers timers;

    /**
     * Makes one that says nothing yet.
     *
     * @param peer for whom it waits where no job is left: "its hand"
     */
    public LongEnd(Brain brain, Mailbox mailbox, Manager manager, String peer) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.manager = manager;
        this.peer = peer;
        timers = new MailboxTimers(brain.reactor(), mailbox);
    }

    /** The manager is to end from now on. */
    public void begin() {
        long now = brain.linux().polling().nowNanos(Polling.Clock.MONOTONIC);
        timers.set(TOKEN, now + PAUSE.toNanos(), this::say);
    }

    /** It has ended. */
    public void end() {
        timers.cancelAll();
    }

    private void say() {
        String jobs =
                manager.jobs().stream()
                        .filter(job -> manager.jobsBefore(job).isEmpty())
                        .limit(JOBS_MAX)
                        .map(job -> job.type().wireName() + " of " + job.unit().id())
                        .collect(Collectors.joining(", "));
        brain.complaints()
                .say(mailbox + " is to end and waits for: " + (jobs.isEmpty() ? peer : jobs));
        begin();
    }
}
