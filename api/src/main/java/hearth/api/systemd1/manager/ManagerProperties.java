package hearth.api.systemd1.manager;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.NOTHING;

import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.Durations;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.world.MachineFacts;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.manager.Manager;
import hearth.manager.ManagerDefaults;
import hearth.manager.Unit;
import hearth.manager.host.Moment;
import hearth.unit.catalogue.ManagerSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.exec.ResourceLimit;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The properties of the manager object. */
final class ManagerProperties {
    /** The largest unsigned number: no limit, or never. */
    private static final long INFINITY = -1;

    private ManagerProperties() {}

    static void add(Rows<ManagerView> rows) {
        rows.text("Version", CONST, v -> v.world().facts().version())
                .text("Features", CONST, v -> v.world().facts().features())
                .text("Virtualization", CONST, v -> v.world().facts().virtualization())
                .text("ConfidentialVirtualization", CONST, v -> "") // nobody looks for it
                .text("Architecture", CONST, v -> v.world().facts().architecture())
                .text("Tainted", CONST, v -> "");
        addTimes(rows);
        addCounts(rows);
        addWatchdogs(rows);
        addDefaults(rows);
    }

    /** A manager that is no PID 1 has not seen firmware, loader, kernel and initrd. */
    private static void addTimes(Rows<ManagerView> rows) {
        never(rows, "FirmwareTimestamp", "LoaderTimestamp", "KernelTimestamp", "InitRDTimestamp");
        rows.moment("UserspaceTimestamp", CONST, v -> v.manager().startupTimes().userspace())
                .moment("FinishTimestamp", CONST, v -> v.manager().startupTimes().finish());
        never(rows, "ShutdownStartTimestamp", "SecurityStartTimestamp", "SecurityFinishTimestamp");
        rows.moment(
                        "GeneratorsStartTimestamp",
                        CONST,
                        v -> orLoading(v, v.world().generatorTimes().start()))
                .moment(
                        "GeneratorsFinishTimestamp",
                        CONST,
                        v -> orLoading(v, v.world().generatorTimes().finish()))
                .moment(
                        "UnitsLoadStartTimestamp",
                        CONST,
                        v -> v.manager().startupTimes().unitsLoadStart())
                .moment(
                        "UnitsLoadFinishTimestamp",
                        CONST,
                        v -> v.manager().startupTimes().unitsLoadFinish())
                .moment("UnitsLoadTimestamp", CONST, v -> v.manager().startupTimes().unitsReload());
        never(
                rows,
                "InitRDSecurityStartTimestamp",
                "InitRDSecurityFinishTimestamp",
                "InitRDGeneratorsStartTimestamp",
                "InitRDGeneratorsFinishTimestamp",
                "InitRDUnitsLoadStartTimestamp",
                "InitRDUnitsLoadFinishTimestamp");
    }

    /** Where there are no generators, none have ended when units are loaded. */
    private static Moment orLoading(ManagerView view, Moment ofGenerators) {
        return ofGenerators.isNever()
                ? view.manager().startupTimes().unitsLoadStart()
                : ofGenerators;
    }

    private static void never(Rows<ManagerView> rows, String... names) {
        for (String name : names) {
            rows.moment(name, CONST, v -> Moment.NEVER);
        }
    }

    private static void addCounts(Rows<ManagerView> rows) {
        rows.with(LogControl::add)
                .uint32("NNames", NOTHING, v -> countNames(v.manager()))
                .uint32("NFailedUnits", CHANGE, v -> v.manager().failedUnitCount())
                .uint32("NJobs", NOTHING, v -> v.manager().jobs().size())
                .uint32("NInstalledJobs", NOTHING, v -> v.manager().installedJobCount())
                .uint32("NFailedJobs", NOTHING, v -> v.manager().failedJobCount())
                .any("Progress", "d", NOTHING, (v, out) -> out.real(progress(v.manager())))
                .texts("Environment", NOTHING, v -> environment(v.manager()))
                .flag("ConfirmSpawn", CONST, v -> false)
                .flag("ShowStatus", NOTHING, v -> false)
                .texts("UnitPath", CONST, v -> v.world().facts().unitPath())
                .text(
                        "DefaultStandardOutput",
                        CONST,
                        output(ManagerSettings.DEFAULT_STANDARD_OUTPUT))
                .text(
                        "DefaultStandardError",
                        CONST,
                        output(ManagerSettings.DEFAULT_STANDARD_ERROR));
    }

