package hearth.daemon.store;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.reactor.Reactor;
import hearth.dbus.DescriptorList;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What services store with their manager ({@code FileDescriptorStoreMax=}). The hand keeps each
 * under a name over the brain's end, and a copy is kept over the hand's. Belongs to the manager's
 * mailbox, but for what is watched, which is the reactor's.
 *
 * <p>A descriptor may be of a file that a program of its user's serves, so it is asked only what
 * the kernel answers by itself: whether two are the same ({@code kcmp}), and what type it has. Only
 * pipes and sockets are watched, and all are closed elsewhere.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3), FDSTORE=1</a>
 */
public final class StoredDescriptors {
    /**
     * How many a unit can have, whatever its file says: they go to its process in one message,
     * which carries 253, with its streams and sockets.
     */
    static final int UNIT_MAX = 192;

    private final Parts parts;
    private final Descriptors descriptors;
    private final Consumer<Event> events;
    private final Charge charge;
    private int charged;
    private final Map<String, List<Stored>> stored = new HashMap<>(); // by unit, the last one first
    private final Map<Long, DescriptorList> came = new HashMap<>(); // by the message's number
    private final Set<Long> held = new HashSet<>();
    private long lastMessage;
    private long lastNumber;
    private boolean isClosed;

    /**
     * What it works with.
     *
     * @param handKnows whether the hand knows what is stored, and tells no brain unasked
     * @param keeper keeps copies for the hand that comes next
     * @param warner adds a line to a unit's log
     */
    public record Parts(
            Brain brain,
            int uid,
            Mailbox mailbox,
            Line<HandEvent> hand,
            boolean handKnows,
            CopyKeeper keeper,
            BiConsumer<String, String> warner) {}

    /** A descriptor that is stored: a copy, beside those of the hand and of who keeps it. */
    private static final class Stored {
        private final StoredName name;
        private final int fd;
        private Optional<Reactor.Registration> registration = Optional.empty(); // the reactor's
        private boolean isGone; // the reactor's

        Stored(StoredName name, int fd) {
            this.name = name;
            this.fd = fd;
        }
    }

    /** A descriptor for a process; a copy, which is the receiver's. */
    public record Passed(String name, int fd) {}

    /** Makes a store of nothing. */
    public StoredDescriptors(Parts parts, Consumer<Event> events) {
        this.parts = parts;
        this.events = events;
        descriptors = parts.brain().linux().descriptors();
        charge = parts.brain().budgets().of(parts.uid()).open(Resource.STORED_DESCRIPTORS);
    }

    /** Returns whether it is the name of something that is stored. */
    public static boolean isName(String name) {
        return name.startsWith(StoredName.PREFIX);
    }

    // ---- messages

    /** Takes what has come with a message; returns the number by which effects speak of it. */
    public long came(DescriptorList list) {
        if (list.size() == 0) {
            return 0;
        }
        came.put(++lastMessage, list);
        return lastMessage;
    }

    /** The manager has had a message: what it has not asked for goes, unless it is held. */
    public void settle(long message) {
        if (!held.contains(message)) {
            drop(message);
        }
    }

    private void drop(long message) {
        held.remove(message);
        Optional.ofNullable(came.remove(message)).ifPresent(DescriptorList::close);
    }

    /** Does what a manager wants. */
    public void perform(Effect.OfStore effect) {
        switch (effect) {
            case Effect.OfStore.Store order -> store(order);
            case Effect.OfStore.Hold(long message) -> held.add(message);
            case Effect.OfStore.Drop(long message) -> drop(message);
            case Effect.OfStore.Remove(String unit, String name) ->
                    remove(unit, one -> one.name.name().equals(name));
            case Effect.OfStore.RemoveAll(String unit) -> removeAll(unit);
        }
    }

