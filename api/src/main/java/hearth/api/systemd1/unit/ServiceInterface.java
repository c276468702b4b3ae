package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.NOTHING;

import hearth.api.systemd1.order.DescriptorStore;
import hearth.api.systemd1.order.UnitHandler;
import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.CgroupRows;
import hearth.api.systemd1.row.Commands;
import hearth.api.systemd1.row.Durations;
import hearth.api.systemd1.row.ExecRows;
import hearth.api.systemd1.row.KillRows;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.host.ExecRole;
import hearth.manager.host.Moment;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Settings;
import hearth.unit.value.service.NotifyAccess;
import java.util.List;

/**
 * Services.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), SERVICE UNIT OBJECTS</a>
 */
public final class ServiceInterface {
    /** The user of a process that nobody asked to change its own; the largest number. */
    static final long NO_ID = -1;

    private static final SettingRows SETTINGS = SettingRows.of(UnitType.SERVICE);

    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .with(ServiceInterface::addSettings)
                    .with(ServiceInterface::addState)
                    .with(ServiceInterface::addCommands)
                    .with(CgroupRows::addState)
                    .with(rows -> CgroupRows.addSettings(rows, SETTINGS))
                    .with(rows -> ExecRows.add(rows, SETTINGS))
                    .with(rows -> KillRows.add(rows, SETTINGS))
                    .table("org.freedesktop.systemd1.Service");

    private ServiceInterface() {}

    private static void addSettings(Rows<UnitView> rows) {
        rows.with(SETTINGS.row(CONST, "Type", ""))
                .with(SETTINGS.rows(CONST, "ExitType", "Restart", "RestartMode", "PIDFile"))
                .with(SETTINGS.row(CHANGE, "NotifyAccess", ServiceInterface::writeNotifyAccess))
                .with(SETTINGS.row(CONST, "RestartUSec", Durations::writeDefaultRestart))
                .with(SETTINGS.rows(CONST, "RestartSteps", "RestartMaxDelayUSec"))
                .uint64("RestartUSecNext", NOTHING, Durations::nextRestart)
                .with(SETTINGS.row(CONST, "TimeoutStartUSec", Durations::writeDefaultStart))
                .with(SETTINGS.row(CONST, "TimeoutStopUSec", Durations::writeDefaultStop))
                .with(SETTINGS.row(NOTHING, "TimeoutAbortUSec", Durations::writeDefaultAbort))
                .with(
                        SETTINGS.rows(
                                CONST,
                                "TimeoutStartFailureMode",
                                "TimeoutStopFailureMode",
                                "RuntimeMaxUSec",
                                "RuntimeRandomizedExtraUSec"))
                .uint64("WatchdogUSec", NOTHING, Durations::watchdogUsec)
                .moment("WatchdogTimestamp", NOTHING, ServiceInterface::watchdogPing)
                .with(
                        SETTINGS.rows(
                                CONST,
                                "RootDirectoryStartOnly",
                                "RemainAfterExit",
                                "GuessMainPID",
                                "RestartPreventExitStatus",
                                "RestartForceExitStatus",
                                "SuccessExitStatus"));
    }

    private static Moment watchdogPing(UnitView view) {
        return Durations.watchdogUsec(view) == 0 ? Moment.NEVER : view.service().watchdog().ping();
    }

    /** Who wants to be told of readiness, or of life, listens at least to the main process. */
    private static void writeNotifyAccess(UnitView view, MessageWriter out) {
        Settings settings = view.unit().settings();
        boolean isToldOf =
                switch (settings.get(ServiceSettings.TYPE)) {
                    case NOTIFY, NOTIFY_RELOAD -> true;
                    case SIMPLE, FORKING, ONESHOT, DBUS, IDLE, EXEC ->
                            settings.get(ServiceSettings.WATCHDOG_SEC).usec() > 0;
                };
        out.string((isToldOf ? NotifyAccess.MAIN : NotifyAccess.NONE).wireName());
    }

    private static void addState(Rows<UnitView> rows) {
        rows.uint32("MainPID", CHANGE, v -> v.service().main().pid())
                .uint32("ControlPID", CHANGE, v -> v.service().control().pid())
                .with(SETTINGS.rows(CONST, "BusName", "FileDescriptorStoreMax"))
                .uint32("NFileDescriptorStore", NOTHING, v -> v.service().storedDescriptors())
                .with(SETTINGS.rows(NOTHING, "FileDescriptorStorePreserve"))
                .text("StatusText", CHANGE, v -> v.service().report().statusText())
                .int32("StatusErrno", CHANGE, v -> v.service().report().statusErrno())
                .text("StatusBusError", CHANGE, v -> v.service().report().busError())
                .text("StatusVarlinkError", CHANGE, v -> v.service().report().varlinkError())
                .text("Result", CHANGE, v -> v.service().result().wireName())
                .text("ReloadResult", CHANGE, v -> v.service().reloadResult().wireName())
                .text("CleanResult", CHANGE, v -> "success")
                .text("LiveMountResult", CHANGE, v -> "success") // of none yet
                .with(SETTINGS.rows(CONST, "USBFunctionDescriptors", "USBFunctionStrings"))
                .uint32("UID", CHANGE, v -> NO_ID)
                .uint32("GID", CHANGE, v -> NO_ID)
                .uint32("NRestarts", CHANGE, v -> v.service().restarts().count())
                .with(SETTINGS.row(CONST, "OOMPolicy", ""))
                .with(SETTINGS.rows(CONST, "OpenFile"))
                .texts("ExtraFileDescriptorNames", CONST, v -> List.of()) // nobody can pass any
                .with(SETTINGS.rows(CONST, "ReloadSignal"))
                .moment("ExecMainStartTimestamp", CHANGE, v -> v.service().mainStatus().start())
                .moment("ExecMainExitTimestamp", CHANGE, v -> v.service().mainStatus().exit())
                // A hand tells that a process has begun, not when it became the program.
                .moment("ExecMainHandoffTimestamp", CHANGE, v -> Moment.NEVER)
                .uint32("ExecMainPID", CHANGE, v -> v.service().mainStatus().pid())
                .int32("ExecMainCode", CHANGE, v -> v.service().mainStatus().code())
                .int32("ExecMainStatus", CHANGE, v -> v.service().mainStatus().status());
    }

    private static void addCommands(Rows<UnitView> rows) {
        for (ExecRole role : ExecRole.OF_SERVICES) {
            Commands.addRows(rows, role);
        }
        rows.method(
                        "BindMount",
                        "ssbb",
                        "",
                        UnitHandler.ofUnit(UnitOrders::refuseMount),
                        "source",
                        "destination",
                        "read_only",
                        "mkdir")
                .method(
                        "MountImage",
                        "ssbba(ss)",
                        "",
                        UnitHandler.ofUnit(UnitOrders::refuseMount),
                        "source",
                        "destination",
                        "read_only",
                        "mkdir",
                        "options")
                .method(
                        "DumpFileDescriptorStore",
                        "",
                        DescriptorStore.ENTRIES,
                        UnitHandler.ofUnit(DescriptorStore::dump),
                        "entries");
    }
}
