package hearth.manager;

import hearth.manager.host.Condition;
import hearth.manager.host.ExecRole;
import hearth.manager.job.JobMode;
import hearth.manager.kill.KillPlan;
import hearth.manager.scope.ScopeDefinition;
import hearth.manager.service.RestartRule;
import hearth.manager.service.ServiceDefinition;
import hearth.manager.service.Timeouts;
import hearth.unit.ExecCommand;
import hearth.unit.KillSettings;
import hearth.unit.ResourceControlSettings;
import hearth.unit.ScopeSettings;
import hearth.unit.ServiceSettings;
import hearth.unit.Setting;
import hearth.unit.Settings;
import hearth.unit.TimeSpan;
import hearth.unit.UnitDefinition;
import hearth.unit.UnitName;
import hearth.unit.UnitSettings;
import hearth.unit.UnitType;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.value.CollectMode;
import hearth.unit.value.NotifyAccess;
import hearth.unit.value.RestartMode;
import hearth.unit.value.ServiceType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the typed views of a unit's settings that the manager and its machines work with. */
final class UnitPlans {
    /** The slice of everything. */
    static final String ROOT_SLICE = "-.slice";

    private static final Map<ExecRole, Setting<List<ExecCommand>>> COMMANDS = commands();

    private final ManagerConfig config;
    private final ManagerDefaults defaults;
    private final Map<UnitType, Settings> defaultsByType = new EnumMap<>(UnitType.class);

    UnitPlans(ManagerConfig config, ManagerDefaults defaults) {
        this.config = config;
        this.defaults = defaults;
    }

