package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.INVALIDATION;
import static hearth.dbus.object.Property.Emits.NOTHING;

import hearth.api.systemd1.order.Order;
import hearth.api.systemd1.order.PropertyOrders;
import hearth.api.systemd1.order.UnitHandler;
import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.Durations;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.api.systemd1.view.UnitFiles;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.DbusPath;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.CleanedResource;
import hearth.manager.ConditionReport;
import hearth.manager.UnitMarker;
import hearth.manager.graph.UnitEdge;
import hearth.manager.type.mount.MountRecord;
import hearth.unit.UnitType;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.mount.MountNeeds;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What units of all types have in common.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), UNIT OBJECTS</a>
 */
public final class UnitInterface {
    static final String NAME = "org.freedesktop.systemd1.Unit";

    private static final SettingRows SETTINGS = SettingRows.of(UnitType.SERVICE);

    public static final InterfaceTable<UnitView> TABLE =
            // The [Unit] settings are those of every type; services stand for all.
            Rows.<UnitView>none()
                    .with(UnitInterface::addDependencies)
                    .with(UnitInterface::addDefinition)
                    .with(UnitInterface::addState)
                    .with(UnitInterface::addSettings)
                    .with(UnitInterface::addConditions)
                    .with(UnitInterface::addLimits)
                    .with(UnitInterface::addOrders)
                    .with(UnitInterface::addControls)
                    .table(NAME);

    private UnitInterface() {}

    /** What has no file and is there was found where the kernel shows it. */
    private static String source(UnitView view) {
        boolean isMount =
                view.unit()
                        .record(MountRecord.class)
                        .filter(_ -> view.unit().fragmentPath().isEmpty())
                        .flatMap(MountRecord::mount)
                        .isPresent();
        return isMount && !view.unit().isPerpetual()
                ? "/proc/self/mountinfo"
                : view.unit().settings().get(UnitSettings.SOURCE_PATH);
    }

    private static void addDependencies(Rows<UnitView> rows) {
        rows.text("Id", CONST, v -> v.unit().id())
                .texts("Names", CONST, v -> v.unit().names())
                .text("Following", NOTHING, v -> "");
        UnitEdge[] edges = {
            UnitEdge.REQUIRES,
            UnitEdge.REQUISITE,
            UnitEdge.WANTS,
            UnitEdge.BINDS_TO,
            UnitEdge.PART_OF,
            UnitEdge.UPHOLDS,
            UnitEdge.REQUIRED_BY,
            UnitEdge.REQUISITE_OF,
            UnitEdge.WANTED_BY,
            UnitEdge.BOUND_BY,
            UnitEdge.UPHELD_BY,
            UnitEdge.CONSISTS_OF,
            UnitEdge.CONFLICTS,
            UnitEdge.CONFLICTED_BY,
            UnitEdge.BEFORE,
            UnitEdge.AFTER,
            UnitEdge.ON_SUCCESS,
            UnitEdge.ON_SUCCESS_OF,
            UnitEdge.ON_FAILURE,
            UnitEdge.ON_FAILURE_OF,
            UnitEdge.TRIGGERS,
            UnitEdge.TRIGGERED_BY,
            UnitEdge.PROPAGATES_RELOAD_TO,
            UnitEdge.RELOAD_PROPAGATED_FROM,
            UnitEdge.PROPAGATES_STOP_TO,
            UnitEdge.STOP_PROPAGATED_FROM,
            UnitEdge.JOINS_NAMESPACE_OF,
            UnitEdge.SLICE_OF
        };
        for (UnitEdge edge : edges) {
            rows.texts(edge.wireName(), CONST, v -> v.names(edge));
        }
    }

