package hearth.manager.turn;

import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.UnitEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a manager makes of what an earlier brain has left. */
public final class TakeOver {
    private final Core core;
    private final Events events;

    public TakeOver(Core core, Events events) {
        this.core = core;
        this.events = events;
    }

    /**
     * Tells every unit what of it lives, then what has ended meanwhile, as usual events: what they
     * lead to has not been seen by anybody, and must not be missed. Until its end is told a process
     * counts as alive.
     */
    public void takeOver(Host.Inventory inventory) {
        Map<UnitEntry, Set<Long>> tokens = new HashMap<>();
        Map<UnitEntry, Set<Integer>> pids = new HashMap<>();
        for (Host.LiveProcess process : inventory.processes()) {
            // A token says for whom it was started, wherever it is: it may be on its way there.
            Optional<UnitEntry> starter = core.table().ofToken(process.token());
            starter.ifPresent(owner ->
                    tokens.computeIfAbsent(owner, key -> new HashSet<>()).add(process.token()));
            events.ofCgroup(process.cgroup())
                    .or(() -> starter)
                    .ifPresent(owner ->
                            pids.computeIfAbsent(owner, key -> new HashSet<>()).add(process.pid()));
        }
        Set<UnitEntry> populated = new HashSet<>(pids.keySet());
        for (String cgroup : inventory.populatedCgroups()) {
            events.ofCgroup(cgroup).ifPresent(populated::add);
        }
        LostHand.Found left =
                LostHand.look(
                        inventory,
                        core.table().units(),
                        (cgroup, unit) -> events.ofCgroup(cgroup).filter(unit::equals).isPresent());
        List<Event.Exited> exits = new ArrayList<>(inventory.exits());
        exits.addAll(left.exits());
        for (Event.Exited exited : exits) {
            core.table()
                    .ofToken(exited.token())
                    .ifPresent(owner ->
                            tokens.computeIfAbsent(owner, key -> new HashSet<>())
                                    .add(exited.token()));
        }
        core.table().units().forEach(this::takeUpCgroup);
        inventory.processes().stream()
                .filter(process -> process.token() != 0)
                .forEach(process -> revive(process.token(), process.pid()));
        left.begun().forEach(this::revive);
        core.table().units().forEach(core.connections()::takeOver);
        core.mountNews().tell(); // before a mount is told how its process has ended
        for (UnitEntry unit : List.copyOf(core.table().units())) {
            if (!unit.isPerpetual()) {
                core.machines()
                        .feed(
                                unit,
                                new UnitEvent.TakenOver(
                                        tokens.getOrDefault(unit, Set.of()),
                                        pids.getOrDefault(unit, Set.of()),
                                        populated.contains(unit)));
            }
        }
        core.connections().keepTaken();
        for (Event.Exited exited : exits) {
            revive(exited.token(), exited.pid());
            events.handle(exited);
        }
        for (UnitEntry unit : List.copyOf(core.table().units())) {
            if (!unit.isPerpetual() && !populated.contains(unit)) {
                core.machines()
                        .feed(
                                unit,
                                new UnitEvent.Happened(
                                        new Event.CgroupEmptied(unit.plan().cgroup())));
            }
            events.dropLeftCgroup(unit);
        }
        core.consequences().lookForUnbound();
        core.emergencies().exitAgain();
    }

    /**
     * A cgroup with processes is watched again: another hand may have made it. One without may not
     * be there, since the brain may have died before it gave the order.
     */
    private void takeUpCgroup(UnitEntry unit) {
        if (!unit.isCgroupMade() || unit.isPerpetual()) {
            return;
        }
        String cgroup = unit.plan().cgroup();
        if (core.host().isPopulated(cgroup)) {
            core.outbox().emit(new Effect.WatchCgroup(unit.id(), cgroup));
        } else if (!unit.activeState().isInactiveOrFailed()) {
            core.outbox().emit(new Effect.MakeCgroup(unit.id(), cgroup, unit.settings()));
        }
    }

    /** The brain died between a spawn and its answers, of which the process itself is proof. */
    private void revive(long token, int pid) {
        events.handle(new Event.Spawned(token, pid));
        events.handle(new Event.Executed(token));
    }
}
