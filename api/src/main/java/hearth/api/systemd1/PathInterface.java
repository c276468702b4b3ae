package hearth.api.systemd1;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;

import hearth.dbus.object.InterfaceTable;
import hearth.unit.UnitType;

/**
 * Paths: loaded and shown; they do not watch yet.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), PATH UNIT OBJECTS</a>
 */
final class PathInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.PATH);

    static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .text("Unit", CONST, UnitView::triggered)
                    .with(SETTINGS.rows(CONST, "Paths"))
                    .with(SETTINGS.rows(CONST, "MakeDirectory", "DirectoryMode"))
                    .text("Result", CHANGE, v -> "success")
                    .with(SETTINGS.rows(CONST, "TriggerLimitIntervalUSec", "TriggerLimitBurst"))
                    .table("org.freedesktop.systemd1.Path");

    private PathInterface() {}
}
