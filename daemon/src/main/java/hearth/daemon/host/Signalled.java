package hearth.daemon.host;

import hearth.daemon.log.source.LogFilter;
import hearth.daemon.log.source.LogRecord;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.EndingSignals;
import hearth.manager.cause.CauseText;
import hearth.manager.host.Effect;
import hearth.unit.value.Signals;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which processes of units were sent a signal that ends them, until the next line about their unit
 * says so: who looks for them later has their numbers and names. They are looked at before they are
 * signalled. Belongs to the manager's mailbox.
 */
final class Signalled {
    /** Processes that are told of one unit: more than a person reads. */
    static final int PROCESSES_MAX = 64;

    /**
     * Units that may wait for their next line; most have it in the same turn. The one that has
     * waited longest makes room.
     */
    static final int UNITS_MAX = 1_024;

    private final Cgroups cgroups;
    private final Map<String, Ordered> waiting = new LinkedHashMap<>();

    /** Units that are gone, of which the turn that they went in may have something to say. */
    private final Set<String> gone = new HashSet<>();

    /** What was ordered of one unit since its last line. */
    private static final class Ordered {
        final Map<Integer, String> processes = new LinkedHashMap<>();
        final Set<String> signals = new LinkedHashSet<>();
        Optional<String> rule = Optional.empty();

        Map<String, String> fields() {
            Map<String, String> fields = new HashMap<>();
            fields.put(LogRecord.KILLS, LogRecord.YES);
            fields.put(LogRecord.SIGNAL, String.join(", ", signals));
            fields.put(LogRecord.PROCESSES, String.join(LogRecord.BETWEEN, processes.values()));
            rule.ifPresent(text -> fields.put(CauseText.RULE, text));
            return fields;
        }
    }

    Signalled(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    /** Notes whom a signal is for. */
    void note(Effect.SignalUnit order) {
        List<Integer> signals =
                IntStream.of(order.signal(), order.alsoHup() ? Signals.SIGHUP : order.signal())
                        .distinct()
                        .filter(EndingSignals::canEnd)
                        .boxed()
                        .toList();
        if (signals.isEmpty() || order.purpose() instanceof Effect.SignalUnit.Reload) {
            return;
        }
        Map<Integer, String> ended = new LinkedHashMap<>();
        for (int pid : pids(order)) {
            if (ended.size() < PROCESSES_MAX && isEnded(order, pid)) {
                cgroups.knownName(pid).ifPresent(name -> ended.put(pid, pid + " " + name));
            }
        }
        if (!ended.isEmpty()) {
            add(order, signals, ended);
        }
    }

    private Collection<Integer> pids(Effect.SignalUnit order) {
        Set<Integer> pids = new LinkedHashSet<>(order.pids());
        if (order.wholeCgroup()) {
            cgroups.someMembers(order.cgroup(), PROCESSES_MAX)
                    .forEach(member -> pids.add(member.pid()));
        }
        pids.removeIf(pid -> pid <= 0);
        return pids;
    }

    private boolean isEnded(Effect.SignalUnit order, int pid) {
        return !(order.purpose() instanceof Effect.SignalUnit.Request)
                || EndingSignals.ends(cgroups, order.signal(), pid);
    }

    private void add(Effect.SignalUnit order, List<Integer> signals, Map<Integer, String> ended) {
        gone.remove(order.unit());
        if (!waiting.containsKey(order.unit()) && waiting.size() >= UNITS_MAX) {
            waiting.remove(waiting.keySet().iterator().next());
        }
        Ordered all = waiting.computeIfAbsent(order.unit(), _ -> new Ordered());
        signals.forEach(signal -> all.signals.add(Signals.nameOf(signal).orElse("" + signal)));
        ended.forEach((pid, line) -> {
            if (all.processes.size() < PROCESSES_MAX) {
                all.processes.put(pid, line);
            }
        });
        if (order.purpose() instanceof Effect.SignalUnit.End(Optional<String> rule)) {
            all.rule = rule.or(() -> all.rule);
        }
    }

    /**
     * Returns what a line says that a log keeps; with one that it does not keep, what has waited
     * for it goes: a later line is about something else.
     */
    Optional<Map<String, String>> with(Effect.Log log, Map<String, String> said, LogFilter filter) {
        Map<String, String> fields = with(log.unit(), said);
        return filter.keeps(log.message().level()) ? Optional.of(fields) : Optional.empty();
    }

    /** Returns what a line about a unit says, with whose end was ordered since the last one. */
    Map<String, String> with(String unit, Map<String, String> said) {
        Map<String, String> fields = new TreeMap<>();
        Optional.ofNullable(waiting.remove(unit)).ifPresent(all -> fields.putAll(all.fields()));
        fields.putAll(said);
        return fields;
    }

    /** Forgets what waits of units that were gone at the last call, and have said their last. */
    void forget(Collection<String> goneNow) {
        waiting.keySet().removeAll(gone);
        gone.clear();
        goneNow.stream().filter(waiting::containsKey).forEach(gone::add);
    }
}
