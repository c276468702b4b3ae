package hearth.api.systemd1;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;

import hearth.dbus.object.InterfaceTable;
import hearth.unit.PathSettings;
import hearth.unit.Setting;
import hearth.unit.UnitType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                    .any("Paths", "a(ss)", CONST, RawLines.pairs(paths()))
                    .with(SETTINGS.rows(CONST, "MakeDirectory", "DirectoryMode"))
                    .text("Result", CHANGE, v -> "success")
                    .with(SETTINGS.rows(CONST, "TriggerLimitIntervalUSec", "TriggerLimitBurst"))
                    .table("org.freedesktop.systemd1.Path");

    private PathInterface() {}

    private static Map<String, Setting<List<String>>> paths() {
        Map<String, Setting<List<String>>> types = new LinkedHashMap<>();
        types.put("PathExists", PathSettings.PATH_EXISTS);
        types.put("PathExistsGlob", PathSettings.PATH_EXISTS_GLOB);
        types.put("PathChanged", PathSettings.PATH_CHANGED);
        types.put("PathModified", PathSettings.PATH_MODIFIED);
        types.put("DirectoryNotEmpty", PathSettings.DIRECTORY_NOT_EMPTY);
        return types;
    }
}
