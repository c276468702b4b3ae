package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;

import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.InterfaceTable;

/**
 * Devices: there by name alone, since nobody tells of those that are.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), DEVICE UNIT OBJECTS</a>
 */
final class DeviceInterface {
    static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .text("SysFSPath", CHANGE, v -> "")
                    .table("org.freedesktop.systemd1.Device");

    private DeviceInterface() {}
}
