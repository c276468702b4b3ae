package hearth.manager;

import hearth.manager.host.Effect;
import hearth.manager.host.Host;
import hearth.manager.host.LogLevel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one turn has changed and wants done. Nothing leaves it before the turn has settled; then
 * what changed is written down first, then effects go out, then observers are told.
 */
final class Outbox {
    private final List<ManagerListener> listeners = new ArrayList<>();
    private final Set<String> kept = new HashSet<>();
    private Turn turn = new Turn();

    /** The collections of one turn; new ones each time, since clearing what was big is slow. */
    private static final class Turn {
        final List<Effect> effects = new ArrayList<>();
        final List<Consumer<ManagerListener>> news = new ArrayList<>();
        final List<Unit> added = new ArrayList<>();
        final Set<Unit> changed = new LinkedHashSet<>();
        final Set<String> removed = new LinkedHashSet<>();
        boolean isManagerChanged;
    }

    void addListener(ManagerListener listener) {
        listeners.add(listener);
    }

    void emit(Effect effect) {
        turn.effects.add(effect);
    }

    /** Says something about a unit, or, with an empty name, about the manager. */
    void log(Unit unit, LogLevel level, String messageId, String message) {
        emit(new Effect.Log(unit.id(), unit.invocationId(), level, messageId, message));
    }

    void log(LogLevel level, String messageId, String message) {
        emit(new Effect.Log("", "", level, messageId, message));
    }

    void tell(Consumer<ManagerListener> fact) {
        if (!listeners.isEmpty()) {
            turn.news.add(fact);
        }
    }

    void changed(Unit unit) {
        turn.changed.add(unit);
    }

    void added(Unit unit) {
        turn.added.add(unit);
    }

    void managerChanged() {
        turn.isManagerChanged = true;
    }

    void removed(Unit unit) {
        turn.changed.remove(unit);
        turn.removed.add(unit.id());
        tell(listener -> listener.unitRemoved(unit));
    }

    /** A snapshot of this name is there from an earlier brain. */
    void keptBefore(String name) {
        kept.add(name);
    }

    /** Ends the turn: written down, done, told. */
    void flush(Host host, Manager manager, Snapshots snapshots) {
        Turn ended = turn;
        turn = new Turn();
        writeDown(ended, host, snapshots);
        ended.effects.forEach(host::emit);
        for (ManagerListener listener : listeners) {
            ended.added.forEach(listener::unitAdded);
            ended.changed.forEach(listener::unitChanged);
            ended.news.forEach(fact -> fact.accept(listener));
            if (ended.isManagerChanged) {
                listener.managerChanged(manager);
            }
        }
    }

    private void writeDown(Turn ended, Host host, Snapshots snapshots) {
        List<Host.Snapshot> written = new ArrayList<>();
        for (Unit unit : ended.changed) {
            if (snapshots.isWorthKeeping(unit)) {
                ended.removed.remove(unit.id());
                written.add(snapshots.of(unit));
            } else {
                ended.removed.add(unit.id());
            }
        }
        List<String> gone = ended.removed.stream().filter(kept::remove).toList();
        written.forEach(snapshot -> kept.add(snapshot.name()));
        if (ended.isManagerChanged) {
            written.add(snapshots.ofManager());
        }
        if (!written.isEmpty() || !gone.isEmpty()) {
            host.record(written, gone);
        }
    }
}
