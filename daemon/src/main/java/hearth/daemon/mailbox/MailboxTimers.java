package hearth.daemon.mailbox;

import hearth.daemon.reactor.Reactor;
import java.util.HashMap;
import java.util.Map;

/**
 * The timers of one mailbox's engine, by token: they wait in the reactor and ring in the mailbox.
 *
 * <p>Methods are called in the mailbox. A timer that is cancelled while it rings may still ring
 * once: engines drop stale tokens.
 */
public final class MailboxTimers {
    private final Reactor reactor;
    private final Mailbox mailbox;
    private final Map<Long, Reactor.Timer> timers = new HashMap<>(); // the reactor's

    /** Makes timers that ring in {@code mailbox}. */
    public MailboxTimers(Reactor reactor, Mailbox mailbox) {
        this.reactor = reactor;
        this.mailbox = mailbox;
    }

    /** Runs {@code ring} in the mailbox once CLOCK_MONOTONIC shows {@code atNanos}. */
    public void set(long token, long atNanos, Runnable ring) {
        reactor.execute(() -> {
            forget(token);
            timers.put(
                    token,
                    reactor.at(
                            atNanos,
                            () -> {
                                timers.remove(token);
                                mailbox.execute(ring);
                            }));
        });
    }

    /** Forgets a timer; a token without one is none. */
    public void cancel(long token) {
        reactor.execute(() -> forget(token));
    }

    /** Forgets all timers: their engine has ended. */
    public void cancelAll() {
        reactor.execute(() -> {
            timers.values().forEach(Reactor.Timer::cancel);
            timers.clear();
        });
    }

    private void forget(long token) {
        Reactor.Timer timer = timers.remove(token);
        if (timer != null) {
            timer.cancel();
        }
    }
}
