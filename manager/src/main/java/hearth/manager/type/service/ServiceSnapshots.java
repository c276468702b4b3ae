package hearth.manager.type.service;

import hearth.manager.host.Connection;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.type.ExecKey;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.manager.type.service.ServicePhase.KillStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records of services as lines, and back. */
final class ServiceSnapshots {
    private static final String COMMAND = "command.";
    private static final String EARLY = "early.";

    private ServiceSnapshots() {}

    static void write(ServiceRecord record, SnapshotText text) {
        text.put("phase", words(record.phase()))
                .putMoment("phase-since", record.phaseSince())
                .putMoment("up-since", record.upSince())
                .put("main", words(record.main()))
                .put("main-index", record.mainIndex())
                .put("control", words(record.control()))
                .put("result", record.result().wireName())
                .put("reload-result", record.reloadResult().wireName())
                .put("notify-state", record.report().state().wireName())
                .put("status-text", record.report().statusText())
                .put("status-errno", record.report().statusErrno())
                .put("bus-error", record.report().busError())
                .put("varlink-error", record.report().varlinkError())
                .put("restarts", record.restarts().count())
                .putFlag("restarts-begin-anew", record.restarts().beginsAnew())
                .putFlag("restart-forbidden", record.restarts().isForbidden())
                .putFlag("stop-for-restart", record.restarts().isStopForRestart())
                .putDeadline("deadline", record.deadline())
                .putDeadline("watchdog", record.watchdog().deadline())
                .put("watchdog-limit-usec", record.watchdog().limitUsec())
                .putMoment("watchdog-ping", record.watchdog().ping())
                .put("runtime-extra-usec", record.runtimeExtraUsec())
                .put("main-status", record.mainStatus().words())
                .put("stored-descriptors", record.storedDescriptors())
                .putFlag("populated", record.isCgroupPopulated())
                .putFlag("bus-name-owned", record.isBusNameOwned())
                .put("question", record.question())
                .put("next-token", record.nextToken());
        record.commandStatus()
                .forEach((key, status) ->
                        text.put(
                                COMMAND + key.role().wireName() + "." + key.index(),
                                status.words()));
        record.connection()
                .ifPresent(one ->
                        text.put("connection", one.name())
                                .put("connection-instance", one.instance())
                                .put("connection-peer", one.peer())
                                .put("connection-port", one.port())
                                .put("connection-source", one.source()));
        for (int i = 0; i < record.early().size(); i++) {
            text.put(EARLY + i, lines(record.early().get(i)));
        }
    }

    static ServiceRecord read(SnapshotText text, long firstToken) {
        ServiceProcess main = process(text.words("main"));
        return new ServiceRecord(
                phase(text, main),
                text.moment("phase-since"),
                text.moment("up-since"),
                main,
                text.integer("main-index", 0),
                process(text.words("control")),
                result(text, "result"),
                result(text, "reload-result"),
                new NotifyReport(
                        text.word(
                                "notify-state",
                                NotifyReport.State.values(),
                                NotifyReport.State::wireName,
                                NotifyReport.State.UNKNOWN,
                                NotifyReport.State.UNKNOWN),
                        text.get("status-text", ""),
                        text.integer("status-errno", 0),
                        text.get("bus-error", ""),
                        text.get("varlink-error", "")),
                new RestartMemory(
                        text.integer("restarts", 0),
                        text.flag("restarts-begin-anew"),
                        text.flag("restart-forbidden"),
                        text.flag("stop-for-restart")),
                text.deadline("deadline"),
                new WatchdogMemory(
                        text.deadline("watchdog"),
                        text.number("watchdog-limit-usec", -1),
                        text.moment("watchdog-ping")),
                text.number("runtime-extra-usec", 0),
                ExecStatus.of(text.words("main-status")),
                commands(text),
                text.integer("stored-descriptors", 0),
                text.flag("populated"),
                text.flag("bus-name-owned"),
                text.number("question", 0),
                early(text),
                connection(text),
                text.number("next-token", firstToken));
    }

    private static Optional<Connection> connection(SnapshotText text) {
        return text.has("connection")
                ? Optional.of(
                        new Connection(
                                text.get("connection", ""),
                                text.get("connection-instance", ""),
                                text.get("connection-peer", ""),
                                text.integer("connection-port", 0),
                                text.get("connection-source", "")))
                : Optional.empty();
    }

    private static ServiceResult result(SnapshotText text, String key) {
        return text.word(
                key,
                ServiceResult.values(),
                ServiceResult::wireName,
                ServiceResult.SUCCESS,
                ServiceResult.RESOURCES);
    }

