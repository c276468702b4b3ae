package hearth.api.systemd1.manager;

import hearth.api.systemd1.order.Order;
import hearth.api.systemd1.order.PropertyOrders;
import hearth.api.systemd1.order.UnitHandler;
import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.ManagerView;
import hearth.dbus.object.InterfaceTable;

/**
 * The manager object.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), THE MANAGER OBJECT</a>
 */
public final class ManagerInterface {
    static final String NAME = "org.freedesktop.systemd1.Manager";

    public static final InterfaceTable<ManagerView> TABLE =
            Rows.<ManagerView>none()
                    .with(ManagerProperties::add)
                    .with(UnitQueries::addLookups)
                    .with(ManagerInterface::addOrders)
                    .with(ManagerInterface::addUnitMethods)
                    .with(ManagerInterface::addJobMethods)
                    .with(UnitQueries::addLists)
                    .with(DaemonOrders::add)
                    .with(UnitFileOrders::add)
                    .with(DaemonOrders::addUsers)
                    .with(ManagerInterface::addSignals)
                    .table(NAME);

    private ManagerInterface() {}

    private static void addOrders(Rows<ManagerView> rows) {
        rows.method(
                        "StartUnit",
                        "ss",
                        "o",
                        UnitHandler.ofJob(UnitOrders.giving(Order.START)),
                        "name",
                        "mode",
                        "job")
                .method(
                        "StartUnitWithFlags",
                        "sst",
                        "o",
                        UnitHandler.ofJob(UnitOrders::startWithFlags),
                        "name",
                        "mode",
                        "flags",
                        "job")
                .method(
                        "StartUnitReplace",
                        "sss",
                        "o",
                        UnitHandler.ofJob(UnitOrders::startReplacing),
                        "old_unit",
                        "new_unit",
                        "mode",
                        "job");
        for (Order order : Order.values()) {
            if (order != Order.START) {
                rows.method(
                        order.method() + "Unit",
                        "ss",
                        "o",
                        UnitHandler.ofJob(UnitOrders.giving(order)),
                        "name",
                        "mode",
                        "job");
            }
        }
        rows.method(
                "EnqueueUnitJob",
                "sss",
                "uososa(uosos)",
                UnitHandler.ofJob(UnitOrders::enqueueJob),
                "name",
                "job_type",
                "job_mode",
                "job_id",
                "job_path",
                "unit_id",
                "unit_path",
                "job_type",
                "affected_jobs");
    }

    private static void addUnitMethods(Rows<ManagerView> rows) {
        named(rows, "KillUnit", "ssi", "", UnitOrders::kill, "name", "whom", "signal");
        named(
                rows,
                "QueueSignalUnit",
                "ssii",
                "",
                UnitOrders::queueSignal,
                "name",
                "whom",
                "signal",
                "value");
        named(rows, "CleanUnit", "sas", "", defined(UnitOrders::clean), "name", "mask");
        named(rows, "FreezeUnit", "s", "", UnitOrders::freeze, "name");
        named(rows, "ThawUnit", "s", "", UnitOrders::thaw, "name");
        named(rows, "ResetFailedUnit", "s", "", UnitOrders::resetFailed, "name");
        named(
                rows,
                "SetUnitProperties",
                "sba(sv)",
                "",
                defined(PropertyOrders::setProperties),
                "name",
                "runtime",
                "properties");
        named(
                rows,
                "BindMountUnit",
                "sssbb",
                "",
                present(UnitOrders::refuseMount),
                "name",
                "source",
                "destination",
                "read_only",
                "mkdir");
        named(
                rows,
                "MountImageUnit",
                "sssbba(ss)",
                "",
                present(UnitOrders::refuseMount),
                "name",
                "source",
                "destination",
                "read_only",
                "mkdir",
                "options");
        named(rows, "RefUnit", "s", "", defined(UnitOrders::ref), "name");
        named(rows, "UnrefUnit", "s", "", UnitOrders::unref, "name");
        rows.method(
                "StartTransientUnit",
                "ssa(sv)a(sa(sv))",
                "o",
                PropertyOrders::startTransientUnit,
                "name",
                "mode",
                "properties",
                "aux",
                "job");
        named(
                rows,
                "GetUnitProcesses",
                "s",
                "a(sus)",
                UnitOrders::getProcesses,
                "name",
                "processes");
        named(
                rows,
                "AttachProcessesToUnit",
                "ssau",
                "",
                present(UnitOrders::attachProcesses),
                "unit_name",
                "subcgroup",
                "pids");
        named(rows, "AbandonScope", "s", "", UnitOrders::abandon, "name");
    }

    /** The manager's methods refuse units without a definition; the units' own do not. */
    private static UnitHandler present(UnitHandler handler) {
        return handler.ofPresent();
    }

    private static UnitHandler defined(UnitHandler handler) {
        return handler.ofDefined();
    }

    private static void named(
            Rows<ManagerView> rows,
            String name,
            String in,
            String out,
            UnitHandler handler,
            String... argumentNames) {
        rows.method(name, in, out, UnitHandler.named(handler), argumentNames);
    }

    private static void addJobMethods(Rows<ManagerView> rows) {
        rows.method("GetJob", "u", "o", JobInterface::getJob, "id", "job")
                .method("GetJobAfter", "u", "a(usssoo)", JobInterface::getJobAfter, "id", "jobs")
                .method("GetJobBefore", "u", "a(usssoo)", JobInterface::getJobBefore, "id", "jobs")
                .method("CancelJob", "u", "", JobInterface::cancelJob, "id")
                .method("ClearJobs", "", "", DaemonOrders::clearJobs)
                .method("ResetFailed", "", "", DaemonOrders::resetFailed)
                .method("SetShowStatus", "s", "", DaemonOrders::setShowStatus, "mode");
    }

    private static void addSignals(Rows<ManagerView> rows) {
        rows.signal("UnitNew", "so", "id", "unit")
                .signal("UnitRemoved", "so", "id", "unit")
                .signal("JobNew", "uos", "id", "job", "unit")
                .signal("JobRemoved", "uoss", "id", "job", "unit", "result")
                .signal(
                        "StartupFinished",
                        "tttttt",
                        "firmware",
                        "loader",
                        "kernel",
                        "initrd",
                        "userspace",
                        "total")
                .signal("UnitFilesChanged", "")
                .signal("Reloading", "b", "active");
    }
}