    private static long countNames(Manager manager) {
        long count = 0;
        for (Unit unit : manager.units()) {
            count += unit.names().size();
        }
        return count;
    }

    /** Returns the part of the initial jobs that is done; 1 once all of them are. */
    private static double progress(Manager manager) {
        int installed = manager.installedJobCount();
        return !manager.startupTimes().finish().isNever() || installed == 0
                ? 1.0
                : 1.0 - (double) manager.jobs().size() / installed;
    }

    static List<String> environment(Manager manager) {
        return manager.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private static void addWatchdogs(Rows<ManagerView> rows) {
        rows.text("WatchdogDevice", CONST, v -> "")
                .uint64("WatchdogLastPingTimestamp", NOTHING, v -> INFINITY)
                .uint64("WatchdogLastPingTimestampMonotonic", NOTHING, v -> INFINITY);
        watchdog(rows, "RuntimeWatchdogUSec");
        watchdog(rows, "RuntimeWatchdogPreUSec");
        rows.writable(
                "RuntimeWatchdogPreGovernor",
                "s",
                NOTHING,
                (v, out) -> out.string(""),
                (v, value, call) -> refuseWatchdog(call));
        watchdog(rows, "RebootWatchdogUSec");
        watchdog(rows, "KExecWatchdogUSec");
        rows.writable(
                        "ServiceWatchdogs",
                        "b",
                        NOTHING,
                        (v, out) -> out.bool(v.manager().defaults().heedsWatchdogs()),
                        ManagerProperties::heedWatchdogs)
                .text("ControlGroup", NOTHING, v -> v.manager().config().cgroup())
                .text("SystemState", NOTHING, v -> v.manager().systemState().wireName())
                .any("ExitCode", "y", NOTHING, (v, out) -> out.uint8(v.manager().exitCode()));
    }

    private static void heedWatchdogs(ManagerView view, MessageReader value, Call call) {
        boolean isHeeded = value.bool();
        UnitOrders.manage(
                view,
                call,
                "",
                "service-watchdogs",
                () -> {
                    view.manager().heedWatchdogs(isHeeded);
                    call.reply();
                });
    }

    private static void watchdog(Rows<ManagerView> rows, String name) {
        rows.writable(
                name,
                "t",
                NOTHING,
                (v, out) -> out.uint64(INFINITY),
                (v, value, call) -> refuseWatchdog(call));
    }

    private static void refuseWatchdog(Call call) {
        Failure.notSupported("The hardware watchdog belongs to the machine's init.").answer(call);
    }

    private static void addDefaults(Rows<ManagerView> rows) {
        addTimeOuts(rows);
        flag(rows, "DefaultCPUAccounting", ManagerSettings.DEFAULT_CPU_ACCOUNTING);
        flag(rows, "DefaultBlockIOAccounting", ManagerSettings.DEFAULT_BLOCK_IO_ACCOUNTING);
        flag(rows, "DefaultIOAccounting", ManagerSettings.DEFAULT_IO_ACCOUNTING);
        rows.flag(
                "DefaultIPAccounting", CONST, v -> false); // it takes programs that only root loads
        flag(rows, "DefaultMemoryAccounting", ManagerSettings.DEFAULT_MEMORY_ACCOUNTING);
        flag(rows, "DefaultTasksAccounting", ManagerSettings.DEFAULT_TASKS_ACCOUNTING);
        for (Setting<ResourceLimit> setting : ManagerSettings.limits()) {
            String name = setting.name();
            rows.uint64(name, CONST, v -> limit(v, setting).hard())
                    .uint64(name + "Soft", CONST, v -> limit(v, setting).soft());
        }
        rows.uint64("DefaultTasksMax", NOTHING, ManagerProperties::tasksMax)
                .uint64("DefaultMemoryPressureThresholdUSec", NOTHING, v -> INFINITY)
                .text("DefaultMemoryPressureWatch", NOTHING, v -> "skip") // nobody is told of any
                .uint64("TimerSlackNSec", CONST, v -> v.world().facts().timerSlackNsec())
                .text(
                        "DefaultOOMPolicy",
                        CONST,
                        v -> told(v).get(ManagerSettings.DEFAULT_OOM_POLICY).wireName())
                .int32(
                        "DefaultOOMScoreAdjust",
                        CONST,
                        v ->
                                told(v).isSet(ManagerSettings.DEFAULT_OOM_SCORE_ADJUST)
                                        ? told(v).get(ManagerSettings.DEFAULT_OOM_SCORE_ADJUST)
                                        : v.world().facts().oomScoreAdjust())
                .text("CtrlAltDelBurstAction", CONST, v -> "reboot-force")
                .uint32("SoftRebootsCount", CONST, v -> 0);
    }

    private static void addTimeOuts(Rows<ManagerView> rows) {
        rows.uint64(
                        "DefaultTimerAccuracyUSec",
                        CONST,
                        usec(ManagerSettings.DEFAULT_TIMER_ACCURACY_SEC))
                .uint64(
                        "DefaultTimeoutStartUSec",
                        CONST,
                        usec(ManagerSettings.DEFAULT_TIMEOUT_START_SEC))
                .uint64(
                        "DefaultTimeoutStopUSec",
                        CONST,
                        usec(ManagerSettings.DEFAULT_TIMEOUT_STOP_SEC))
                .uint64("DefaultTimeoutAbortUSec", NOTHING, ManagerProperties::abortUsec)
                .uint64(
                        "DefaultDeviceTimeoutUSec",
                        CONST,
                        usec(ManagerSettings.DEFAULT_DEVICE_TIMEOUT_SEC))
                .uint64("DefaultRestartUSec", CONST, usec(ManagerSettings.DEFAULT_RESTART_SEC))
                .uint64(
                        "DefaultStartLimitIntervalUSec",
                        CONST,
                        usec(ManagerSettings.DEFAULT_START_LIMIT_INTERVAL_SEC))
                .uint32(
                        "DefaultStartLimitBurst",
                        CONST,
                        v -> v.manager().defaults().startLimitBurst());
    }

    private static Settings told(ManagerView view) {
        return view.manager().defaults().told();
    }

    private static ToLongFunction<ManagerView> usec(Setting<TimeSpan> setting) {
        return view -> Durations.wire(told(view).get(setting));
    }

    private static long abortUsec(ManagerView view) {
        ManagerDefaults defaults = view.manager().defaults();
        return Durations.wire(defaults.timeoutAbort(defaults.timeoutStop()));
    }

    private static void flag(Rows<ManagerView> rows, String name, Setting<Boolean> setting) {
        rows.flag(name, CONST, v -> told(v).get(setting));
    }

    private static Function<ManagerView, String> output(Setting<OutputStream> setting) {
        return view -> setting.type().wire().reader().apply(told(view).get(setting)).toString();
    }

    /** What is not told is what processes inherit. */
    private static MachineFacts.Limit limit(ManagerView view, Setting<ResourceLimit> setting) {
        if (!told(view).isSet(setting)) {
            return view.world().facts().limit(setting.name().substring("DefaultLimit".length()));
        }
        ResourceLimit limit = told(view).get(setting);
        return new MachineFacts.Limit(limit.soft(), limit.hard());
    }

    private static long tasksMax(ManagerView view) {
        MachineFacts facts = view.world().facts();
        if (!told(view).isSet(ManagerSettings.DEFAULT_TASKS_MAX)) {
            return facts.tasksMax() == Long.MAX_VALUE ? INFINITY : facts.tasksMax();
        }
        return facts.tasks(told(view).get(ManagerSettings.DEFAULT_TASKS_MAX));
    }
}
