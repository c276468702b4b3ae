package hearth.daemon.mount;

import hearth.manager.host.Mounts;
import java.util.HashSet;
import java.util.Set;

/** What one manager sees of the mounts. Belongs to its mailbox. */
public final class MountView {
    private final MountNamespace namespace;
    private final Runnable changed;
    private final Runnable end;
    private final Set<String> watched = new HashSet<>();

    MountView(MountNamespace namespace, Runnable changed, Runnable end) {
        this.namespace = namespace;
        this.changed = changed;
        this.end = end;
    }

    /** Returns what is mounted, as it was read last. */
    public Mounts mounts() {
        return namespace.mounts();
    }

    /** Returns what is mounted now. */
    public Mounts mountsNow() {
        return namespace.read();
    }

    /** Tells from now on when something about a unit's mount changes. */
    public void watch(String unit) {
        if (watched.add(unit)) {
            namespace.watch(unit, changed);
        }
    }

    /** Tells no more. */
    public void unwatch(String unit) {
        if (watched.remove(unit)) {
            namespace.unwatch(unit, changed);
        }
    }

    /** Lets go of all. */
    public void close() {
        watched.forEach(unit -> namespace.unwatch(unit, changed));
        watched.clear();
        end.run();
    }
}
