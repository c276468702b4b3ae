package hearth.manager.type.service;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.manager.type.service.ServicePhase.KillStep;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.ServiceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What sd_notify messages make of a service.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
final class ServiceNotify {
    /** Characters of a status text that are kept. */
    private static final int MAX_TEXT = 4_096;

    /** The largest number of an error that Linux knows. */
    private static final int ERRNO_MAX = 4_095;

    /** Messages that wait for a spawn's answer; it comes soon, and what is said is small. */
    private static final int EARLY_MAX = 16;

    /** What a descriptor is called that is stored without a name. */
    private static final String STORED = "stored";

    /** Characters of a descriptor's name, as systemd allows them. */
    private static final int DESCRIPTOR_NAME_MAX = 255;

    private ServiceNotify() {}

    static void notified(ServiceTurn turn, Event.Notified message) {
        if (mayBeSpawning(turn, message.pid()) && turn.early.size() < EARLY_MAX) {
            turn.early.add(message);
            if (message.descriptors() != 0) {
                turn.emit(new UnitEffect.HoldDescriptors(message.descriptors()));
            }
            return;
        }
        if (!isHeard(turn, message.pid())) {
            turn.drop(message);
            return;
        }
        Map<String, String> fields = message.fields();
        store(turn, message);
        number(fields, "MAINPID").ifPresent(pid -> mainPid(turn, pid));
        state(turn, fields);
        texts(turn, fields);
        number(fields, "EXTEND_TIMEOUT_USEC").ifPresent(usec -> extend(turn, usec));
        String watchdog = fields.getOrDefault("WATCHDOG", "");
        if (watchdog.equals("1")) {
            ping(turn);
        } else if (watchdog.equals("trigger")
                && turn.definition.heedsWatchdog()
                && isUp(turn.phase())) {
            turn.say(
                    LogLevel.ERR,
                    ServiceMessages.NONE,
                    turn.definition.unit() + ": Watchdog request by the service itself!");
            ServiceStops.signal(turn, KillStep.STOP_WATCHDOG, ServiceResult.WATCHDOG);
        }
        number(fields, "WATCHDOG_USEC").ifPresent(turn::limitWatchdog);
    }

    /** What is taken out goes before what comes. */
    private static void store(ServiceTurn turn, Event.Notified message) {
        Map<String, String> fields = message.fields();
        Optional<String> name =
                Optional.ofNullable(fields.get("FDNAME")).filter(ServiceNotify::isDescriptorName);
        if ("1".equals(fields.get("FDSTOREREMOVE"))) {
            name.ifPresentOrElse(
                    present -> turn.emit(new UnitEffect.RemoveStored(present)),
                    () ->
                            warn(
                                    turn,
                                    "FDSTOREREMOVE=1 requested, but no valid file descriptor name"
                                            + " passed, ignoring."));
        }
        if (!"1".equals(fields.get("FDSTORE"))) {
            turn.drop(message);
            return;
        }
        if (name.isEmpty() && fields.containsKey("FDNAME")) {
            warn(turn, "Passed FDNAME= name is invalid, ignoring.");
        }
        if (message.descriptors() != 0) {
            turn.emit(
                    new UnitEffect.Store(
                            message.descriptors(),
                            name.orElse(STORED),
                            !"0".equals(fields.get("FDPOLL")),
                            turn.definition.storedDescriptorsMax()));
        }
    }

