package hearth.manager.type.service;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Connection;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Believed;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.Execution;
import hearth.manager.type.Implied;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.Signals;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.RestartMode;
import hearth.unit.value.service.ServiceType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Services.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5)</a>
 */
public final class ServiceKind implements Kind<ServiceDefinition, ServiceRecord> {
    /** The only one there is. */
    public static final ServiceKind KIND = new ServiceKind();

    private static final UnitName BASIC = new UnitName("basic.target");
    private static final UnitName SYSINIT = new UnitName("sysinit.target");
    private static final Implied NEEDS_BASIC = new Implied(UnitEdge.REQUIRES, BASIC);
    private static final Implied AFTER_BASIC = new Implied(UnitEdge.AFTER, BASIC);
    private static final Implied NEEDS_SYSINIT = new Implied(UnitEdge.REQUIRES, SYSINIT);
    private static final Implied AFTER_SYSINIT = new Implied(UnitEdge.AFTER, SYSINIT);
    private static final UnitName BUS = new UnitName("dbus.socket");
    private static final Implied NEEDS_BUS = new Implied(UnitEdge.REQUIRES, BUS);
    private static final Implied AFTER_BUS = new Implied(UnitEdge.AFTER, BUS);

    private static final List<Implied> OF_USER = all(NEEDS_BASIC, AFTER_BASIC);
    private static final List<Implied> OF_USER_ON_BUS =
            all(NEEDS_BASIC, AFTER_BASIC, NEEDS_BUS, AFTER_BUS);
    private static final List<Implied> OF_SYSTEM = all(NEEDS_SYSINIT, AFTER_SYSINIT, AFTER_BASIC);
    private static final List<Implied> OF_SYSTEM_ON_BUS =
            all(NEEDS_SYSINIT, AFTER_SYSINIT, AFTER_BASIC, NEEDS_BUS, AFTER_BUS);

    private static final Map<ExecRole, Setting<List<ExecCommand>>> COMMANDS = commands();

    private ServiceKind() {}

    private static List<Implied> all(Implied... own) {
        return Stream.concat(Arrays.stream(own), Implied.SHUTDOWN_ENDS_IT.stream()).toList();
    }

    private static Map<ExecRole, Setting<List<ExecCommand>>> commands() {
        Map<ExecRole, Setting<List<ExecCommand>>> commands = new EnumMap<>(ExecRole.class);
        commands.put(ExecRole.CONDITION, ServiceSettings.EXEC_CONDITION);
        commands.put(ExecRole.START_PRE, ServiceSettings.EXEC_START_PRE);
        commands.put(ExecRole.START, ServiceSettings.EXEC_START);
        commands.put(ExecRole.START_POST, ServiceSettings.EXEC_START_POST);
        commands.put(ExecRole.RELOAD, ServiceSettings.EXEC_RELOAD);
        commands.put(ExecRole.STOP, ServiceSettings.EXEC_STOP);
        commands.put(ExecRole.STOP_POST, ServiceSettings.EXEC_STOP_POST);
        return commands;
    }

    @Override
    public UnitType type() {
        return UnitType.SERVICE;
    }

    // ---- from settings