    private static void addDefinition(Rows<UnitView> rows) {
        rows.texts(
                        "RequiresMountsFor",
                        CONST,
                        v ->
                                MountNeeds.of(
                                        v.unit().name(),
                                        v.unit().settings(),
                                        v.api().world().specifiers().directories()))
                .with(SETTINGS.rows(CONST, "WantsMountsFor", "Documentation"))
                .text("Description", CONST, v -> v.unit().description())
                .text("AccessSELinuxContext", CONST, v -> "")
                .text("LoadState", CONST, v -> v.unit().loadState().wireName())
                .text("ActiveState", CHANGE, v -> v.unit().activeState().wireName())
                .text("FreezerState", CHANGE, v -> v.unit().freezerState().wireName())
                .text("SubState", CHANGE, v -> v.unit().subState())
                .text("FragmentPath", CONST, v -> v.unit().fragmentPath().orElse(""))
                .text("SourcePath", CONST, UnitInterface::source)
                .texts("DropInPaths", CONST, v -> v.unit().dropInPaths())
                .text("UnitFileState", NOTHING, v -> UnitFiles.state(v.api(), v.unit()))
                .text("UnitFilePreset", NOTHING, v -> UnitFiles.preset(v.api(), v.unit()));
    }

    private static void addState(Rows<UnitView> rows) {
        rows.moment("StateChangeTimestamp", CHANGE, v -> v.unit().times().stateChange())
                .moment("InactiveExitTimestamp", CHANGE, v -> v.unit().times().inactiveExit())
                .moment("ActiveEnterTimestamp", CHANGE, v -> v.unit().times().activeEnter())
                .moment("ActiveExitTimestamp", CHANGE, v -> v.unit().times().activeExit())
                .moment("InactiveEnterTimestamp", CHANGE, v -> v.unit().times().inactiveEnter())
                .flag("CanStart", CONST, v -> v.unit().canStart())
                .flag("CanStop", CONST, v -> v.unit().canStop())
                .flag("CanReload", CONST, v -> v.unit().canReload())
                .flag("CanIsolate", CONST, v -> v.unit().canIsolate())
                .texts(
                        "CanClean",
                        CONST,
                        v -> words(v.unit().leftResources(), CleanedResource::wireName))
                .flag("CanFreeze", CONST, UnitView::canFreeze)
                .flag("CanLiveMount", CONST, v -> false) // a user's manager mounts for nobody
                .any("Job", "(uo)", CHANGE, UnitInterface::writeJob);
    }

    /** Returns the words of some constants, in the constants' order. */
    private static <E extends Enum<E>> List<String> words(Set<E> some, Function<E, String> word) {
        return some.stream().sorted().map(word).toList();
    }

    private static void writeJob(UnitView view, MessageWriter out) {
        out.openStruct()
                .uint32(view.unit().job().map(job -> job.id()).orElse(0))
                .objectPath(view.unit().job().map(ObjectPaths::of).orElse(DbusPath.ROOT))
                .closeStruct();
    }

    private static void addSettings(Rows<UnitView> rows) {
        rows.with(
                        SETTINGS.rows(
                                CONST,
                                "StopWhenUnneeded",
                                "RefuseManualStart",
                                "RefuseManualStop",
                                "AllowIsolate"))
                .flag("DefaultDependencies", CONST, UnitInterface::hasDefaultDependencies)
                .with(SETTINGS.rows(CONST, "SurviveFinalKillSignal"))
                .with(SETTINGS.rows(CONST, "OnSuccessJobMode", "OnFailureJobMode"))
                .flag("IgnoreOnIsolate", CONST, v -> v.unit().isIgnoredOnIsolate())
                .flag("NeedDaemonReload", NOTHING, v -> v.unit().needsDaemonReload())
                .texts("Markers", NOTHING, v -> words(v.unit().markers(), UnitMarker::wireName))
                .with(
                        SETTINGS.rows(
                                CONST,
                                "JobTimeoutUSec",
                                "JobRunningTimeoutUSec",
                                "JobTimeoutAction",
                                "JobTimeoutRebootArgument"));
    }

    /** What is always there is made by the manager, without dependencies of that kind. */
    private static boolean hasDefaultDependencies(UnitView view) {
        return !view.unit().isPerpetual()
                && view.unit().settings().get(UnitSettings.DEFAULT_DEPENDENCIES);
    }

    private static boolean isTransient(UnitView view) {
        boolean isOwnScope =
                view.unit().isPerpetual() && view.unit().type() == UnitType.SCOPE; // init.scope
        return isOwnScope || view.unit().isTransient();
    }