    /** Returns whether LISTEN_FDNAMES, where a colon separates them, can have it. */
    private static boolean isDescriptorName(String name) {
        return name.length() <= DESCRIPTOR_NAME_MAX
                && name.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ':');
    }

    private static void warn(ServiceTurn turn, String what) {
        turn.say(LogLevel.WARNING, ServiceMessages.NONE, turn.definition.unit() + ": " + what);
    }

    /** A spawn was answered: what was said before is from who is known now, or it is refused. */
    static void hearEarly(ServiceTurn turn) {
        List<Event.Notified> early = List.copyOf(turn.early);
        turn.early.clear();
        early.forEach(message -> notified(turn, message));
    }

    /** A program may be quicker than the answer that tells its process id. */
    private static boolean mayBeSpawning(ServiceTurn turn, int pid) {
        boolean isKnown = pid == 0 || pid == turn.main.pid() || pid == turn.control.pid();
        boolean isMainSpawning = turn.main instanceof ServiceProcess.Spawning;
        boolean isControlSpawning = turn.control instanceof ServiceProcess.Spawning;
        return !isKnown
                && switch (turn.definition.notifyAccess()) {
                    case NONE, ALL -> false;
                    case MAIN -> isMainSpawning;
                    case EXEC -> isMainSpawning || isControlSpawning;
                };
    }

    private static boolean isHeard(ServiceTurn turn, int pid) {
        boolean isMain = pid != 0 && pid == turn.main.pid();
        boolean isControl = pid != 0 && pid == turn.control.pid();
        return switch (turn.definition.notifyAccess()) {
            case NONE -> refused(turn, pid, "reception is disabled");
            case ALL -> true;
            case MAIN ->
                    isMain
                            || refused(
                                    turn,
                                    pid,
                                    turn.main.pid() == 0
                                            ? "reception only permitted for main PID which is"
                                                    + " currently not known"
                                            : "reception only permitted for main PID "
                                                    + turn.main.pid());
            case EXEC ->
                    isMain
                            || isControl
                            || refused(
                                    turn,
                                    pid,
                                    "reception only permitted for main and control PIDs");
        };
    }

    private static boolean refused(ServiceTurn turn, int pid, String why) {
        turn.say(
                LogLevel.WARNING,
                ServiceMessages.NONE,
                turn.definition.unit()
                        + ": Got notification message from PID "
                        + pid
                        + ", but "
                        + why);
        return false;
    }

    private static void mainPid(ServiceTurn turn, long pid) {
        if (pid <= 1 || pid > Integer.MAX_VALUE || !mayChangeMain(turn.phase())) {
            return;
        }
        turn.question = 0;
        turn.adoptMain((int) pid);
        if (turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)
                && awaited == Awaited.MAIN_PID) {
            ServiceStarts.startPost(turn);
        } else if (turn.phase() instanceof ServicePhase.AwaitingPidFile) {
            ServiceStarts.running(turn, ServiceResult.SUCCESS);
        }
    }

    private static boolean mayChangeMain(ServicePhase phase) {
        return switch (phase) {
            case ServicePhase.Starting _,
                    ServicePhase.AwaitingPidFile _,
                    ServicePhase.Running _,
                    ServicePhase.ReloadSignalled _,
                    ServicePhase.ReloadNotified _ ->
                    true;
            case ServicePhase.Controlling(ExecRole role, int index) ->
                    role == ExecRole.START_POST
                            || role == ExecRole.RELOAD
                            || role == ExecRole.START;
            case ServicePhase.Dead _,
                    ServicePhase.Failed _,
                    ServicePhase.AutoRestart _,
                    ServicePhase.Exited _,
                    ServicePhase.Killing _ ->
                    false;
        };
    }

    /** STOPPING wins over READY, and READY over RELOADING: a message may end what it began. */
    private static void state(ServiceTurn turn, Map<String, String> fields) {
        boolean reloads = "1".equals(fields.get("RELOADING"));
        boolean isReady = "1".equals(fields.get("READY"));
        boolean stops = "1".equals(fields.get("STOPPING"));
        if (stops) {
            turn.report = turn.report.with(NotifyReport.State.STOPPING);
            if (turn.phase() instanceof ServicePhase.Running) {
                ServiceStops.stopByNotify(turn);
            }
            return;
        }
        if (isReady) {
            turn.report = turn.report.with(NotifyReport.State.READY);
            if (turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)
                    && awaited == Awaited.READINESS) {
                ServiceStarts.startPost(turn);
            } else if (turn.phase() instanceof ServicePhase.ReloadNotified) {
                ServiceStarts.running(turn, ServiceResult.SUCCESS);
            }
        } else if (reloads) {
            reloading(turn, fields);
        }
    }

    private static void reloading(ServiceTurn turn, Map<String, String> fields) {
        switch (turn.phase()) {
            case ServicePhase.Running() -> {
                turn.report = turn.report.with(NotifyReport.State.RELOADING);
                ServiceStarts.reloadByNotify(turn);
            }
            case ServicePhase.ReloadSignalled() -> {
                // An older message than our signal is no answer to it.
                long since = number(fields, "MONOTONIC_USEC").orElse(0);
                boolean isAnswer =
                        turn.definition.type() != ServiceType.NOTIFY_RELOAD
                                || since >= turn.phaseSince().monotonicUsec();
                if (isAnswer) {
                    turn.report = turn.report.with(NotifyReport.State.RELOADING);
                    ServiceStarts.reloadByNotify(turn);
                }
            }
            case ServicePhase.Controlling(ExecRole role, int index) -> {
                if (role == ExecRole.RELOAD) {
                    turn.report = turn.report.with(NotifyReport.State.RELOADING);
                }
            }
            case ServicePhase.Dead _,
                    ServicePhase.Failed _,
                    ServicePhase.AutoRestart _,
                    ServicePhase.Starting _,
                    ServicePhase.AwaitingPidFile _,
                    ServicePhase.Exited _,
                    ServicePhase.ReloadNotified _,
                    ServicePhase.Killing _ -> {
                // Nothing to reload, or it reloads already.
            }
        }
    }

    private static void texts(ServiceTurn turn, Map<String, String> fields) {
        String status = fields.get("STATUS");
        if (status != null) {
            turn.report = turn.report.withStatusText(bounded(status));
        }
        String busError = fields.get("BUSERROR");
        if (busError != null) {
            turn.report = turn.report.withBusError(bounded(busError));
        }
        String varlinkError = fields.get("VARLINKERROR");
        if (varlinkError != null) {
            turn.report = turn.report.withVarlinkError(bounded(varlinkError));
        }
        number(fields, "ERRNO").stream()
                .filter(errno -> errno <= ERRNO_MAX)
                .forEach(errno -> turn.report = turn.report.withStatusErrno((int) errno));
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** The phase may take that much longer from now on, if that is later than it was. */
    private static void extend(ServiceTurn turn, long usec) {
        long later = turn.now.plus(new TimeSpan(usec));
        if (turn.deadline().isSet()
                && later > turn.deadline().atMonotonicUsec()
                && later != Long.MAX_VALUE
                && !(turn.phase() instanceof ServicePhase.AutoRestart)) {
            turn.armAt(later);
        }
    }

    private static void ping(ServiceTurn turn) {
        if (isUp(turn.phase())) {
            turn.ping();
        }
    }

    private static boolean isUp(ServicePhase phase) {
        return mayChangeMain(phase);
    }

    private static OptionalLong number(Map<String, String> fields, String name) {
        String text = fields.get(name);
        boolean isNumber = text != null && !text.isEmpty() && text.length() <= 18;
        for (int i = 0; text != null && i < text.length(); i++) {
            isNumber &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return text != null && isNumber
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }
}
