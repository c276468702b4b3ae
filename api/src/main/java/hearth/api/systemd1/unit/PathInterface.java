package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;

import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.type.path.PathRecord;
import hearth.unit.UnitType;

/**
 * Path units.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), PATH UNIT OBJECTS</a>
 */
public final class PathInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.PATH);

    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .text("Unit", CONST, UnitView::triggered)
                    .with(SETTINGS.rows(CONST, "Paths"))
                    .with(SETTINGS.rows(CONST, "MakeDirectory", "DirectoryMode"))
                    .text("Result", CHANGE, PathInterface::result)
                    .with(SETTINGS.rows(CONST, "TriggerLimitIntervalUSec", "TriggerLimitBurst"))
                    .table("org.freedesktop.systemd1.Path");

    private PathInterface() {}

    private static String result(UnitView view) {
        return view.unit()
                .record(PathRecord.class)
                .map(record -> record.result().wireName())
                .orElseThrow(
                        () -> new IllegalStateException(view.unit().id() + " is no path unit"));
    }
}
