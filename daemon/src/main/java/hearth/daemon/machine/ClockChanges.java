package hearth.daemon.machine;

import hearth.daemon.mailbox.FairExecutor;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Inotify;
import hearth.linux.Linux;
import hearth.linux.Polling;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells when somebody sets the wall clock, and when the machine's time zone changes. A machine that
 * wakes up from suspend counts as one whose clock was set: what is due by the wall clock has to be
 * looked at again.
 *
 * <p>Belongs to the reactor, but for {@link #zone}, {@link #subscribe} and the zone's file, which
 * is read by a worker.
 */
public final class ClockChanges {
    private static final String ZONE_DIRECTORY = "/etc";
    private static final String ZONE_FILE = "localtime";

    /** The worker's only user of this kind. */
    private static final String LANE = "time zone";

    /** Told of changes, in the mailbox that it was subscribed with. */
    public interface Listener {
        /** The wall clock was set. */
        void clockSet();

        /** The machine is in another time zone. */
        void zoneChanged(ZoneId zone);
    }

    private record Subscriber(Executor mailbox, Listener listener) {}

    private final Linux linux;
    private final Reactor reactor;
    private final FairExecutor files;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private volatile ZoneId zone = ZoneId.systemDefault();

    /**
     * Watches nothing yet.
     *
     * @param files does what waits for a disk
     */
    public ClockChanges(Linux linux, Reactor reactor, FairExecutor files) {
        this.linux = linux;
        this.reactor = reactor;
        this.files = files;
    }

    /**
     * Begins to watch.
     *
     * @throws ErrnoException where one of both cannot be watched: the other may be
     */
    public void open() throws ErrnoException {
        int timer = linux.polling().timerFd(Polling.Clock.REALTIME);
        linux.polling().watchClockChange(timer);
        reactor.register(timer, Polling.READABLE, _ -> clockReady(timer));
        int inotify = linux.inotify().open();
        linux.inotify()
                .watch(
                        inotify,
                        ZONE_DIRECTORY,
                        Inotify.CREATED | Inotify.MOVED_TO | Inotify.DELETED | Inotify.WRITTEN);
        reactor.register(inotify, Polling.READABLE, _ -> directoryReady(inotify));
    }

    /** Returns the machine's time zone, as it was read last. */
    public ZoneId zone() {
        return zone;
    }

    /** Tells a listener from now on, in a mailbox. */
    public void subscribe(Executor mailbox, Listener listener) {
        reactor.execute(() -> subscribers.add(new Subscriber(mailbox, listener)));
    }

    /** Tells a listener no more. */
    public void unsubscribe(Listener listener) {
        reactor.execute(
                () -> subscribers.removeIf(subscriber -> subscriber.listener().equals(listener)));
    }

    private void clockReady(int timer) throws ErrnoException {
        try {
            linux.polling().expirations(timer);
        } catch (ErrnoException e) {
            if (!e.errno().equals(Errno.ECANCELED)) {
                throw e;
            }
            linux.polling().watchClockChange(timer);
            tell(Listener::clockSet);
        }
    }

    private void directoryReady(int inotify) throws ErrnoException {
        boolean isZone =
                linux.inotify().read(inotify).stream()
                        .anyMatch(event -> event.name().equals(ZONE_FILE) || event.watch() < 0);
        if (isZone) {
            files.submit(LANE, this::readZone);
        }
    }

    private void readZone() {
        TimeZone.setDefault(null); // or it is what it was when the process began
        ZoneId now = ZoneId.systemDefault();
        reactor.execute(() -> {
            if (!now.equals(zone)) {
                zone = now;
                tell(listener -> listener.zoneChanged(now));
            }
        });
    }

    private void tell(Consumer<Listener> news) {
        for (Subscriber subscriber : subscribers) {
            subscriber.mailbox().execute(() -> news.accept(subscriber.listener()));
        }
    }
}
