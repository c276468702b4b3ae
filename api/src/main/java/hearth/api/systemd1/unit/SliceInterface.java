package hearth.api.systemd1.unit;

import hearth.api.systemd1.row.CgroupRows;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.InterfaceTable;
import hearth.unit.UnitType;

/**
 * Slices.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), SLICE UNIT OBJECTS</a>
 */
public final class SliceInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.SLICE);

    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .with(CgroupRows::addState)
                    .with(rows -> CgroupRows.addSettings(rows, SETTINGS))
                    .table("org.freedesktop.systemd1.Slice");

    private SliceInterface() {}
}
