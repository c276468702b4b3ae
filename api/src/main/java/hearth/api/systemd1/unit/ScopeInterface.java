package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;

import hearth.api.systemd1.order.UnitHandler;
import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.CgroupRows;
import hearth.api.systemd1.row.Durations;
import hearth.api.systemd1.row.KillRows;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.InterfaceTable;
import hearth.unit.UnitType;

/**
 * Scopes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), SCOPE UNIT OBJECTS</a>
 */
public final class ScopeInterface {
    public static final String NAME = "org.freedesktop.systemd1.Scope";

    private static final SettingRows SETTINGS = SettingRows.of(UnitType.SCOPE);

    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .text("Controller", CHANGE, v -> v.unit().controller())
                    .with(SETTINGS.row(CONST, "TimeoutStopUSec", Durations::writeDefaultStop))
                    .text("Result", CHANGE, v -> v.scope().result().wireName())
                    .with(
                            SETTINGS.rows(
                                    CONST,
                                    "RuntimeMaxUSec",
                                    "RuntimeRandomizedExtraUSec",
                                    "OOMPolicy"))
                    .signal("RequestStop", "")
                    .method("Abandon", "", "", UnitHandler.ofUnit(UnitOrders::abandon))
                    .with(CgroupRows::addState)
                    .with(rows -> CgroupRows.addSettings(rows, SETTINGS))
                    .with(rows -> KillRows.add(rows, SETTINGS))
                    .table(NAME);

    private ScopeInterface() {}
}