    private void store(Effect.OfStore.Store order) {
        held.remove(order.descriptors());
        DescriptorList list = came.remove(order.descriptors());
        if (list == null) {
            return; // it has come to an earlier brain
        }
        List<Stored> own = stored.getOrDefault(order.unit(), new ArrayList<>());
        for (int i = 0; i < list.size(); i++) {
            int fd = list.get(i);
            if (own.stream().anyMatch(one -> descriptors.isSameFile(one.fd, fd))) {
                continue;
            }
            Optional<String> refusal = refusal(order, own.size());
            if (refusal.isPresent()) {
                parts.warner().accept(order.unit(), order.unit() + ": " + refusal.get());
                break;
            }
            var name = new StoredName(++lastNumber, order.isWatched(), order.unit(), order.name());
            var one = new Stored(name, list.take(i));
            own.addFirst(one);
            stored.put(order.unit(), own);
            giveToHand(one);
            giveToKeeper(one);
            watch(one);
        }
        list.close();
        tell(order.unit());
    }

    private Optional<String> refusal(Effect.OfStore.Store order, int count) {
        if (!parts.handKnows()) {
            return Optional.of(
                    "Failed to add fd to store: its user's hand is of an earlier version; the"
                            + " next one can");
        }
        int most = Math.min(order.most(), UNIT_MAX);
        if (count >= most) {
            return Optional.of(
                    "Cannot store more fds than FileDescriptorStoreMax="
                            + most
                            + ", closing remaining.");
        }
        return mayCharge()
                ? Optional.empty()
                : Optional.of(
                        "Failed to add fd to store: "
                                + Account.refusal(Resource.STORED_DESCRIPTORS));
    }

    private boolean mayCharge() {
        if (!charge.resize(charged + 1L)) {
            return false;
        }
        charged++;
        return true;
    }

    private void tell(String unit) {
        events.accept(new Event.DescriptorsStored(unit, count(unit)));
    }

    /** Returns how many a unit has. */
    public int count(String unit) {
        return stored.getOrDefault(unit, List.of()).size();
    }

    // ---- copies

    private void giveToHand(Stored one) {
        duplicate(one)
                .ifPresent(copy ->
                        parts.hand()
                                .order(
                                        new CommonOrder.KeepDescriptor(one.name.toText()),
                                        new int[] {copy},
                                        parts.mailbox(),
                                        (answer, _) -> {
                                            if (answer instanceof CommonEvent.Failed failed) {
                                                notKept(one, ErrnoText.of(failed));
                                            }
                                        }));
    }

    /** The next brain would not have it: so that it isn't said to be there, it goes. */
    private void notKept(Stored one, String reason) {
        String unit = one.name.unit();
        parts.warner().accept(unit, unit + ": Failed to add fd to store: " + reason);
        remove(unit, other -> other == one);
    }

    private void giveToKeeper(Stored one) {
        duplicate(one).ifPresent(copy -> parts.keeper().keep(one.name.toText(), copy));
    }

    private Optional<Integer> duplicate(Stored one) {
        try {
            return Optional.of(descriptors.duplicate(one.fd));
        } catch (ErrnoException e) {
            parts.brain().complaints().say(parts.mailbox() + ": " + e.getMessage());
            return Optional.empty(); // what there is of it stays
        }
    }

    /**
     * Returns copies of what a unit has stored, the last one first, for a process of it.
     *
     * @throws ErrnoException where there is no descriptor to spare; nothing is left open then
     */
    public List<Passed> copiesFor(String unit) throws ErrnoException {
        List<Passed> copies = new ArrayList<>();
        try {
            for (Stored one : stored.getOrDefault(unit, List.of())) {
                copies.add(new Passed(one.name.name(), descriptors.duplicate(one.fd)));
            }
        } catch (ErrnoException e) {
            copies.forEach(copy -> close(copy.fd(), () -> {}));
            throw e;
        }
        return copies;
    }

    // ---- watching

    /** The kernel tells of a hang-up whatever is asked for. */
    private void watch(Stored one) {
        if (!one.name.isWatched() || !descriptors.isPipeOrSocket(one.fd)) {
            return;
        }
        Reactor reactor = parts.brain().reactor();
        reactor.execute(() -> {
            if (one.isGone) {
                return;
            }
            try {
                one.registration = Optional.of(reactor.register(one.fd, 0, _ -> hungUp(one)));
            } catch (ErrnoException e) {
                parts.brain().complaints().say(parts.mailbox() + ": " + e.getMessage());
            }
        });
    }

