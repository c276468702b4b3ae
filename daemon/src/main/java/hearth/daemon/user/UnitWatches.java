package hearth.daemon.user;

import hearth.manager.Manager;
import hearth.manager.ManagerListener;
import hearth.manager.Unit;
import hearth.manager.job.Outcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Units of users' managers that somebody else waits for: each is told to be active once its manager
 * knows, and then, once, to be no more, with which the watch is over. Goes on with the next manager
 * where one is taken up anew. How many there are is bounded by whoever asks: login has a limit of
 * leases for each user.
 *
 * <p>Belongs to the system manager's mailbox; what follows a manager belongs to that one's.
 */
final class UnitWatches {
    /** Who waits for what. */
    private record Watch(String unit, Consumer<Boolean> told) {}

    private final Executor mailbox;
    private final Map<Integer, Map<Long, Watch>> watches = new HashMap<>(); // by user
    private final Map<Integer, UserInstance> ready = new HashMap<>();
    private final Map<UserInstance, Follower> followers = new HashMap<>();

    /** Watches nothing yet; the mailbox is the one that this belongs to. */
    UnitWatches(Executor mailbox) {
        this.mailbox = mailbox;
    }

    /**
     * Looks at a unit now, or when the user's manager is there.
     *
     * @param key one that no watch had before
     */
    void watch(int uid, long key, String unit, Consumer<Boolean> told) {
        var watch = new Watch(unit, told);
        watches.computeIfAbsent(uid, _ -> new LinkedHashMap<>()).put(key, watch);
        UserInstance instance = ready.get(uid);
        if (instance != null) {
            follow(uid, instance, key, watch);
        }
    }

    /** Watches no more. */
    void unwatch(int uid, long key) {
        if (forget(uid, key)) {
            UserInstance instance = ready.get(uid);
            Follower follower = instance == null ? null : followers.get(instance);
            if (instance != null && follower != null) {
                instance.with(_ -> follower.watched.remove(key));
            }
        }
    }

    /** Returns whether it was there. */
    private boolean forget(int uid, long key) {
        Map<Long, Watch> ofUser = watches.get(uid);
        if (ofUser == null || ofUser.remove(key) == null) {
            return false;
        }
        if (ofUser.isEmpty()) {
            watches.remove(uid);
        }
        return true;
    }

    /** A user's manager knows its units by now; it may be told twice. */
    void ready(int uid, UserInstance instance) {
        UserInstance before = ready.put(uid, instance);
        if (before != instance) {
            followers.remove(before);
            watches.getOrDefault(uid, Map.of())
                    .forEach((key, watch) -> follow(uid, instance, key, watch));
        }
    }

    /** A user has no manager any more, and none is to come. */
    void gone(int uid) {
        UserInstance before = ready.remove(uid);
        followers.remove(before);
        Map<Long, Watch> ofUser = watches.remove(uid);
        if (ofUser != null) {
            ofUser.values().forEach(watch -> watch.told().accept(false));
        }
    }

    private void follow(int uid, UserInstance instance, long key, Watch watch) {
        Follower follower = followers.computeIfAbsent(instance, _ -> new Follower(uid));
        instance.with(manager -> follower.look(manager, key, watch));
    }

    /** What is watched of one manager. Belongs to its mailbox. */
    private final class Follower implements ManagerListener {
        /** The id is the unit's own: a watch may go by an alias. */
        private record Watched(String id, Watch watch) {}

        private final int uid;
        private final Map<Long, Watched> watched = new LinkedHashMap<>();
        private boolean isListening;

        Follower(int uid) {
            this.uid = uid;
        }

        void look(Manager manager, long key, Watch watch) {
            if (manager.getUnit(watch.unit()) instanceof Outcome.Done<Unit>(Unit unit)
                    && !unit.activeState().isInactiveOrFailed()) {
                watched.put(key, new Watched(unit.id(), watch));
                if (!isListening) {
                    isListening = true;
                    manager.addListener(this);
                }
                watch.told().accept(true);
            } else {
                over(key, watch);
            }
        }

        @Override
        public void unitChanged(Unit unit) {
            if (!watched.isEmpty() && unit.activeState().isInactiveOrFailed()) {
                ended(unit.id());
            }
        }

        @Override
        public void unitRemoved(Unit unit) {
            ended(unit.id());
        }

        private void ended(String id) {
            watched.entrySet()
                    .removeIf(entry -> {
                        boolean isIt = id.equals(entry.getValue().id());
                        if (isIt) {
                            over(entry.getKey(), entry.getValue().watch());
                        }
                        return isIt;
                    });
        }

        private void over(long key, Watch watch) {
            watch.told().accept(false);
            mailbox.execute(() -> forget(uid, key));
        }
    }
}
