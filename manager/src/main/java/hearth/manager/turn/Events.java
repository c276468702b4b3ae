package hearth.manager.turn;

import hearth.manager.Unit;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.Event;
import hearth.manager.host.LogLevel;
import hearth.manager.table.Tokens;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings what happened to the unit it happened to. */
public final class Events {
    private final Core core;

    public Events(Core core) {
        this.core = core;
    }

    public void handle(Event event) {
        switch (event) {
            case Event.Accepted accepted -> accepted(accepted);
            case Event.Answer answer -> answered(answer);
            case Event.CgroupEmptied(String cgroup) ->
                    ofExactCgroup(cgroup).ifPresent(unit -> emptied(unit, event));
            case Event.OutOfMemory(String cgroup) ->
                    ofExactCgroup(cgroup).ifPresent(unit -> feed(unit, event));
            case Event.Notified notified -> notified(notified);
            case Event.DescriptorsStored(String unit, int count) ->
                    core.table().find(unit).ifPresent(found -> feed(found, event));
            case Event.BusNameChanged(String name, String owner) ->
                    core.busNames().watcher(name).ifPresent(unit -> feed(unit, event));
            case Event.MountsChanged() -> {
                // A turn begins with a look at them.
            }
            case Event.ClockSet() -> feedAll(event);
            case Event.ZoneChanged(ZoneId zone) -> {
                core.moveTo(zone);
                feedAll(event);
            }
        }
    }

    private void accepted(Event.Accepted accepted) {
        core.table()
                .ofToken(accepted.token())
                .ifPresentOrElse(
                        socket -> core.connections().came(socket, accepted),
                        () -> core.connections().close(accepted.connection()));
    }

    /** A token that leads to no unit, or to a unit that has gone on, is stale. */
    private void answered(Event.Answer answer) {
        core.table()
                .ofToken(answer.token())
                .ifPresent(unit -> {
                    if (Tokens.isOfUnit(answer.token())) {
                        answered(unit, answer);
                    } else if (answer instanceof Event.TrafficCame traffic) {
                        core.connections().came(unit, traffic);
                    } else {
                        if (answer instanceof Event.Exited || answer instanceof Event.Lost) {
                            core.mountNews().lookNow(unit);
                        }
                        feed(unit, answer);
                    }
                });
    }

    /** A question about a unit is answered that its machine did not ask. */
    private void answered(UnitEntry unit, Event.Answer answer) {
        switch (answer) {
            case Event.TimerElapsed(long token) -> {
                core.jobTimers().elapsed(token);
                core.consequences().timerElapsed(unit, token);
            }
            case Event.ConditionsChecked(long token, List<ConditionResult> results) ->
                    core.orders().conditionsChecked(unit, token, results);
            case Event.Moved(long token, String failure) -> moved(unit, failure);
            case Event.Frozen frozen -> frozen(unit, frozen);
            case Event.Spawned _,
                    Event.SpawnFailed _,
                    Event.Executed _,
                    Event.Exited _,
                    Event.Lost _,
                    Event.Signalled _,
                    Event.PidFileRead _,
                    Event.MainPidGuessed _,
                    Event.StampRead _,
                    Event.PathSeen _,
                    Event.PathUnwatchable _,
                    Event.OfSocket _ -> {
                // Nobody waits for what has come of a client's signal, and only machines spawn.
            }
        }
    }

    /** Tells all units that are up: those at rest wait for no clock. */
    private void feedAll(Event event) {
        for (UnitEntry unit : List.copyOf(core.table().units())) {
            if (!unit.activeState().isInactiveOrFailed()) {
                feed(unit, event);
            }
        }
    }

    private void feed(UnitEntry unit, Event event) {
        core.machines().feed(unit, new UnitEvent.Happened(event));
    }

    private void moved(UnitEntry unit, String failure) {
        if (!failure.isEmpty()) {
            core.outbox()
                    .log(
                            unit,
                            LogLevel.WARNING,
                            "",
                            unit.id() + ": Failed to attach processes: " + failure);
        }
    }

    private Optional<UnitEntry> ofExactCgroup(String cgroup) {
        int slash = cgroup.lastIndexOf('/');
        return core.table()
                .find(cgroup.substring(slash + 1))
                .filter(unit -> unit.plan().cgroup().equals(cgroup));
    }

    private void emptied(UnitEntry unit, Event event) {
        feed(unit, event);
        dropLeftCgroup(unit);
    }

    /** What a unit left behind at its end may be gone. */
    void dropLeftCgroup(UnitEntry unit) {
        if (unit.activeState().isInactiveOrFailed()) {
            core.machines().releaseCgroup(unit);
        }
    }

    /** A process may name another one as main only if that is the unit's own. */
    private void notified(Event.Notified message) {
        Optional<UnitEntry> unit = ofCgroup(message.cgroup());
        if (unit.isEmpty()) {
            return;
        }
        Map<String, String> fields = new HashMap<>(message.fields());
        String named = fields.get("MAINPID");
        if (named != null && !isOwn(unit.get(), named)) {
            fields.remove("MAINPID");
            core.outbox()
                    .log(
                            unit.get(),
                            LogLevel.WARNING,
                            "",
                            unit.get().id()
                                    + ": New main PID "
                                    + named
                                    + " does not belong to service, refusing.");
        }
        feed(
                unit.get(),
                new Event.Notified(message.pid(), message.cgroup(), fields, message.descriptors()));
    }

    private boolean isOwn(UnitEntry unit, String pid) {
        try {
            return core.host()
                    .cgroupOf(Integer.parseInt(pid))
                    .flatMap(this::ofCgroup)
                    .filter(owner -> owner == unit)
                    .isPresent();
        } catch (NumberFormatException notNumber) {
            return false;
        }
    }

    /** Returns the unit in whose cgroup, or below it, something is. */
    public Optional<UnitEntry> ofCgroup(String cgroup) {
        int end = cgroup.length();
        while (end > core.config().cgroup().length()) {
            int slash = cgroup.lastIndexOf('/', end - 1);
            if (slash < 0) {
                return Optional.empty();
            }
            Optional<UnitEntry> unit = core.table().find(cgroup.substring(slash + 1, end));
            if (unit.isPresent()
                    && unit.get().plan().cgroup().length() == end
                    && cgroup.startsWith(unit.get().plan().cgroup())) {
                return unit;
            }
            end = slash;
        }
        return core.table()
                .find(UnitName.ROOT_SLICE.text())
                .filter(root -> cgroup.equals(core.config().cgroup()));
    }

    private void frozen(UnitEntry unit, Event.Frozen answer) {
        boolean isFrozen = answer.frozen() == answer.failure().isEmpty();
        unit.froze(isFrozen ? Unit.FreezerState.FROZEN : Unit.FreezerState.RUNNING);
        core.outbox().changed(unit);
    }
}
