package hearth.manager;

import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.host.LogLevel;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings what happened to the unit it happened to. */
final class Events {
    private final Core core;

    Events(Core core) {
        this.core = core;
    }

    void handle(Event event) {
        switch (event) {
            case Event.Spawned(long token, int pid) -> feed(token, event);
            case Event.SpawnFailed failed -> feed(failed.token(), event);
            case Event.Executed(long token) -> feed(token, event);
            case Event.Exited exited -> feed(exited.token(), event);
            case Event.Lost(long token, int pid) -> feed(token, event);
            case Event.Signalled(long token, int processes) -> feed(token, event);
            case Event.PidFileRead(long token, Event.PidFile outcome) -> feed(token, event);
            case Event.MainPidGuessed(long token, int pid) -> feed(token, event);
            case Event.TimerElapsed(long token) -> {
                if (UnitTable.isUnitToken(token)) {
                    core.jobTimers.elapsed(token);
                } else {
                    feed(token, event);
                }
            }
            case Event.Moved(long token, String failure) -> moved(token, failure, event);
            case Event.CgroupEmptied(String cgroup) ->
                    ofExactCgroup(cgroup).ifPresent(unit -> emptied(unit, event));
            case Event.OutOfMemory(String cgroup) ->
                    ofExactCgroup(cgroup).ifPresent(unit -> feed(unit, event));
            case Event.Notified notified -> notified(notified);
            case Event.DescriptorsStored(String unit, int count) ->
                    core.table.find(unit).ifPresent(found -> feed(found, event));
            case Event.ConditionsChecked checked ->
                    core.table
                            .ofToken(checked.token())
                            .ifPresent(unit ->
                                    core.orders.conditionsChecked(
                                            unit, checked.token(), checked.results()));
            case Event.Frozen frozen -> frozen(frozen);
            case Event.BusNameChanged(String name, String owner) ->
                    core.busNames.watcher(name).ifPresent(unit -> feed(unit, event));
        }
    }

    /** A token that leads to no unit, or to a unit that has gone on, is stale. */
    private void feed(long token, Event event) {
        if (!UnitTable.isUnitToken(token)) {
            core.table.ofToken(token).ifPresent(unit -> feed(unit, event));
        }
    }

    private void feed(Unit unit, Event event) {
        core.machines.feed(unit, new UnitEvent.Happened(event));
    }

    private void moved(long token, String failure, Event event) {
        if (!UnitTable.isUnitToken(token)) {
            feed(token, event);
        } else if (!failure.isEmpty()) {
            core.table
                    .ofToken(token)
                    .ifPresent(unit ->
                            core.outbox.log(
                                    unit,
                                    LogLevel.WARNING,
                                    "",
                                    unit.id() + ": Failed to attach processes: " + failure));
        }
    }

    private Optional<Unit> ofExactCgroup(String cgroup) {
        int slash = cgroup.lastIndexOf('/');
        return core.table
                .find(cgroup.substring(slash + 1))
                .filter(unit -> unit.plan.cgroup().equals(cgroup));
    }

    private void emptied(Unit unit, Event event) {
        feed(unit, event);
        dropLeftCgroup(unit);
    }

    /** What a unit left behind at its end may be gone. */
    private void dropLeftCgroup(Unit unit) {
        if (unit.activeState().isInactiveOrFailed()) {
            core.machines.releaseCgroup(unit);
        }
    }

