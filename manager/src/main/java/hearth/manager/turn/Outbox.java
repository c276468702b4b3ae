package hearth.manager.turn;

import hearth.manager.Manager;
import hearth.manager.ManagerListener;
import hearth.manager.host.Effect;
import hearth.manager.host.Host;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.table.Changes;
import hearth.manager.table.UnitEntry;
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
public final class Outbox implements Changes {
    private final List<ManagerListener> listeners = new ArrayList<>();
    private final Set<String> kept = new HashSet<>();
    private Turn turn = new Turn();

    /** The collections of one turn; new ones each time, since clearing what was big is slow. */
    private static final class Turn {
        final List<Effect> effects = new ArrayList<>();
        final List<Consumer<ManagerListener>> news = new ArrayList<>();
        final List<UnitEntry> added = new ArrayList<>();
        final Set<UnitEntry> changed = new LinkedHashSet<>();
        final Set<UnitEntry> recorded = new LinkedHashSet<>();
        final Set<String> removed = new LinkedHashSet<>();
        boolean isManagerChanged;
    }

    public void addListener(ManagerListener listener) {
        listeners.add(listener);
    }

    @Override
    public void emit(Effect effect) {
        turn.effects.add(effect);
    }

    /** Says something about a unit, or, with an empty name, about the manager. */
    @Override
    public void log(UnitEntry unit, LogLevel level, String messageId, String message) {
        log(unit, new LogMessage(level, messageId, message));
    }

    /** Says something about a unit. */
    public void log(UnitEntry unit, LogMessage message) {
        emit(new Effect.Log(unit.id(), unit.invocationId(), message));
    }

    @Override
    public void log(LogLevel level, String messageId, String message) {
        emit(new Effect.Log("", "", new LogMessage(level, messageId, message)));
    }

    public void tell(Consumer<ManagerListener> fact) {
        if (!listeners.isEmpty()) {
            turn.news.add(fact);
        }
    }

    @Override
    public void changed(UnitEntry unit) {
        turn.changed.add(unit);
    }

    @Override
    public void recorded(UnitEntry unit) {
        turn.recorded.add(unit);
    }

    @Override
    public void added(UnitEntry unit) {
        turn.added.add(unit);
    }

    @Override
    public void managerChanged() {
        turn.isManagerChanged = true;
    }

    @Override
    public void removed(UnitEntry unit, boolean isTold) {
        turn.changed.remove(unit);
        turn.recorded.remove(unit);
        turn.removed.add(unit.id());
        if (isTold) {
            tell(listener -> listener.unitRemoved(unit));
        }
    }

    /** A snapshot of this name is there from an earlier brain. */
    public void keptBefore(String name) {
        kept.add(name);
    }

    /** Ends the turn: written down, done, told. */
    public void flush(Host host, Manager manager, Scribe scribe) {
        Turn ended = turn;
        turn = new Turn();
        writeDown(ended, host, scribe);
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

    private void writeDown(Turn ended, Host host, Scribe scribe) {
        List<Host.Snapshot> written = new ArrayList<>();
        ended.recorded.addAll(ended.changed);
        for (UnitEntry unit : ended.recorded) {
            if (scribe.isWorthKeeping(unit)) {
                ended.removed.remove(unit.id());
                written.add(scribe.of(unit));
            } else {
                ended.removed.add(unit.id());
            }
        }
        List<String> gone = ended.removed.stream().filter(kept::remove).toList();
        written.forEach(snapshot -> kept.add(snapshot.name()));
        if (ended.isManagerChanged) {
            written.add(scribe.ofManager());
        }
        if (!written.isEmpty() || !gone.isEmpty()) {
            host.record(written, gone);
        }
    }
}
