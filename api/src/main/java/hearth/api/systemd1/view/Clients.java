package hearth.api.systemd1.view;

import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.object.Caller;
import hearth.manager.Unit;
import hearth.manager.job.Job;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Who hears what happens in one manager. A peer on a private socket hears everything from the
 * beginning; a bus hears it while at least one of its clients has subscribed, and of a unit while
 * one of them holds that. Confined to the manager's mailbox.
 */
public final class Clients {
    /** Stands for those who had subscribed at an earlier brain; no client has such a name. */
    private static final String EARLIER = "";

    private final Set<Outbox> peers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> subscribers = new HashSet<>();

    /** Jobs that a bus client ordered, who hears of them without subscribing. */
    private final Set<Integer> orderedJobs = new HashSet<>();

    private Optional<Outbox> bus = Optional.empty();

    /** What came of subscribing. */
    public enum Subscription {
        DONE,
        ALREADY_SUBSCRIBED,
        NOT_SUBSCRIBED,
        TOO_MANY
    }

    public void peerConnected(Outbox peer) {
        peers.add(peer);
    }

    public void peerGone(Outbox peer) {
        peers.remove(peer);
    }

    public void busConnected(Outbox outbox) {
        bus = Optional.of(outbox);
        subscribers.clear();
        orderedJobs.clear();
    }

    public void busGoesOn(Outbox outbox) {
        busConnected(outbox);
        subscribers.add(EARLIER);
    }

    public void busGone() {
        bus = Optional.empty();
        subscribers.clear();
        orderedJobs.clear();
    }

    public void busClientGone(String name) {
        subscribers.remove(name);
    }

    /** Takes a caller in; peers are in by themselves. */
    public Subscription subscribe(Caller caller) {
        if (caller.busName().isEmpty()) {
            return Subscription.DONE;
        }
        if (subscribers.contains(caller.busName())) {
            return Subscription.ALREADY_SUBSCRIBED;
        }
        if (subscribers.size() >= Limits.SUBSCRIBERS) {
            return Subscription.TOO_MANY;
        }
        subscribers.add(caller.busName());
        return Subscription.DONE;
    }

    /** Lets a caller go. */
    public Subscription unsubscribe(Caller caller) {
        return caller.busName().isEmpty() || subscribers.remove(caller.busName())
                ? Subscription.DONE
                : Subscription.NOT_SUBSCRIBED;
    }

    /** Remembers who ordered a job. */
    public void noteJob(Caller caller, Job job) {
        if (!caller.busName().isEmpty()) {
            orderedJobs.add(job.id());
        }
    }

    /** Forgets a job that has ended. */
    public void forgetJob(Job job) {
        orderedJobs.remove(job.id());
    }

    /** Returns whether anybody would hear a signal. */
    public boolean isAnybodyListening() {
        return !peers.isEmpty() || (bus.isPresent() && !subscribers.isEmpty());
    }

    /** Returns whether somebody might hear a signal about a job, who orders it just now. */
    public boolean mayHearOfJobs() {
        return !peers.isEmpty() || bus.isPresent();
    }

    /** Returns whether anybody would hear of a unit: who holds one hears of it unasked. */
    public boolean mayHearOf(Unit unit) {
        return isAnybodyListening() || (isHeld(unit) && bus.isPresent());
    }

    private static boolean isHeld(Unit unit) {
        return !unit.references().isEmpty();
    }

    /** Tells everybody, and who holds the unit. */
    public void tell(Message signal, Unit unit) {
        peers.forEach(peer -> peer.send(signal));
        if (!subscribers.isEmpty() || isHeld(unit)) {
            bus.ifPresent(outbox -> outbox.send(signal));
        }
    }

    /** Tells everybody. */
    public void tell(Message signal) {
        peers.forEach(peer -> peer.send(signal));
        if (!subscribers.isEmpty()) {
            bus.ifPresent(outbox -> outbox.send(signal));
        }
    }

    /** Tells everybody, and who ordered the job. */
    public void tell(Message signal, Job job) {
        peers.forEach(peer -> peer.send(signal));
        if (!subscribers.isEmpty() || orderedJobs.contains(job.id())) {
            bus.ifPresent(outbox -> outbox.send(signal));
        }
    }

    /** Tells one client of the bus. */
    public void tell(Message signal, String busName) {
        bus.ifPresent(outbox -> outbox.send(signal.withDestination(busName)));
    }
}