    /** A process may name another one as main only if that is the unit's own. */
    private void notified(Event.Notified message) {
        Optional<Unit> unit = ofCgroup(message.cgroup());
        if (unit.isEmpty()) {
            return;
        }
        Map<String, String> fields = new HashMap<>(message.fields());
        String named = fields.get("MAINPID");
        if (named != null && !isOwn(unit.get(), named)) {
            fields.remove("MAINPID");
            core.outbox.log(
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
                new Event.Notified(
                        message.pid(), message.cgroup(), fields, message.storedDescriptors()));
    }

    private boolean isOwn(Unit unit, String pid) {
        try {
            return core.host
                    .cgroupOf(Integer.parseInt(pid))
                    .flatMap(this::ofCgroup)
                    .filter(owner -> owner == unit)
                    .isPresent();
        } catch (NumberFormatException notNumber) {
            return false;
        }
    }

    /** Returns the unit in whose cgroup, or below it, something is. */
    Optional<Unit> ofCgroup(String cgroup) {
        int end = cgroup.length();
        while (end > core.config.cgroup().length()) {
            int slash = cgroup.lastIndexOf('/', end - 1);
            if (slash < 0) {
                return Optional.empty();
            }
            Optional<Unit> unit = core.table.find(cgroup.substring(slash + 1, end));
            if (unit.isPresent()
                    && unit.get().plan.cgroup().length() == end
                    && cgroup.startsWith(unit.get().plan.cgroup())) {
                return unit;
            }
            end = slash;
        }
        return core.table
                .find(UnitName.ROOT_SLICE.text())
                .filter(root -> cgroup.equals(core.config.cgroup()));
    }

    private void frozen(Event.Frozen answer) {
        core.table
                .ofToken(answer.token())
                .ifPresent(unit -> {
                    boolean isFrozen = answer.frozen() == answer.failure().isEmpty();
                    unit.freezer = isFrozen ? Unit.FreezerState.FROZEN : Unit.FreezerState.RUNNING;
                    core.outbox.changed(unit);
                });
    }

    // ---- take-over

    /**
     * Tells every unit what of it lives, then what has ended meanwhile, as usual events: what they
     * lead to has not been seen by anybody, and must not be missed. Until its end is told a process
     * counts as alive.
     */
    void takeOver(Host.Inventory inventory) {
        Map<Unit, Set<Long>> tokens = new HashMap<>();
        Map<Unit, Set<Integer>> pids = new HashMap<>();
        for (Host.LiveProcess process : inventory.processes()) {
            Optional<Unit> unit =
                    ofCgroup(process.cgroup()).or(() -> core.table.ofToken(process.token()));
            unit.ifPresent(owner -> {
                pids.computeIfAbsent(owner, key -> new HashSet<>()).add(process.pid());
                if (process.token() != 0) {
                    tokens.computeIfAbsent(owner, key -> new HashSet<>()).add(process.token());
                }
            });
        }
        Set<Unit> populated = new HashSet<>(pids.keySet());
        for (String cgroup : inventory.populatedCgroups()) {
            ofCgroup(cgroup).ifPresent(populated::add);
        }
        for (Event.Exited exited : inventory.exits()) {
            core.table
                    .ofToken(exited.token())
                    .ifPresent(owner ->
                            tokens.computeIfAbsent(owner, key -> new HashSet<>())
                                    .add(exited.token()));
        }
        core.table.units().forEach(this::makeCgroupAgain);
        inventory.processes().stream()
                .filter(process -> process.token() != 0)
                .forEach(process -> revive(process.token(), process.pid()));
        for (Unit unit : List.copyOf(core.table.units())) {
            if (!unit.isPerpetual()) {
                core.machines.feed(
                        unit,
                        new UnitEvent.TakenOver(
                                tokens.getOrDefault(unit, Set.of()),
                                pids.getOrDefault(unit, Set.of()),
                                populated.contains(unit)));
            }
        }
        for (Event.Exited exited : inventory.exits()) {
            revive(exited.token(), exited.pid());
            handle(exited);
        }
        for (Unit unit : List.copyOf(core.table.units())) {
            if (!unit.isPerpetual() && !populated.contains(unit)) {
                feed(unit, new Event.CgroupEmptied(unit.plan.cgroup()));
            }
            dropLeftCgroup(unit);
        }
        core.consequences.exitAgain();
    }

    /** The brain may have died before it gave the order; one that is there is left as it is. */
    private void makeCgroupAgain(Unit unit) {
        boolean isNeeded =
                unit.isCgroupMade
                        && !unit.isPerpetual()
                        && !unit.activeState().isInactiveOrFailed()
                        && !core.host.isPopulated(unit.plan.cgroup());
        if (isNeeded) {
            core.outbox.emit(new Effect.MakeCgroup(unit.id(), unit.plan.cgroup(), unit.settings()));
        }
    }

    /** The brain died between a spawn and its answers, of which the process itself is proof. */
    private void revive(long token, int pid) {
        feed(token, new Event.Spawned(token, pid));
        feed(token, new Event.Executed(token));
    }
}