    private void hungUp(Stored one) {
        unwatch(one);
        parts.mailbox().execute(() -> remove(one.name.unit(), other -> other == one));
    }

    private static void unwatch(Stored one) {
        one.registration.ifPresent(Reactor.Registration::end);
        one.registration = Optional.empty();
    }

    // ---- the end of one

    private void remove(String unit, Predicate<Stored> which) {
        List<Stored> own = stored.getOrDefault(unit, List.of());
        List<Stored> gone = own.stream().filter(which).toList();
        if (!gone.isEmpty()) {
            own.removeAll(gone);
            if (own.isEmpty()) {
                stored.remove(unit); // who has nothing takes no room
            }
            gone.forEach(this::letGo);
            tell(unit);
        }
    }

    private void removeAll(String unit) {
        Optional.ofNullable(stored.remove(unit)).ifPresent(own -> own.forEach(this::letGo));
    }

    /** It is charged until nobody here has a copy of it any more. */
    private void letGo(Stored one) {
        String name = one.name.toText();
        parts.hand().order(new CommonOrder.DropDescriptor(name), _ -> {});
        end(one, () -> parts.keeper().drop(name, () -> parts.mailbox().execute(this::released)));
    }

    private void released() {
        charged--;
        if (!isClosed) {
            charge.resize(charged);
        }
    }

    private void end(Stored one, Runnable then) {
        parts.brain()
                .reactor()
                .execute(() -> {
                    one.isGone = true;
                    unwatch(one);
                    close(one.fd, then);
                });
    }

    private void close(int fd, Runnable then) {
        parts.brain().foreign().close(parts.uid(), fd, then);
    }

    // ---- take-over

    /**
     * Goes on with what there is.
     *
     * @param ofHand what the hand has kept, by name
     * @param before copies of what the hand before has kept, by name
     */
    public void restore(Map<String, Integer> ofHand, Map<String, Integer> before) {
        var names = new TreeSet<String>(ofHand.keySet());
        names.addAll(before.keySet());
        for (String text : names) {
            Optional<StoredName> name = StoredName.of(text);
            Optional<Integer> first = Optional.ofNullable(before.get(text));
            Optional<Integer> second = Optional.ofNullable(ofHand.get(text));
            if (name.isEmpty() || count(name.get().unit()) >= UNIT_MAX || !mayCharge()) {
                first.ifPresent(fd -> close(fd, () -> {}));
                second.ifPresent(fd -> close(fd, () -> {}));
                parts.hand().order(new CommonOrder.DropDescriptor(text), _ -> {});
                parts.keeper().drop(text, () -> {});
                continue;
            }
            restore(name.get(), first, second);
        }
        stored.values()
                .forEach(own ->
                        own.sort(
                                Comparator.comparingLong((Stored one) -> one.name.number())
                                        .reversed()));
    }

    private void restore(StoredName name, Optional<Integer> before, Optional<Integer> ofHand) {
        lastNumber = Math.max(lastNumber, name.number());
        var one = new Stored(name, before.or(() -> ofHand).orElseThrow());
        stored.computeIfAbsent(name.unit(), _ -> new ArrayList<>()).add(one);
        if (before.isEmpty()) {
            giveToKeeper(one);
        }
        ofHand.filter(fd -> fd != one.fd)
                .ifPresentOrElse(
                        fd -> close(fd, () -> {}),
                        () -> {
                            if (ofHand.isEmpty()) {
                                giveToHand(one);
                            }
                        });
        watch(one);
    }

    /** Closes what units have stored that are not there any more, or have ended. */
    public void keepOnly(Predicate<String> isKept) {
        List.copyOf(stored.keySet()).stream()
                .filter(unit -> !isKept.test(unit))
                .forEach(this::removeAll);
    }

    /** Lets go of everything here; the hand and who keeps copies have theirs. */
    public void close() {
        isClosed = true;
        List.copyOf(came.keySet()).forEach(this::drop);
        stored.values().forEach(own -> own.forEach(one -> end(one, () -> {})));
        stored.clear();
        charge.close();
    }
}
