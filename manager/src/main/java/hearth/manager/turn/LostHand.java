package hearth.manager.turn;

import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.service.ServiceProcess;
import hearth.manager.type.service.ServiceRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Whose the processes are that a dead hand has left. It alone knew their tokens; what is known
 * otherwise is in which cgroup a process is or was, and its number. The process that was ordered
 * and never heard of is the first of those in its unit's cgroup that are no other's.
 */
final class LostHand {
    private final Host.Inventory inventory;
    private final BiPredicate<String, UnitEntry> isIn;
    private final Map<Integer, Host.Orphan> orphans = new HashMap<>();
    private final Map<Long, Integer> begun = new HashMap<>();
    private final List<Event.Exited> exits = new ArrayList<>();

    /**
     * What was found.
     *
     * @param begun pids by the tokens of orders of which nobody has heard whether they were done
     * @param exits how those have ended that have
     */
    record Found(Map<Long, Integer> begun, List<Event.Exited> exits) {}

    private LostHand(Host.Inventory inventory, BiPredicate<String, UnitEntry> isIn) {
        this.inventory = inventory;
        this.isIn = isIn;
        inventory.orphans().forEach(orphan -> orphans.put(orphan.pid(), orphan));
        inventory.processes().forEach(process -> orphans.remove(process.pid()));
    }

    /**
     * Looks for the processes that services believe they have.
     *
     * @param isIn whether a cgroup is a unit's, or below
     */
    static Found look(
            Host.Inventory inventory,
            Collection<UnitEntry> units,
            BiPredicate<String, UnitEntry> isIn) {
        var lost = new LostHand(inventory, isIn);
        if (inventory.isHandNew() || !lost.orphans.isEmpty()) {
            units.forEach(unit ->
                    unit.record(ServiceRecord.class).ifPresent(record -> lost.look(unit, record)));
        }
        return new Found(lost.begun, lost.exits);
    }

    private void look(UnitEntry unit, ServiceRecord record) {
        for (ServiceProcess process : List.of(record.main(), record.control())) {
            switch (process) {
                case ServiceProcess.None() -> {}
                case ServiceProcess.Ended _ -> {}
                case ServiceProcess.Child(long token, int pid) -> end(unit, token, pid);
                case ServiceProcess.Foreign(long token, int pid) -> end(unit, token, pid);
                case ServiceProcess.Spawning(long token) -> {
                    if (inventory.isHandNew()) {
                        // Of two processes one is known; who is being made has no number.
                        int other = Math.max(record.main().pid(), record.control().pid());
                        firstOf(unit, other)
                                .ifPresent(pid -> {
                                    begun.put(token, pid);
                                    end(unit, token, pid);
                                });
                    }
                }
            }
        }
    }

    /** Takes note of the end of a process, where it has come to one. */
    private void end(UnitEntry unit, long token, int pid) {
        Host.Orphan orphan = orphans.get(pid);
        if (orphan != null && (orphan.cgroup().isEmpty() || isIn.test(orphan.cgroup(), unit))) {
            exits.add(new Event.Exited(token, pid, orphan.code(), orphan.status()));
        }
    }

    private OptionalInt firstOf(UnitEntry unit, int other) {
        Set<Integer> found = new HashSet<>();
        for (Host.LiveProcess process : inventory.processes()) {
            if (process.token() == 0 && isIn.test(process.cgroup(), unit)) {
                found.add(process.pid());
            }
        }
        for (Host.Orphan orphan : orphans.values()) {
            if (isIn.test(orphan.cgroup(), unit)) {
                found.add(orphan.pid());
            }
        }
        found.remove(other);
        return found.stream().mapToInt(Integer::intValue).min();
    }
}
