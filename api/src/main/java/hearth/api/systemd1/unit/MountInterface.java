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
import hearth.dbus.object.InterfaceTable;
import hearth.unit.UnitType;
import hearth.unit.syntax.NameEscapes;

/**
 * Mounts: loaded and shown; a user's process cannot mount.
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

    private static final long DIRECTORY_MODE = 0755;

    private MountInterface() {}

    private static void addOwn(Rows<UnitView> rows) {
        rows.text(
                        "Where",
                        CONST,
                        v -> NameEscapes.unescapePath(v.unit().name().withoutSuffix()).orElse(""))
                .text("What", CHANGE, v -> "")
                .text("Options", CHANGE, v -> "")
                .text("Type", CHANGE, v -> "")
                .any("TimeoutUSec", "t", CONST, Durations::writeDefaultStart)
                .uint32("ControlPID", CHANGE, v -> 0)
                .uint32("DirectoryMode", CONST, v -> DIRECTORY_MODE)
                .flag("SloppyOptions", CONST, v -> false)
                .flag("LazyUnmount", CONST, v -> false)
                .flag("ForceUnmount", CONST, v -> false)
                .flag("ReadWriteOnly", CONST, v -> false)
                .text("Result", CHANGE, v -> "success")
                .uint32("UID", CHANGE, v -> ServiceInterface.NO_ID)
                .uint32("GID", CHANGE, v -> ServiceInterface.NO_ID);
        for (String directive : new String[] {"ExecMount", "ExecUnmount", "ExecRemount"}) {
            rows.any(directive, Commands.SIGNATURE, INVALIDATION, Rows::writeEmptyArray);
        }
    }
}