    /** Returns what units of a type have where they say nothing. */
    Settings defaultsOf(UnitType type) {
        return defaultsByType.computeIfAbsent(type, defaults::ofUnits);
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

    // ---- [Unit]

    /** Slices are described by their way from the root, all else by its name. */
    private static String undescribed(UnitName id) {
        return id.type() == UnitType.SLICE
                ? NameEscapes.unescape(id.withoutSuffix())
                        .map(path -> "Slice /" + path)
                        .orElseGet(id::text)
                : id.text();
    }

    UnitPlan planOf(UnitDefinition definition) {
        Settings settings = definition.settings();
        String description = settings.get(UnitSettings.DESCRIPTION);
        String slice = sliceOf(definition.id(), settings);
        return new UnitPlan(
                description.isEmpty() ? undescribed(definition.id()) : description,
                settings.get(UnitSettings.DEFAULT_DEPENDENCIES),
                settings.get(UnitSettings.REFUSE_MANUAL_START),
                settings.get(UnitSettings.REFUSE_MANUAL_STOP),
                settings.get(UnitSettings.ALLOW_ISOLATE),
                settings.get(UnitSettings.IGNORE_ON_ISOLATE)
                        || definition.id().type().isIgnoredOnIsolate(),
                settings.get(UnitSettings.STOP_WHEN_UNNEEDED),
                jobMode(settings, UnitSettings.ON_FAILURE_JOB_MODE),
                jobMode(settings, UnitSettings.ON_SUCCESS_JOB_MODE),
                settings.get(UnitSettings.COLLECT_MODE) == CollectMode.INACTIVE_OR_FAILED,
                settings.get(UnitSettings.JOB_TIMEOUT_SEC),
                settings.get(UnitSettings.JOB_RUNNING_TIMEOUT_SEC),
                startLimitOf(settings),
                settings.get(UnitSettings.START_LIMIT_ACTION),
                settings.get(UnitSettings.JOB_TIMEOUT_ACTION),
                settings.get(UnitSettings.FAILURE_ACTION),
                settings.get(UnitSettings.SUCCESS_ACTION),
                settings.get(UnitSettings.FAILURE_ACTION_EXIT_STATUS),
                settings.get(UnitSettings.SUCCESS_ACTION_EXIT_STATUS),
                conditions("Condition", settings.get(UnitSettings.CONDITIONS)),
                conditions("Assert", settings.get(UnitSettings.ASSERTS)),
                slice,
                cgroupOf(definition.id(), slice));
    }

    private static JobMode jobMode(Settings settings, Setting<hearth.unit.value.JobMode> setting) {
        return JobMode.ofWireName(settings.get(setting).wireName()).orElse(JobMode.REPLACE);
    }

    private StartLimit.Rule startLimitOf(Settings settings) {
        return new StartLimit.Rule(
                settings.isSet(UnitSettings.START_LIMIT_INTERVAL_SEC)
                        ? settings.get(UnitSettings.START_LIMIT_INTERVAL_SEC)
                        : defaults.startLimitInterval(),
                settings.isSet(UnitSettings.START_LIMIT_BURST)
                        ? settings.get(UnitSettings.START_LIMIT_BURST)
                        : defaults.startLimitBurst());
    }

    private static List<Condition> conditions(
            String prefix, List<hearth.unit.value.Condition> written) {
        List<Condition> conditions = new ArrayList<>();
        for (hearth.unit.value.Condition condition : written) {
            conditions.add(
                    new Condition(
                            prefix + condition.kind().wireName(),
                            condition.trigger(),
                            condition.negated(),
                            condition.argument()));
        }
        return conditions;
    }

    // ---- slices and cgroups

    private String sliceOf(UnitName name, Settings settings) {
        if (!name.type().hasCgroup() || name.text().equals(ROOT_SLICE)) {
            return "";
        }
        if (name.type() == UnitType.SLICE) {
            return parentOf(name);
        }
        Optional<UnitName> written = settings.get(ResourceControlSettings.SLICE);
        if (written.isPresent()) {
            return written.get().text();
        }
        if (name.text().equals("init.scope")) {
            return ROOT_SLICE;
        }
        String base = config.isUserScope() ? "app" : "system";
        return name.isInstance()
                ? base + "-" + NameEscapes.escape(name.prefix()) + ".slice"
                : base + ".slice";
    }

    /** Returns the slice above a slice: {@code a-b.slice} lies in {@code a.slice}. */
    private static String parentOf(UnitName slice) {
        String name = slice.withoutSuffix();
        int dash = name.lastIndexOf('-');
        return dash <= 0 ? ROOT_SLICE : name.substring(0, dash) + ".slice";
    }

    private String cgroupOf(UnitName name, String slice) {
        if (!name.type().hasCgroup()) {
            return "";
        }
        return name.type() == UnitType.SLICE
                ? config.cgroup() + slicePath(name.text())
                : config.cgroup() + slicePath(slice) + "/" + CgroupNames.of(name.text());
    }

    private static String slicePath(String slice) {
        if (slice.isEmpty() || slice.equals(ROOT_SLICE)) {
            return "";
        }
        String name = slice.substring(0, slice.length() - ".slice".length());
        StringBuilder path = new StringBuilder();
        for (int dash = name.indexOf('-'); dash >= 0; dash = name.indexOf('-', dash + 1)) {
            path.append('/').append(CgroupNames.of(name.substring(0, dash) + ".slice"));
        }
        return path.append('/').append(CgroupNames.of(slice)).toString();
    }

    // ---- types

    /** Returns a type's body with a new definition, and the record that it had. */
    UnitBody bodyOf(UnitName name, Settings settings, UnitBody before) {
        return switch (before) {
            case UnitBody.Service service ->
                    new UnitBody.Service(serviceOf(name, settings), service.record());
            case UnitBody.Scope scope ->
                    new UnitBody.Scope(scopeOf(name, settings), scope.record());
            case UnitBody.Slice slice -> slice;
            case UnitBody.Target target -> target;
            case UnitBody.Inert inert -> inert;
        };
    }

    ServiceDefinition serviceOf(UnitName name, Settings settings) {
        Map<ExecRole, List<ExecCommand>> commands = new EnumMap<>(ExecRole.class);
        COMMANDS.forEach((role, setting) -> {
            List<ExecCommand> written = settings.get(setting);
            if (!written.isEmpty()) {
                commands.put(role, written);
            }
        });
        ServiceType type = typeOf(settings);
        return new ServiceDefinition(
                name.text(),
                type,
                settings.get(ServiceSettings.EXIT_TYPE),
                commands,
                restartOf(settings),
                settings.get(ServiceSettings.SUCCESS_EXIT_STATUS),
                timeoutsOf(settings, type),
                settings.get(ServiceSettings.WATCHDOG_SEC),
                notifyAccessOf(settings, type),
                settings.get(ServiceSettings.REMAIN_AFTER_EXIT),
                settings.get(ServiceSettings.GUESS_MAIN_PID),
                settings.get(ServiceSettings.PID_FILE),
                settings.get(ServiceSettings.BUS_NAME),
                settings.get(ServiceSettings.RELOAD_SIGNAL),
                settings.get(ServiceSettings.OOM_POLICY),
                killOf(settings));
    }

    /** A service with a bus name is of Type=dbus, one without a command is of Type=oneshot. */
    private static ServiceType typeOf(Settings settings) {
        if (settings.isSet(ServiceSettings.TYPE)) {
            return settings.get(ServiceSettings.TYPE);
        }
        if (!settings.get(ServiceSettings.BUS_NAME).isEmpty()) {
            return ServiceType.DBUS;
        }
        return settings.get(ServiceSettings.EXEC_START).isEmpty()
                ? ServiceType.ONESHOT
                : ServiceType.SIMPLE;
    }

    private static NotifyAccess notifyAccessOf(Settings settings, ServiceType type) {
        NotifyAccess written = settings.get(ServiceSettings.NOTIFY_ACCESS);
        boolean isNeeded =
                type == ServiceType.NOTIFY
                        || type == ServiceType.NOTIFY_RELOAD
                        || settings.get(ServiceSettings.WATCHDOG_SEC).usec() > 0;
        return written == NotifyAccess.NONE && isNeeded ? NotifyAccess.MAIN : written;
    }

    private RestartRule restartOf(Settings settings) {
        return new RestartRule(
                settings.get(ServiceSettings.RESTART),
                or(settings, ServiceSettings.RESTART_SEC, defaults.restart()),
                settings.get(ServiceSettings.RESTART_STEPS),
                settings.get(ServiceSettings.RESTART_MAX_DELAY_SEC),
                settings.get(ServiceSettings.RESTART_PREVENT_EXIT_STATUS),
                settings.get(ServiceSettings.RESTART_FORCE_EXIT_STATUS),
                settings.get(ServiceSettings.RESTART_MODE) == RestartMode.DIRECT);
    }

    private Timeouts timeoutsOf(Settings settings, ServiceType type) {
        TimeSpan start = type == ServiceType.ONESHOT ? TimeSpan.INFINITY : defaults.timeoutStart();
        TimeSpan stop = or(settings, ServiceSettings.TIMEOUT_STOP_SEC, defaults.timeoutStop());
        return new Timeouts(
                or(settings, ServiceSettings.TIMEOUT_START_SEC, start),
                stop,
                or(settings, ServiceSettings.TIMEOUT_ABORT_SEC, defaults.timeoutAbort(stop)),
                settings.get(ServiceSettings.RUNTIME_MAX_SEC),
                settings.get(ServiceSettings.RUNTIME_RANDOMIZED_EXTRA_SEC),
                settings.get(ServiceSettings.TIMEOUT_START_FAILURE_MODE),
                settings.get(ServiceSettings.TIMEOUT_STOP_FAILURE_MODE));
    }

    ScopeDefinition scopeOf(UnitName name, Settings settings) {
        return new ScopeDefinition(
                name.text(),
                or(settings, ScopeSettings.TIMEOUT_STOP_SEC, defaults.timeoutStop()),
                settings.get(ScopeSettings.RUNTIME_MAX_SEC),
                settings.get(ScopeSettings.RUNTIME_RANDOMIZED_EXTRA_SEC),
                settings.get(ScopeSettings.OOM_POLICY),
                killOf(settings));
    }

    private static KillPlan killOf(Settings settings) {
        int signal = settings.get(KillSettings.KILL_SIGNAL);
        return new KillPlan(
                settings.get(KillSettings.KILL_MODE),
                signal,
                settings.isSet(KillSettings.RESTART_KILL_SIGNAL)
                        ? settings.get(KillSettings.RESTART_KILL_SIGNAL)
                        : signal,
                settings.get(KillSettings.FINAL_KILL_SIGNAL),
                settings.get(KillSettings.WATCHDOG_SIGNAL),
                settings.get(KillSettings.SEND_SIGHUP),
                settings.get(KillSettings.SEND_SIGKILL));
    }

    private static TimeSpan or(Settings settings, Setting<TimeSpan> setting, TimeSpan otherwise) {
        return settings.isSet(setting) ? settings.get(setting) : otherwise;
    }
}
