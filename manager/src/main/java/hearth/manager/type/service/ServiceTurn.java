package hearth.manager.type.service;

import hearth.manager.cause.CauseText;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Connection;
import hearth.manager.host.Deadline;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.host.Moment;
import hearth.manager.type.Ending;
import hearth.manager.type.ExecKey;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.Question;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.manager.type.service.ServicePhase.KillStep;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.ExecCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One turn of a service's machine: the record taken apart, changed, and put together again. Lives
 * within one call of {@link ServiceMachine#next}, which is why the machine is pure and this is not.
 */
final class ServiceTurn {
    /** How long after a take-over a service is heard before it counts as silent. */
    private static final long HEARING_USEC = 1_000_000;

    final ServiceDefinition definition;
    final Moment now;
    private final List<UnitEffect> effects = new ArrayList<>();
    private final List<ActiveState> passed = new ArrayList<>();

    ServicePhase phase;
    Moment phaseSince;
    Moment upSince;
    ServiceProcess main;
    int mainIndex;
    ServiceProcess control;
    ServiceResult result;
    ServiceResult reloadResult;
    NotifyReport report;
    RestartMemory restarts;
    Deadline deadline;
    WatchdogMemory watchdog;
    long runtimeExtraUsec;
    ExecStatus mainStatus;
    final Map<ExecKey, ExecStatus> commandStatus;
    int storedDescriptors;
    boolean isCgroupPopulated;
    boolean isBusNameOwned;
    long question;
    final List<Event.Notified> early;
    Optional<Connection> connection;
    private long nextToken;

    ServiceTurn(ServiceDefinition definition, ServiceRecord record, Moment now) {
        this.definition = definition;
        this.now = now;
        phase = record.phase();
        phaseSince = record.phaseSince();
        upSince = record.upSince();
        main = record.main();
        mainIndex = record.mainIndex();
        control = record.control();
        result = record.result();
        reloadResult = record.reloadResult();
        report = record.report();
        restarts = record.restarts();
        deadline = record.deadline();
        watchdog = record.watchdog();
        runtimeExtraUsec = record.runtimeExtraUsec();
        mainStatus = record.mainStatus();
        commandStatus = new HashMap<>(record.commandStatus());
        storedDescriptors = record.storedDescriptors();
        isCgroupPopulated = record.isCgroupPopulated();
        isBusNameOwned = record.isBusNameOwned();
        question = record.question();
        early = new ArrayList<>(record.early());
        connection = record.connection();
        nextToken = record.nextToken();
    }

    /** What was said by a process that is not there after all. */
    void forgetEarly() {
        early.forEach(this::drop);
        early.clear();
    }

    /** Lets go of the descriptors that came with a message. */
    void drop(Event.Notified message) {
        if (message.descriptors() != 0) {
            emit(new UnitEffect.DropDescriptors(message.descriptors()));
        }
    }

    Step<ServiceRecord> step() {
        ServiceRecord record =
                new ServiceRecord(
                        phase,
                        phaseSince,
                        upSince,
                        main,
                        mainIndex,
                        control,
                        result,
                        reloadResult,
                        report,
                        restarts,
                        deadline,
                        watchdog,
                        runtimeExtraUsec,
                        mainStatus,
                        commandStatus,
                        storedDescriptors,
                        isCgroupPopulated,
                        isBusNameOwned,
                        question,
                        early,
                        connection,
                        nextToken);
        return new Step<>(record, effects, passed);
    }

    /** Puts a line in the log. */
    void say(UnitEffect.Say line) {
        effects.add(line);
    }

    ServicePhase phase() {
        return phase;
    }

    Moment phaseSince() {
        return phaseSince;
    }

    Deadline deadline() {
        return deadline;
    }

    Deadline watchdogDeadline() {
        return watchdog.deadline();
    }

    int mainIndex() {
        return mainIndex;
    }

    // ---- processes

    /** Runs a command of a directive; returns whether there is one of that index. */
    boolean runControl(ExecRole role, int index) {
        if (index >= definition.commandsOf(role).size()) {
            return false;
        }
        long token = token();
        control = new ServiceProcess.Spawning(token);
        isCgroupPopulated = true;
        effects.add(new UnitEffect.Run(token, new ExecKey(role, index), true));
        enter(new ServicePhase.Controlling(role, index));
        boolean isStopping = role == ExecRole.STOP || role == ExecRole.STOP_POST;
        arm(isStopping ? definition.timeouts().stop() : definition.timeouts().start());
        return true;
    }

    /** Returns whether a command's failure counts as success. */
    boolean ignoresFailure(ExecRole role, int index) {
        List<ExecCommand> commands = definition.commandsOf(role);
        return index < commands.size()
                && commands.get(index).flags().contains(ExecCommand.Flag.IGNORE_FAILURE);
    }

    void setStatus(ExecKey key, ExecStatus status) {
        commandStatus.put(key, status);
    }

    ExecStatus statusOf(ExecKey key) {
        return commandStatus.getOrDefault(key, ExecStatus.NEVER);
    }

    /** Takes a process for the main one that the host did not start as such. */
    void adoptMain(int pid) {
        if (main.pid() != pid) {
            long token = token();
            main = new ServiceProcess.Foreign(token, pid);
            effects.add(new UnitEffect.Watch(token, pid));
            mainStatus = ExecStatus.started(pid, now);
        }
    }

    /** Takes a connection to serve; one that was there already has ended with its run. */
    void serve(Connection given) {
        served();
        connection = Optional.of(given);
    }

    /** Lets go of the connection that it has served. */
    void served() {
        connection.ifPresent(one -> effects.add(new UnitEffect.Served(one)));
        connection = Optional.empty();
    }

    // ---- timers and words

    void enter(ServicePhase newPhase) {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.CancelTimer(deadline.token()));
            deadline = Deadline.NONE;
        }
        phase = newPhase;
        phaseSince = now;
        passed.add(ServiceMachine.activeState(definition, newPhase));
        if (!isWatched(newPhase)) {
            stopWatchdog();
        }
    }

    private static boolean isWatched(ServicePhase phase) {
        return phase instanceof ServicePhase.Starting
                || phase instanceof ServicePhase.AwaitingPidFile
                || isWatchedWhenUp(phase);
    }

    /** Returns whether a service of this phase is expected to give signs of life. */
    private static boolean isWatchedWhenUp(ServicePhase phase) {
        return switch (phase) {
            case ServicePhase.Running _,
                    ServicePhase.ReloadSignalled _,
                    ServicePhase.ReloadNotified _ ->
                    true;
            case ServicePhase.Controlling(ExecRole role, int index) ->
                    role == ExecRole.START_POST || role == ExecRole.RELOAD;
            case ServicePhase.Starting _,
                    ServicePhase.AwaitingPidFile _,
                    ServicePhase.Dead _,
                    ServicePhase.Failed _,
                    ServicePhase.AutoRestart _,
                    ServicePhase.Exited _,
                    ServicePhase.Killing _ ->
                    false;
        };
    }

    /** Sets the phase's timer; an infinite span sets none. */
    void arm(TimeSpan span) {
        if (!span.isInfinite()) {
            armAt(now.plus(span));
        }
    }

    void armAt(long atUsec) {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.CancelTimer(deadline.token()));
        }
        deadline = new Deadline(token(), atUsec);
        effects.add(new UnitEffect.SetTimer(deadline.token(), atUsec));
    }

    /** Lets the phase end at this time, or never; one that does so already is left alone. */
    void limit(long atUsec) {
        if (atUsec == Long.MAX_VALUE) {
            if (deadline.isSet()) {
                effects.add(new UnitEffect.CancelTimer(deadline.token()));
                deadlineElapsed();
            }
        } else if (!deadline.isSet() || deadline.atMonotonicUsec() != atUsec) {
            armAt(atUsec);
        }
    }

    /** Sets the timers of the record again, which died with the brain that set them. */
    void rearm() {
        rearm(deadline);
        rearm(watchdog.deadline());
    }

    private void rearm(Deadline one) {
        if (one.isSet()) {
            // What services have said meanwhile is heard first: it may be what is waited for.
            boolean mayBeHeard = !(phase instanceof ServicePhase.AutoRestart);
            long earliest = mayBeHeard ? now.monotonicUsec() + HEARING_USEC : 0;
            effects.add(
                    new UnitEffect.SetTimer(
                            one.token(), Math.max(one.atMonotonicUsec(), earliest)));
        }
    }

    /** Asks the open question again, and signals again where it is not known whether that was. */
    void askAgain() {
        if (question != 0 && definition.pidFile().isEmpty()) {
            effects.add(new UnitEffect.Ask(question, new Question.MainPid()));
        } else if (question != 0) {
            effects.add(new UnitEffect.Ask(question, new Question.PidFile(definition.pidFile())));
        }
        if (phase instanceof ServicePhase.Starting(Awaited awaited, int index)
                && awaited == Awaited.QUIET) {
            effects.add(new UnitEffect.AwaitQuiet());
        }
        if (phase instanceof ServicePhase.Killing(KillStep step, long token) && token != 0) {
            ServiceStops.signal(this, step, ServiceResult.SUCCESS);
        }
    }

    void deadlineElapsed() {
        deadline = Deadline.NONE;
    }

    /** The service gave a sign of life: its watchdog begins anew. */
    void ping() {
        stopWatchdog();
        watchdog = new WatchdogMemory(Deadline.NONE, watchdog.limitUsec(), now);
        startWatchdog();
    }

    /** The watchdog's limit may be another: it counts from the last sign of life. */
    void limitWatchdog() {
        boolean isRunning = watchdog.deadline().isSet() || isWatchedWhenUp(phase);
        boolean isOther =
                !watchdog.deadline().isSet()
                        || watchdog.deadline().atMonotonicUsec() != watchdogEnd();
        if (isRunning && isOther && !watchdog.ping().isNever()) {
            stopWatchdog();
            startWatchdog();
        }
    }

    private long watchdogEnd() {
        TimeSpan limit =
                watchdog.limitUsec() >= 0
                        ? new TimeSpan(watchdog.limitUsec())
                        : definition.watchdog();
        return limit.usec() == 0 ? Long.MAX_VALUE : watchdog.ping().plus(limit);
    }

    private void startWatchdog() {
        long end = watchdogEnd();
        if (end != Long.MAX_VALUE) {
            Deadline next = new Deadline(token(), end);
            watchdog = new WatchdogMemory(next, watchdog.limitUsec(), watchdog.ping());
            effects.add(new UnitEffect.SetTimer(next.token(), end));
        }
    }

    void limitWatchdog(long usec) {
        watchdog = new WatchdogMemory(watchdog.deadline(), usec, watchdog.ping());
        if (isWatched(phase)) {
            ping();
        }
    }

    void watchdogElapsed() {
        watchdog = new WatchdogMemory(Deadline.NONE, watchdog.limitUsec(), watchdog.ping());
    }

    private void stopWatchdog() {
        if (watchdog.deadline().isSet()) {
            effects.add(new UnitEffect.CancelTimer(watchdog.deadline().token()));
            watchdogElapsed();
        }
    }

    /** Remembers the first thing that went wrong. */
    void fail(ServiceResult why) {
        if (result == ServiceResult.SUCCESS) {
            result = why;
        }
    }

    /** Says that the service has come to its end. */
    void ended(boolean isWell) {
        effects.add(Ending.of(definition.unit(), isWell, result.wireName()));
    }

    void say(LogLevel level, String messageId, String message) {
        say(new LogMessage(level, messageId, message));
    }

    /** Says what follows from a setting of this name. */
    void sayBy(String setting, LogMessage message) {
        say(message.with(Map.of(CauseText.RULE, setting)));
    }

    void say(LogMessage message) {
        effects.add(new UnitEffect.Say(message));
    }

    void emit(UnitEffect effect) {
        effects.add(effect);
    }

    long token() {
        return nextToken++;
    }
}