    /** What follows from settings taken together was decided when they were read. */
    @Override
    public ServiceDefinition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        Map<ExecRole, List<ExecCommand>> commands = new EnumMap<>(ExecRole.class);
        COMMANDS.forEach((role, setting) -> {
            List<ExecCommand> written = settings.get(setting);
            if (!written.isEmpty()) {
                commands.put(role, written);
            }
        });
        return new ServiceDefinition(
                name.text(),
                settings.get(ServiceSettings.TYPE),
                settings.get(ServiceSettings.EXIT_TYPE),
                commands,
                restartOf(settings, defaults),
                settings.get(ServiceSettings.SUCCESS_EXIT_STATUS),
                timeoutsOf(settings, defaults),
                settings.get(ServiceSettings.WATCHDOG_SEC),
                defaults.heedsWatchdogs(),
                settings.get(ServiceSettings.NOTIFY_ACCESS),
                settings.get(ServiceSettings.FILE_DESCRIPTOR_STORE_MAX),
                settings.get(ServiceSettings.REMAIN_AFTER_EXIT),
                settings.get(ServiceSettings.GUESS_MAIN_PID),
                settings.get(ServiceSettings.PID_FILE),
                settings.get(ServiceSettings.BUS_NAME),
                settings.get(ServiceSettings.RELOAD_SIGNAL),
                settings.get(ServiceSettings.OOM_POLICY),
                KillPlan.of(settings),
                settings.get(ServiceSettings.SOCKETS));
    }

    private static RestartRule restartOf(Settings settings, ManagerDefaults defaults) {
        return new RestartRule(
                settings.get(ServiceSettings.RESTART),
                RestartDelay.of(settings, defaults.restart()),
                settings.get(ServiceSettings.RESTART_PREVENT_EXIT_STATUS),
                settings.get(ServiceSettings.RESTART_FORCE_EXIT_STATUS),
                settings.get(ServiceSettings.RESTART_MODE) == RestartMode.DIRECT);
    }

    private static Timeouts timeoutsOf(Settings settings, ManagerDefaults defaults) {
        TimeSpan stop = settings.getOr(ServiceSettings.TIMEOUT_STOP_SEC, defaults.timeoutStop());
        return new Timeouts(
                settings.getOr(ServiceSettings.TIMEOUT_START_SEC, defaults.timeoutStart()),
                stop,
                settings.getOr(ServiceSettings.TIMEOUT_ABORT_SEC, defaults.timeoutAbort(stop)),
                settings.get(ServiceSettings.RUNTIME_MAX_SEC),
                settings.get(ServiceSettings.RUNTIME_RANDOMIZED_EXTRA_SEC),
                settings.get(ServiceSettings.TIMEOUT_START_FAILURE_MODE),
                settings.get(ServiceSettings.TIMEOUT_STOP_FAILURE_MODE));
    }

    @Override
    public List<Implied> defaultDependencies(ServiceDefinition definition, ManagerScope scope) {
        boolean isOnBus = definition.type() == ServiceType.DBUS;
        return switch (scope) {
            case USER -> isOnBus ? OF_USER_ON_BUS : OF_USER;
            case SYSTEM -> isOnBus ? OF_SYSTEM_ON_BUS : OF_SYSTEM;
        };
    }

    // ---- the machine

    @Override
    public ServiceRecord atRest(UnitName name, long firstToken) {
        return ServiceRecord.dead(firstToken);
    }

    @Override
    public Step<ServiceRecord> next(
            ServiceDefinition definition, ServiceRecord record, UnitEvent event, Moment now) {
        return ServiceMachine.next(definition, record, event, now);
    }

    @Override
    public ActiveState activeState(ServiceDefinition definition, ServiceRecord record) {
        return ServiceMachine.activeState(definition, record);
    }

    @Override
    public String subState(ServiceDefinition definition, ServiceRecord record) {
        return record.phase().subState();
    }

    // ---- what a record says

    @Override
    public boolean canReload(ServiceDefinition definition) {
        return definition.canReload();
    }

    @Override
    public boolean awaitsRestart(ServiceRecord record) {
        return record.phase() instanceof ServicePhase.AutoRestart;
    }

    @Override
    public boolean hasReloadedWell(ServiceRecord record) {
        return record.reloadResult() == ServiceResult.SUCCESS;
    }

    @Override
    public List<Believed> processes(ServiceRecord record) {
        return Stream.of(record.main(), record.control())
                .flatMap(process ->
                        switch (process) {
                            case ServiceProcess.None(), ServiceProcess.Ended _ -> Stream.empty();
                            case ServiceProcess.Child(long token, int pid) ->
                                    Stream.of(new Believed(token, pid));
                            case ServiceProcess.Foreign(long token, int pid) ->
                                    Stream.of(new Believed(token, pid));
                            case ServiceProcess.Spawning(long token) ->
                                    Stream.of(new Believed(token, 0));
                        })
                .toList();
    }

    @Override
    public Optional<Connection> connection(ServiceRecord record) {
        return record.connection();
    }

    @Override
    public List<Implied> ownDependencies(ServiceDefinition definition) {
        return definition.sockets().stream()
                .flatMap(socket ->
                        Stream.of(
                                new Implied(UnitEdge.WANTS, socket),
                                new Implied(UnitEdge.AFTER, socket),
                                new Implied(UnitEdge.TRIGGERED_BY, socket)))
                .toList();
    }

    @Override
    public int mainPid(ServiceRecord record) {
        return record.main().pid();
    }

    @Override
    public int controlPid(ServiceRecord record) {
        return record.control().pid();
    }

    @Override
    public Optional<Execution> execution(
            ServiceDefinition definition, ServiceRecord record, UnitEffect.Run run) {
        ExecRole role = run.command().role();
        NotifyAccess access = definition.notifyAccess();
        boolean isMainCommand = role == ExecRole.START;
        boolean isNotifyWanted =
                access != NotifyAccess.NONE && (!run.isControl() || access != NotifyAccess.MAIN);
        return run.command()
                .in(definition.commandsOf(role))
                .map(command ->
                        new Execution(
                                command,
                                spoken(definition, record, run.isControl()),
                                isNotifyWanted,
                                isMainCommand,
                                isMainCommand || role == ExecRole.START_PRE,
                                isMainCommand ? Execution.Sockets.ALL : Execution.Sockets.NONE));
    }

    private static Map<String, String> spoken(
            ServiceDefinition definition, ServiceRecord record, boolean isControl) {
        Map<String, String> spoken = new LinkedHashMap<>();
        TimeSpan watchdog = definition.watchdogLimit(record);
        if (watchdog.usec() > 0 && !watchdog.isInfinite() && !isControl) {
            spoken.put("WATCHDOG_USEC", Long.toString(watchdog.usec()));
        }
        if (isControl && record.main().pid() > 0) {
            spoken.put("MAINPID", Integer.toString(record.main().pid()));
        }
        record.connection()
                .filter(connection -> !connection.peer().isEmpty())
                .ifPresent(connection -> {
                    spoken.put("REMOTE_ADDR", connection.peer());
                    spoken.put("REMOTE_PORT", Integer.toUnsignedString(connection.port()));
                });
        boolean tellsResult =
                record.phase() instanceof ServicePhase.Controlling(ExecRole role, int index)
                        && (role == ExecRole.STOP || role == ExecRole.STOP_POST);
        if (tellsResult) {
            spoken.putAll(KIND.outcome(record));
        }
        return spoken;
    }

    @Override
    public Map<String, String> outcome(ServiceRecord record) {
        Map<String, String> outcome = new LinkedHashMap<>();
        outcome.put("SERVICE_RESULT", record.result().wireName());
        ExecStatus main = record.mainStatus();
        ExitCode.ofNumber(main.code())
                .ifPresent(code -> {
                    outcome.put("EXIT_CODE", code.wireName());
                    outcome.put("EXIT_STATUS", statusWord(code, main.status()));
                });
        return outcome;
    }

    private static String statusWord(ExitCode code, int status) {
        return code == ExitCode.EXITED
                ? Integer.toString(status)
                : Signals.nameOf(status)
                        .map(name -> name.substring("SIG".length()))
                        .orElse(Integer.toString(status));
    }

    @Override
    public JobWords words(ServiceDefinition definition) {
        ServiceType type = definition.type();
        boolean isImmediate = type == ServiceType.SIMPLE || type == ServiceType.IDLE;
        boolean isLong =
                !isImmediate
                        || !definition.commandsOf(ExecRole.CONDITION).isEmpty()
                        || !definition.commandsOf(ExecRole.START_PRE).isEmpty();
        return new JobWords(
                isLong, type == ServiceType.ONESHOT ? "Finished" : "Started", "Stopped");
    }

    // ---- what outlives the brain

    @Override
    public void write(ServiceRecord record, SnapshotText text) {
        ServiceSnapshots.write(record, text);
    }

    @Override
    public ServiceRecord read(SnapshotText text, ServiceRecord atRest) {
        return ServiceSnapshots.read(text, atRest.nextToken());
    }
}
