package hearth.daemon.bus;

import hearth.dbus.Message;
import hearth.dbus.bus.BusNames;
import hearth.dbus.object.Caller;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who calls over a bus. The bus is asked once for each, and a caller's calls keep their order: what
 * comes meanwhile waits behind the first. While the bus is asked about as many as may be, calls of
 * others are refused. Belongs to the reactor.
 */
final class Callers {
    /** Callers remembered: a desktop has some hundred programs on its bus. */
    private static final int REMEMBERED_MAX = 1_024;

    /** What belongs to one bus. */
    interface Way {
        /** Asks the bus who somebody is. */
        void ask(String from, Consumer<Optional<BusNames.PeerCredentials>> found);

        /** Takes what the bus has said of a caller, and its descriptors. */
        Caller identified(String from, BusNames.PeerCredentials credentials);

        /** A call came; it is the other's to close. */
        void call(Message call, Caller caller);

        /** Too many calls wait for an answer of the bus; this one is the other's to close. */
        void refuse(Message call);

        /** The bus does not say whose these are: they have gone. They are the other's to close. */
        void unknown(String from, Deque<Message> calls);
    }

    private final Way way;
    private final int askedMax;
    private final Set<String> asked = new HashSet<>(); // whom the bus has not answered about
    private final UnidentifiedCalls unidentified = new UnidentifiedCalls();
    private final Map<String, Caller> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Caller> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    /**
     * Makes one who knows nobody.
     *
     * @param askedMax callers whom the bus is asked about at once
     */
    Callers(Way way, int askedMax) {
        this.way = way;
        this.askedMax = askedMax;
    }

    /** A call came from somebody. */
    void take(Message call, String from) {
        Caller caller = known.get(from);
        if (caller != null) {
            way.call(call, caller);
            return;
        }
        boolean isNew = !asked.contains(from);
        if (isNew && asked.size() >= askedMax) {
            way.refuse(call);
            return;
        }
        unidentified.add(from, call).ifPresent(way::refuse);
        if (isNew) {
            asked.add(from);
            way.ask(from, found -> identify(from, found));
        }
    }

    private void identify(String from, Optional<BusNames.PeerCredentials> found) {
        asked.remove(from);
        Deque<Message> calls = unidentified.take(from);
        if (found.isEmpty()) {
            way.unknown(from, calls);
            return;
        }
        Caller caller = way.identified(from, found.get());
        known.put(from, caller);
        calls.forEach(call -> way.call(call, caller));
    }

    /** Somebody has left the bus. */
    void forget(String from) {
        known.remove(from);
    }

    /** Forgets everybody, and closes what still waits. */
    void close() {
        unidentified.close();
        asked.clear();
        known.clear();
    }
}