    /** Earlier brains wrote {@code START_PRE} for {@code ExecStartPre}. */
    private static Optional<ExecRole> role(String word) {
        String name = word.startsWith("Exec") ? word.substring("Exec".length()) : word;
        for (ExecRole role : ExecRole.values()) {
            String own = role.wireName().substring("Exec".length());
            if (own.equalsIgnoreCase(name.replace("_", ""))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    private static Map<ExecKey, ExecStatus> commands(SnapshotText text) {
        Map<ExecKey, ExecStatus> commands = new HashMap<>();
        for (String key : text.values().keySet()) {
            if (key.startsWith(COMMAND)) {
                String[] parts = key.substring(COMMAND.length()).split("\\.", -1);
                Optional<ExecRole> role = role(parts[0]);
                if (role.isPresent()) {
                    commands.put(
                            new ExecKey(role.get(), Integer.parseInt(parts[1])),
                            ExecStatus.of(text.words(key)));
                } else {
                    text.unknown(key, text.get(key, ""));
                }
            }
        }
        return commands;
    }

    private static String lines(Event.Notified message) {
        StringBuilder lines = new StringBuilder();
        // An earlier version reads a number in the middle. Descriptors end with the brain.
        lines.append(message.pid()).append(" -1 ").append(message.cgroup());
        new TreeMap<>(message.fields())
                .forEach(
                        (name, value) -> lines.append('\n').append(name).append('=').append(value));
        return lines.toString();
    }

    private static List<Event.Notified> early(SnapshotText text) {
        List<Event.Notified> early = new ArrayList<>();
        for (int i = 0; text.has(EARLY + i); i++) {
            String[] lines = text.get(EARLY + i, "").split("\n", -1);
            String[] from = lines[0].split(" ", 3);
            Map<String, String> fields = new HashMap<>();
            for (int at = 1; at < lines.length; at++) {
                String[] field = lines[at].split("=", 2);
                fields.put(field[0], field[1]);
            }
            early.add(new Event.Notified(Integer.parseInt(from[0]), from[2], fields, 0));
        }
        return early;
    }

    private static String words(ServicePhase phase) {
        return switch (phase) {
            case ServicePhase.Dead() -> "dead";
            case ServicePhase.Failed() -> "failed";
            case ServicePhase.AutoRestart() -> "auto-restart";
            case ServicePhase.Controlling(ExecRole role, int index) ->
                    "controlling " + role.wireName() + " " + index;
            case ServicePhase.Starting(Awaited awaited, int index) ->
                    "starting " + awaited.wireName() + " " + index;
            case ServicePhase.AwaitingPidFile() -> "awaiting-pid-file";
            case ServicePhase.Running() -> "running";
            case ServicePhase.Exited() -> "exited";
            case ServicePhase.ReloadSignalled() -> "reload-signalled";
            case ServicePhase.ReloadNotified() -> "reload-notified";
            case ServicePhase.Killing(KillStep step, long token) ->
                    "killing " + step.wireName() + " " + token;
        };
    }

    /**
     * A phase that only another brain knows becomes one in which the take-over finds out whether
     * the service still runs.
     */
    private static ServicePhase phase(SnapshotText text, ServiceProcess main) {
        List<String> words = text.words("phase");
        String name = words.isEmpty() ? "dead" : words.get(0);
        ServicePhase unknown =
                main.isAlive() ? new ServicePhase.Running() : new ServicePhase.Dead();
        return switch (name) {
            case "dead" -> new ServicePhase.Dead();
            case "failed" -> new ServicePhase.Failed();
            case "auto-restart" -> new ServicePhase.AutoRestart();
            case "controlling" ->
                    role(words.get(1))
                            .<ServicePhase>map(role ->
                                    new ServicePhase.Controlling(
                                            role, Integer.parseInt(words.get(2))))
                            .orElseGet(() -> unknown(text, words, unknown));
            case "starting" ->
                    new ServicePhase.Starting(
                            text.value(
                                    "phase",
                                    words.get(1),
                                    Awaited.values(),
                                    Awaited::wireName,
                                    Awaited.SPAWN),
                            Integer.parseInt(words.get(2)));
            case "awaiting-pid-file" -> new ServicePhase.AwaitingPidFile();
            case "running" -> new ServicePhase.Running();
            case "exited" -> new ServicePhase.Exited();
            case "reload-signalled" -> new ServicePhase.ReloadSignalled();
            case "reload-notified" -> new ServicePhase.ReloadNotified();
            case "killing" ->
                    new ServicePhase.Killing(
                            text.value(
                                    "phase",
                                    words.get(1),
                                    KillStep.values(),
                                    KillStep::wireName,
                                    KillStep.STOP_SIGTERM),
                            Long.parseLong(words.get(2)));
            default -> unknown(text, words, unknown);
        };
    }

    private static ServicePhase unknown(
            SnapshotText text, List<String> words, ServicePhase assumed) {
        text.unknown("phase", String.join(" ", words));
        return assumed;
    }

    private static String words(ServiceProcess process) {
        return switch (process) {
            case ServiceProcess.None() -> "none";
            case ServiceProcess.Spawning(long token) -> "spawning " + token;
            case ServiceProcess.Child(long token, int pid) -> "child " + token + " " + pid;
            case ServiceProcess.Foreign(long token, int pid) -> "foreign " + token + " " + pid;
            case ServiceProcess.Ended(long token, int pid, ExitCode code, int status) ->
                    "ended " + token + " " + pid + " " + code.number() + " " + status;
        };
    }

    private static ServiceProcess process(List<String> words) {
        String name = words.isEmpty() ? "none" : words.get(0);
        return switch (name) {
            case "none" -> ServiceProcess.none();
            case "spawning" -> new ServiceProcess.Spawning(Long.parseLong(words.get(1)));
            case "child" ->
                    new ServiceProcess.Child(
                            Long.parseLong(words.get(1)), Integer.parseInt(words.get(2)));
            case "foreign" ->
                    new ServiceProcess.Foreign(
                            Long.parseLong(words.get(1)), Integer.parseInt(words.get(2)));
            case "ended" ->
                    new ServiceProcess.Ended(
                            Long.parseLong(words.get(1)),
                            Integer.parseInt(words.get(2)),
                            ExitCode.ofNumber(Integer.parseInt(words.get(3))).orElseThrow(),
                            Integer.parseInt(words.get(4)));
            default -> throw new IllegalArgumentException("unknown process '" + name + "'");
        };
    }
}
