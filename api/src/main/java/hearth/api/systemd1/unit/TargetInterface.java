package hearth.api.systemd1.unit;

import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.InterfaceTable;

/**
 * Targets, which have nothing of their own.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), TARGET UNIT OBJECTS</a>
 */
public final class TargetInterface {
    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none().table("org.freedesktop.systemd1.Target");

    private TargetInterface() {}
}
