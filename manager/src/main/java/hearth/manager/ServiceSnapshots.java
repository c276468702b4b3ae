package hearth.manager;

import hearth.manager.host.ExecRole;
import hearth.manager.host.Moment;
import hearth.manager.service.ExecKey;
import hearth.manager.service.ExecStatus;
import hearth.manager.service.NotifyReport;
import hearth.manager.service.RestartMemory;
import hearth.manager.service.ServicePhase;
import hearth.manager.service.ServicePhase.Awaited;
import hearth.manager.service.ServicePhase.KillStep;
import hearth.manager.service.ServiceProcess;
import hearth.manager.service.ServiceRecord;
import hearth.manager.service.ServiceResult;
import hearth.manager.service.WatchdogMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records of services as lines, and back. */
final class ServiceSnapshots {
    private static final String COMMAND = "command.";
    private static final int WORDS_OF_STATUS = 7;

    private ServiceSnapshots() {}

    static void write(ServiceRecord record, SnapshotText text) {
        text.put("phase", words(record.phase()))
                .putMoment("phase-since", record.phaseSince())
                .putMoment("up-since", record.upSince())
                .put("main", words(record.main()))
                .put("main-index", record.mainIndex())
                .put("control", words(record.control()))
                .put("result", record.result().name())
                .put("reload-result", record.reloadResult().name())
                .put("notify-state", record.report().state().name())
                .put("status-text", record.report().statusText())
                .put("status-errno", record.report().statusErrno())
                .put("bus-error", record.report().busError())
                .put("restarts", record.restarts().count())
                .putFlag("restarts-begin-anew", record.restarts().beginsAnew())
                .putFlag("restart-forbidden", record.restarts().isForbidden())
                .putFlag("stop-for-restart", record.restarts().isStopForRestart())
                .putDeadline("deadline", record.deadline())
                .putDeadline("watchdog", record.watchdog().deadline())
                .put("watchdog-limit-usec", record.watchdog().limitUsec())
                .putMoment("watchdog-ping", record.watchdog().ping())
                .put("runtime-extra-usec", record.runtimeExtraUsec())
                .put("main-status", words(record.mainStatus()))
                .put("stored-descriptors", record.storedDescriptors())
                .putFlag("populated", record.isCgroupPopulated())
                .putFlag("bus-name-owned", record.isBusNameOwned())
                .put("question", record.question())
                .put("next-token", record.nextToken());
        record.commandStatus()
                .forEach((key, status) ->
                        text.put(COMMAND + key.role().name() + "." + key.index(), words(status)));
    }

    static ServiceRecord read(SnapshotText text, long firstToken) {
        return new ServiceRecord(
                phase(text.words("phase")),
                text.moment("phase-since"),
                text.moment("up-since"),
                process(text.words("main")),
                text.integer("main-index", 0),
                process(text.words("control")),
                text.constant("result", ServiceResult.class, ServiceResult.SUCCESS),
                text.constant("reload-result", ServiceResult.class, ServiceResult.SUCCESS),
                new NotifyReport(
                        text.constant(
                                "notify-state",
                                NotifyReport.State.class,
                                NotifyReport.State.UNKNOWN),
                        text.get("status-text", ""),
                        text.integer("status-errno", 0),
                        text.get("bus-error", "")),
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
                status(text.words("main-status")),
                commands(text),
                text.integer("stored-descriptors", 0),
                text.flag("populated"),
                text.flag("bus-name-owned"),
                text.number("question", 0),
                text.number("next-token", firstToken));
    }

    private static Map<ExecKey, ExecStatus> commands(SnapshotText text) {
        Map<ExecKey, ExecStatus> commands = new HashMap<>();
        for (String key : text.values().keySet()) {
            if (key.startsWith(COMMAND)) {
                String[] parts = key.substring(COMMAND.length()).split("\\.", -1);
                commands.put(
                        new ExecKey(ExecRole.valueOf(parts[0]), Integer.parseInt(parts[1])),
                        status(text.words(key)));
            }
        }
        return commands;
    }

    private static String words(ServicePhase phase) {
        return switch (phase) {
            case ServicePhase.Dead() -> "dead";
            case ServicePhase.Failed() -> "failed";
            case ServicePhase.AutoRestart() -> "auto-restart";
            case ServicePhase.Controlling(ExecRole role, int index) ->
                    "controlling " + role.name() + " " + index;
            case ServicePhase.Starting(Awaited awaited, int index) ->
                    "starting " + awaited.name() + " " + index;
            case ServicePhase.AwaitingPidFile() -> "awaiting-pid-file";
            case ServicePhase.Running() -> "running";
            case ServicePhase.Exited() -> "exited";
            case ServicePhase.ReloadSignalled() -> "reload-signalled";
            case ServicePhase.ReloadNotified() -> "reload-notified";
            case ServicePhase.Killing(KillStep step, long token) ->
                    "killing " + step.name() + " " + token;
        };
    }

    private static ServicePhase phase(List<String> words) {
        String name = words.isEmpty() ? "dead" : words.get(0);
        return switch (name) {
            case "dead" -> new ServicePhase.Dead();
            case "failed" -> new ServicePhase.Failed();
            case "auto-restart" -> new ServicePhase.AutoRestart();
            case "controlling" ->
                    new ServicePhase.Controlling(
                            ExecRole.valueOf(words.get(1)), Integer.parseInt(words.get(2)));
            case "starting" ->
                    new ServicePhase.Starting(
                            Awaited.valueOf(words.get(1)), Integer.parseInt(words.get(2)));
            case "awaiting-pid-file" -> new ServicePhase.AwaitingPidFile();
            case "running" -> new ServicePhase.Running();
            case "exited" -> new ServicePhase.Exited();
            case "reload-signalled" -> new ServicePhase.ReloadSignalled();
            case "reload-notified" -> new ServicePhase.ReloadNotified();
            case "killing" ->
                    new ServicePhase.Killing(
                            KillStep.valueOf(words.get(1)), Long.parseLong(words.get(2)));
            default -> throw new IllegalArgumentException("unknown phase '" + name + "'");
        };
    }

    private static String words(ServiceProcess process) {
        return switch (process) {
            case ServiceProcess.None() -> "none";
            case ServiceProcess.Spawning(long token) -> "spawning " + token;
            case ServiceProcess.Child(long token, int pid) -> "child " + token + " " + pid;
            case ServiceProcess.Foreign(long token, int pid) -> "foreign " + token + " " + pid;
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
            default -> throw new IllegalArgumentException("unknown process '" + name + "'");
        };
    }

    private static String words(ExecStatus status) {
        return status.pid()
                + " "
                + status.start().realtimeUsec()
                + " "
                + status.start().monotonicUsec()
                + " "
                + status.exit().realtimeUsec()
                + " "
                + status.exit().monotonicUsec()
                + " "
                + status.code()
                + " "
                + status.status();
    }

    private static ExecStatus status(List<String> words) {
        if (words.size() != WORDS_OF_STATUS) {
            return ExecStatus.NEVER;
        }
        return new ExecStatus(
                Integer.parseInt(words.get(0)),
                new Moment(Long.parseLong(words.get(1)), Long.parseLong(words.get(2))),
                new Moment(Long.parseLong(words.get(3)), Long.parseLong(words.get(4))),
                Integer.parseInt(words.get(5)),
                Integer.parseInt(words.get(6)));
    }
}
