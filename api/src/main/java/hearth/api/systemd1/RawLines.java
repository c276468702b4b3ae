package hearth.api.systemd1;

import hearth.dbus.object.Property;
import hearth.unit.Setting;
import java.util.List;
import java.util.Map;

/** Settings that are kept as they were written: what triggers sockets, timers and paths. */
final class RawLines {
    private RawLines() {}

    /** Returns a getter of {@code a(ss)}: for each line the name of its setting, and the line. */
    static Property.Getter<UnitView> pairs(Map<String, Setting<List<String>>> settings) {
        return (view, out) -> {
            out.openArray();
            settings.forEach((name, setting) -> {
                for (String line : view.unit().settings().get(setting)) {
                    out.openStruct().string(name).string(view.resolved(line)).closeStruct();
                }
            });
            out.closeArray();
        };
    }
}
