package hearth.daemon.host;

import hearth.daemon.log.source.LogRecord;
import hearth.daemon.machine.Cgroups;
import hearth.manager.cause.CauseText;
import hearth.manager.host.Effect;
import hearth.unit.value.Signals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which processes of units were sent a signal that ends them, until the next line about their unit
 * says so: who looks for them later has their numbers and names. They are looked at before they are
 * signalled. Belongs to the manager's mailbox.
 */
final class Signalled {
    /** Processes that are told of one unit: more than a person reads. */
    static final int PROCESSES_MAX = 64;

    /** Units that may wait for their next line; most have it in the same turn. */
    static final int UNITS_MAX = 1_024;

    /** SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG and SIGWINCH end nobody. */
    private static final Set<Integer> HARMLESS = Set.of(17, 18, 19, 20, 21, 22, 23, 28);

    private final Cgroups cgroups;
    private final Map<String, Map<String, String>> waiting = new HashMap<>();

    /** Of units whose last line followed from a setting, that setting: a signal may follow. */
    private final Map<String, String> rules = new HashMap<>();

    Signalled(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    /** Notes whom a signal is for. */
    void note(Effect.SignalUnit order) {
        if (HARMLESS.contains(order.signal()) || waiting.size() >= UNITS_MAX) {
            return;
        }
        Set<Integer> pids = new LinkedHashSet<>(order.pids());
        if (order.wholeCgroup()) {
            cgroups.someMembers(order.cgroup(), PROCESSES_MAX)
                    .forEach(member -> pids.add(member.pid()));
        }
        List<String> lines = new ArrayList<>();
        for (int pid : pids) {
            if (pid > 0 && lines.size() < PROCESSES_MAX) {
                cgroups.knownName(pid).ifPresent(name -> lines.add(pid + " " + name));
            }
        }
        if (!lines.isEmpty()) {
            Map<String, String> fields = new HashMap<>();
            fields.put(LogRecord.KILLS, LogRecord.YES);
            fields.put(
                    LogRecord.SIGNAL, Signals.nameOf(order.signal()).orElse("" + order.signal()));
            fields.put(LogRecord.PROCESSES, String.join(LogRecord.BETWEEN, lines));
            Optional.ofNullable(rules.remove(order.unit()))
                    .ifPresent(rule -> fields.put(CauseText.RULE, rule));
            waiting.put(order.unit(), fields);
        }
    }

    /** Returns what a line about a unit says, with whose end was ordered since the last one. */
    Map<String, String> with(String unit, Map<String, String> said) {
        Map<String, String> fields = new TreeMap<>();
        Optional.ofNullable(waiting.remove(unit)).ifPresent(fields::putAll);
        fields.putAll(said);
        String rule = said.get(CauseText.RULE);
        if (rule == null) {
            rules.remove(unit);
        } else if (rules.size() < UNITS_MAX) {
            rules.put(unit, rule);
        }
        return fields;
    }
}
