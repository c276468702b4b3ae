package hearth.daemon.host;

import hearth.daemon.bus.UserBus;
import hearth.manager.host.Event;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The names on the user's bus that units wait for, over the times when there is no bus. Belongs to
 * the manager's mailbox.
 */
public final class BusNameWatches {
    private final Consumer<Event> events;
    private final Set<String> names = new HashSet<>();
    private Optional<UserBus> bus = Optional.empty();

    BusNameWatches(Consumer<Event> events) {
        this.events = events;
    }

    /**
     * Tells of a name's owners from now on, beginning with the present one where there is a bus.
     */
    void watch(String name) {
        if (names.add(name)) {
            bus.ifPresent(present -> present.watch(name));
        }
    }

    /** Tells of it no more. */
    void unwatch(String name) {
        if (names.remove(name)) {
            bus.ifPresent(present -> present.unwatch(name));
        }
    }

    /** There is a bus: it is asked who has the names now. */
    public void joined(UserBus present) {
        bus = Optional.of(present);
        names.forEach(present::watch);
    }

    /** There is no bus any more. Nobody is told that a name is gone: its owner may not be. */
    public void left() {
        bus = Optional.empty();
    }

    /** A name has another owner; an empty text means none. */
    public void changed(String name, String owner) {
        if (names.contains(name)) {
            events.accept(new Event.BusNameChanged(name, owner));
        }
    }
}
