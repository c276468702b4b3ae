package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.INVALIDATION;

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
import hearth.manager.host.Mounts;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.mount.MountCommands;
import hearth.manager.type.mount.MountDefinition;
import hearth.manager.type.mount.MountKind;
import hearth.manager.type.mount.MountRecord;
import hearth.unit.UnitType;
import hearth.unit.catalogue.MountSettings;
import hearth.unit.mount.MountNeeds;
import hearth.unit.setting.Setting;
import java.util.function.Function;

/**
 * Mounts.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), MOUNT UNIT OBJECTS</a>
 */
public final class MountInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.MOUNT);

    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .with(MountInterface::addOwn)
                    .with(CgroupRows::addState)
                    .with(rows -> CgroupRows.addSettings(rows, SETTINGS))
                    .with(rows -> ExecRows.add(rows, SETTINGS))
                    .with(rows -> KillRows.add(rows, SETTINGS))
                    .table("org.freedesktop.systemd1.Mount");

    private MountInterface() {}

    private static void addOwn(Rows<UnitView> rows) {
        rows.text("Where", CONST, v -> place(v, MountSettings.WHERE))
                .text("What", CHANGE, v -> shown(v, Mounts.Mount::what, MountSettings.WHAT))
                .text(
                        "Options",
                        CHANGE,
                        v -> shown(v, Mounts.Mount::options, MountSettings.OPTIONS))
                .text("Type", CHANGE, v -> shown(v, Mounts.Mount::type, MountSettings.TYPE))
                .with(SETTINGS.row(CONST, "TimeoutUSec", Durations::writeDefaultStart))
                .uint32("ControlPID", CHANGE, v -> record(v).pid())
                .with(
                        SETTINGS.rows(
                                CONST,
                                "DirectoryMode",
                                "SloppyOptions",
                                "LazyUnmount",
                                "ForceUnmount",
                                "ReadWriteOnly"))
                .text("Result", CHANGE, v -> record(v).result().wireName())
                .uint32("UID", CHANGE, v -> ServiceInterface.NO_ID)
                .uint32("GID", CHANGE, v -> ServiceInterface.NO_ID);
        for (ExecRole role : MountCommands.ROLES) {
            rows.any(
                    role.wireName(),
                    Commands.SIGNATURE,
                    INVALIDATION,
                    (view, out) -> writeCommand(view, role, out));
        }
    }

    /** Returns the place that a unit is about: written, or said by its name. */
    static String place(UnitView view, Setting<String> written) {
        return MountNeeds.placeOf(view.unit().name(), view.unit().settings().get(written));
    }

    private static MountRecord record(UnitView view) {
        return view.unit()
                .record(MountRecord.class)
                .orElseThrow(() -> new IllegalStateException(view.unit().id() + " is no mount"));
    }

    /** What the kernel shows goes before what a file asks for. */
    private static String shown(
            UnitView view, Function<Mounts.Mount, String> what, Setting<String> written) {
        return record(view).mount().map(what).orElseGet(() -> view.unit().settings().get(written));
    }

    /** A command is there when it has been run: before, nobody has put it together. */
    private static void writeCommand(UnitView view, ExecRole role, MessageWriter out) {
        ExecStatus status = record(view).statusOf(role);
        out.openArray();
        if (!status.equals(ExecStatus.NEVER)) {
            MountDefinition definition =
                    MountKind.KIND.define(
                            view.unit().name(), view.unit().settings(), view.manager().defaults());
            Commands.write(MountCommands.of(definition, role), status, false, out);
        }
        out.closeArray();
    }
}
