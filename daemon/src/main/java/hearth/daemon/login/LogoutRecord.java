package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.source.LogRecord;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.EndingSignals;
import hearth.daemon.mailbox.Mailbox;
import hearth.login.host.LoginEffect;
import hearth.login.setting.LogoutRule;
import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.unit.value.Signals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What users' own logs say of their logouts: why something ends, by which rule, and which processes
 * are killed. It is said in the user's log, since login's own is root's. Belongs to the system
 * manager's mailbox, which knows where units' processes are.
 */
final class LogoutRecord {
    /** Processes that are named of one session: more than a person reads. */
    static final int PROCESSES_MAX = 64;

    private final Brain brain;
    private final Mailbox mailbox;

    /**
     * Makes it.
     *
     * @param mailbox login's
     */
    LogoutRecord(Brain brain, Mailbox mailbox) {
        this.brain = brain;
        this.mailbox = mailbox;
    }

    /** Writes a line about what ends, before it does. */
    void write(LoginEffect.Explain end, Optional<String> cgroup) {
        List<String> processes =
                cgroup.map(there -> ended(brain.cgroups(), end, there)).orElse(List.of());
        if (processes.isEmpty() && !end.isNews()) {
            return;
        }
        Moment now = brain.time().now();
        brain.logOf(Long.toString(end.uid()), mailbox)
                .add(
                        new LogLine(
                                now.realtimeUsec(),
                                now.monotonicUsec(),
                                LogLevel.INFO.number(),
                                end.unit(),
                                "systemd-logind",
                                text(end),
                                fields(end, processes)));
    }

    /** Returns the processes that end, as a line's field names them. */
    static List<String> ended(Cgroups cgroups, LoginEffect.Explain end, String cgroup) {
        if (!end.kills() && end.sent().isEmpty()) {
            return List.of();
        }
        return cgroups.someMembers(cgroup, PROCESSES_MAX).stream()
                .map(Cgroups.Member::pid)
                .filter(pid -> end.sent().map(sent -> ends(cgroups, sent, pid)).orElse(true))
                .flatMap(pid -> cgroups.knownName(pid).stream().map(name -> pid + " " + name))
                .toList();
    }

    private static boolean ends(Cgroups cgroups, LoginEffect.Sent sent, int pid) {
        return sent.process().orElse(pid) == pid && EndingSignals.ends(cgroups, sent.signal(), pid);
    }

    static String text(LoginEffect.Explain end) {
        return end.message()
                + end.rule()
                        .map(rule ->
                                ": "
                                        + rule.setting()
                                        + "="
                                        + rule.value()
                                        + " ("
                                        + (rule.place().isEmpty() ? "built in" : rule.place())
                                        + ")")
                        .orElse("")
                + ".";
    }

    static Map<String, String> fields(LoginEffect.Explain end, List<String> processes) {
        Map<String, String> fields = new TreeMap<>();
        fields.put(CauseText.FIELD, CauseText.write(List.of(cause(end))));
        end.rule().ifPresent(rule -> fields.put(CauseText.RULE, rule(rule)));
        if (!processes.isEmpty()) {
            fields.put(LogRecord.KILLS, LogRecord.YES);
            end.sent()
                    .map(LoginEffect.Sent::signal)
                    .map(signal -> Signals.nameOf(signal).orElse("" + signal))
                    .ifPresent(name -> fields.put(LogRecord.SIGNAL, name));
            fields.put(LogRecord.PROCESSES, String.join(LogRecord.BETWEEN, processes));
        }
        return fields;
    }

    private static String rule(LogoutRule rule) {
        return CauseText.write(
                List.of(new Cause.ByRule(rule.setting(), rule.value(), rule.place())));
    }

    /** Returns why a unit is stopped, as its manager is told. */
    static Cause cause(LoginEffect.Explain end) {
        return new Cause.ByLogin(end.message());
    }
}
