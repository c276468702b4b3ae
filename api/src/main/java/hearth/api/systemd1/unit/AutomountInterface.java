package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;

import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.InterfaceTable;
import hearth.unit.UnitType;
import hearth.unit.catalogue.AutomountSettings;

/**
 * Automounts: loaded and shown; what waits at the kernel's side for a mount is root's alone.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), AUTOMOUNT UNIT OBJECTS</a>
 */
final class AutomountInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.AUTOMOUNT);

    static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .text("Where", CONST, v -> MountInterface.place(v, AutomountSettings.WHERE))
                    .with(SETTINGS.rows(CONST, "ExtraOptions", "DirectoryMode"))
                    .text("Result", CHANGE, v -> "success")
                    .with(SETTINGS.rows(CONST, "TimeoutIdleUSec"))
                    .table("org.freedesktop.systemd1.Automount");

    private AutomountInterface() {}
}