    private static void addConditions(Rows<UnitView> rows) {
        rows.flag("ConditionResult", CHANGE, v -> v.unit().conditions().isMet())
                .flag("AssertResult", CHANGE, v -> v.unit().asserts().isMet())
                .moment("ConditionTimestamp", CHANGE, v -> v.unit().conditions().when())
                .moment("AssertTimestamp", CHANGE, v -> v.unit().asserts().when())
                .any(
                        "Conditions",
                        "a(sbbsi)",
                        INVALIDATION,
                        (v, out) -> writeTests(v.unit().conditions(), out))
                .any(
                        "Asserts",
                        "a(sbbsi)",
                        INVALIDATION,
                        (v, out) -> writeTests(v.unit().asserts(), out))
                .any("LoadError", "(ss)", CONST, UnitInterface::writeLoadError)
                .flag("Transient", CONST, UnitInterface::isTransient)
                .flag("Perpetual", CONST, v -> v.unit().isPerpetual());
    }

    private static void writeTests(ConditionReport report, MessageWriter out) {
        out.array(
                report.tests(),
                (writer, test) ->
                        writer.openStruct()
                                .string(test.condition().type())
                                .bool(test.condition().isTrigger())
                                .bool(test.condition().isNegated())
                                .string(test.condition().parameter())
                                .int32(test.result().wireNumber())
                                .closeStruct());
    }

    private static void writeLoadError(UnitView view, MessageWriter out) {
        Failure error = Failure.loadError(view.unit());
        out.openStruct().string(error.name()).string(error.text()).closeStruct();
    }

    private static void addLimits(Rows<UnitView> rows) {
        rows.with(
                        SETTINGS.row(
                                CONST,
                                "StartLimitIntervalUSec",
                                Durations::writeDefaultStartLimitInterval))
                .with(
                        SETTINGS.row(
                                CONST,
                                "StartLimitBurst",
                                (v, out) -> out.uint32(v.manager().defaults().startLimitBurst())))
                .with(
                        SETTINGS.rows(
                                CONST,
                                "StartLimitAction",
                                "FailureAction",
                                "FailureActionExitStatus",
                                "SuccessAction",
                                "SuccessActionExitStatus",
                                "RebootArgument"))
                .any(
                        "InvocationID",
                        "ay",
                        CHANGE,
                        (v, out) -> out.bytes(HexFormat.of().parseHex(v.unit().invocationId())))
                .with(SETTINGS.rows(CONST, "CollectMode"))
                .texts("Refs", NOTHING, v -> v.unit().references())
                .any("ActivationDetails", "a(ss)", CHANGE, (v, out) -> out.openArray().closeArray())
                .flag("DebugInvocation", NOTHING, v -> false); // RestartMode=debug is none here
    }

    private static void addOrders(Rows<UnitView> rows) {
        for (Order order : Order.values()) {
            rows.method(
                    order.method(),
                    "s",
                    "o",
                    UnitHandler.ofUnit(UnitOrders.giving(order)),
                    "mode",
                    "job");
        }
        rows.method(
                "EnqueueJob",
                "ss",
                "uososa(uosos)",
                UnitHandler.ofUnit(UnitOrders::enqueueJob),
                "job_type",
                "job_mode",
                "job_id",
                "job_path",
                "unit_id",
                "unit_path",
                "job_type",
                "affected_jobs");
    }

    private static void addControls(Rows<UnitView> rows) {
        rows.method("Kill", "si", "", UnitHandler.ofUnit(UnitOrders::kill), "whom", "signal")
                .method(
                        "QueueSignal",
                        "sii",
                        "",
                        UnitHandler.ofUnit(UnitOrders::queueSignal),
                        "whom",
                        "signal",
                        "value")
                .method("ResetFailed", "", "", UnitHandler.ofUnit(UnitOrders::resetFailed))
                .method(
                        "SetProperties",
                        "ba(sv)",
                        "",
                        UnitHandler.ofUnit(PropertyOrders::setProperties),
                        "runtime",
                        "properties")
                .method("Ref", "", "", UnitHandler.ofUnit(UnitOrders::ref))
                .method("Unref", "", "", UnitHandler.ofUnit(UnitOrders::unref))
                .method("Clean", "as", "", UnitHandler.ofUnit(UnitOrders::clean), "mask")
                .method("Freeze", "", "", UnitHandler.ofUnit(UnitOrders::freeze))
                .method("Thaw", "", "", UnitHandler.ofUnit(UnitOrders::thaw));
    }
}
