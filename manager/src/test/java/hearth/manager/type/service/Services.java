package hearth.manager.type.service;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.KillMode;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.OomPolicy;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import hearth.unit.value.service.TimeoutFailureMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A service under test: a definition made line by line, its record, and what it wanted. */
final class Services {
    static final long SECOND = 1_000_000;

    private final ServiceType type;
    private final Map<ExecRole, List<ExecCommand>> commands = new EnumMap<>(ExecRole.class);
    RestartRule restart = RestartRule.NEVER;
    Timeouts timeouts = Timeouts.STANDARD;
    ExitType exitType = ExitType.MAIN;
    ExitStatusSet success = ExitStatusSet.EMPTY;
    TimeSpan watchdog = TimeSpan.ZERO;
    boolean heedsWatchdog = true;
    NotifyAccess access = NotifyAccess.NONE;
    boolean remains;
    boolean guesses = true;
    String pidFile = "";
    String busName = "";
    OomPolicy oomPolicy = OomPolicy.STOP;
    KillPlan kill = KillPlan.STANDARD;

    int storedMax = 0;
    ServiceRecord record = ServiceRecord.dead(1);
    final List<UnitEffect> effects = new ArrayList<>();
    long nowUsec = 10 * SECOND;

    private Services(ServiceType type) {
        this.type = type;
        if (type == ServiceType.NOTIFY || type == ServiceType.NOTIFY_RELOAD) {
            access = NotifyAccess.MAIN;
        }
    }

    static Services of(ServiceType type) {
        return new Services(type).with(ExecRole.START);
    }

    static Services withoutCommand() {
        return new Services(ServiceType.ONESHOT);
    }

    /** Adds a command to a directive. */
    Services with(ExecRole role, ExecCommand.Flag... flags) {
        List<ExecCommand> list = new ArrayList<>(commands.getOrDefault(role, List.of()));
        list.add(new ExecCommand("/bin/x", List.of("/bin/x"), Set.of(flags)));
        commands.put(role, list);
        return this;
    }

    Services restarting(RestartPolicy policy) {
        restart = RestartRule.of(policy);
        return this;
    }

    Services killing(KillMode mode, boolean sendsKill) {
        kill = new KillPlan(mode, 15, 15, 9, 6, false, sendsKill);
        return this;
    }

    Services timeouts(TimeoutFailureMode start, TimeoutFailureMode stop) {
        TimeSpan ninety = TimeSpan.ofSeconds(90);
        timeouts =
                new Timeouts(ninety, ninety, ninety, TimeSpan.INFINITY, TimeSpan.ZERO, start, stop);
        return this;
    }

    ServiceDefinition definition() {
        return new ServiceDefinition(
                "x.service",
                type,
                exitType,
                commands,
                restart,
                success,
                timeouts,
                watchdog,
                heedsWatchdog,
                access,
                storedMax,
                remains,
                guesses,
                pidFile,
                busName,
                1,
                oomPolicy,
                kill,
                List.of());
    }

    Moment now() {
        return new Moment(nowUsec, nowUsec);
    }

    /** Feeds an event; what a failed run schedules follows at once, as in a manager. */
    Services feed(UnitEvent event) {
        Step<ServiceRecord> step = ServiceMachine.next(definition(), record, event, now());
        record = step.record();
        effects.addAll(step.effects());
        boolean isScheduled =
                step.effects().stream().anyMatch(UnitEffect.ScheduleRestart.class::isInstance);
        return isScheduled ? feed(new UnitEvent.AwaitRestart()) : this;
    }

    Services happens(Event event) {
        return feed(new UnitEvent.Happened(event));
    }

    Services start() {
        return feed(new UnitEvent.Start(0, Moment.NEVER));
    }

    Services stop() {
        return feed(new UnitEvent.Stop(false));
    }

    /** A process sends a message with descriptors. */
    Services sends(int pid, long descriptors, Map<String, String> fields) {
        return happens(new Event.Notified(pid, "/x", fields, descriptors));
    }

    /** Another brain takes the record up as this one wrote it down. */
    Services reborn() {
        SnapshotText text = new SnapshotText();
        ServiceSnapshots.write(record, text);
        record = ServiceSnapshots.read(SnapshotText.parse(text.text()), 1);
        return this;
    }

    /** The last spawn succeeds. */
    Services spawned(int pid) {
        return happens(new Event.Spawned(lastRun().token(), pid));
    }

    /** The last spawn succeeds, and its program runs. */
    Services runs(int pid) {
        long token = lastRun().token();
        return happens(new Event.Spawned(token, pid)).happens(new Event.Executed(token));
    }

    /** The last process that was spawned ends. */
    Services exits(int status) {
        return exited(lastRun().token(), ExitCode.EXITED, status);
    }

    Services dies(int signal) {
        return exited(lastRun().token(), ExitCode.KILLED, signal);
    }

    Services exited(long token, ExitCode code, int status) {
        return happens(new Event.Exited(token, 0, code, status));
    }

    Services says(int pid, String... fields) {
        Map<String, String> map = new java.util.HashMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            map.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return happens(new Event.Notified(pid, "/x", map, 0));
    }

    Services cgroupEmpty() {
        return happens(new Event.CgroupEmptied("/x"));
    }

    /** The last signal reached so many. */
    Services signalled(int processes) {
        return happens(new Event.Signalled(last(UnitEffect.Signal.class).token(), processes));
    }

    /** The phase's time is over. */
    Services timeIsUp() {
        nowUsec = Math.max(nowUsec, record.deadline().atMonotonicUsec());
        return happens(new Event.TimerElapsed(record.deadline().token()));
    }

    UnitEffect.Run lastRun() {
        return last(UnitEffect.Run.class);
    }

    <E extends UnitEffect> E last(Class<E> kind) {
        List<E> all = all(kind);
        if (all.isEmpty()) {
            throw new AssertionError("no " + kind.getSimpleName());
        }
        return all.getLast();
    }

    <E extends UnitEffect> List<E> all(Class<E> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<String> words() {
        return all(UnitEffect.Say.class).stream().map(say -> say.message().text()).toList();
    }

    String state() {
        return record.phase().subState();
    }

    String result() {
        return record.result().wireName();
    }

    ExecRole runningRole() {
        return lastRun().command().role();
    }
}
