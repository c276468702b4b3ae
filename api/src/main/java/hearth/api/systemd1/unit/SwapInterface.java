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

/**
 * Swaps: loaded and shown; only root can swap.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), SWAP UNIT OBJECTS</a>
 */
final class SwapInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.SWAP);

    static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .with(SwapInterface::addOwn)
                    .with(CgroupRows::addState)
                    .with(rows -> CgroupRows.addSettings(rows, SETTINGS))
                    .with(rows -> ExecRows.add(rows, SETTINGS))
                    .with(rows -> KillRows.add(rows, SETTINGS))
                    .table("org.freedesktop.systemd1.Swap");

    private SwapInterface() {}

    private static void addOwn(Rows<UnitView> rows) {
        rows.with(SETTINGS.rows(CHANGE, "What", "Priority", "Options"))
                .with(SETTINGS.row(CONST, "TimeoutUSec", Durations::writeDefaultStart))
                .uint32("ControlPID", CHANGE, v -> 0)
                .text("Result", CHANGE, v -> "success")
                .uint32("UID", CHANGE, v -> ServiceInterface.NO_ID)
                .uint32("GID", CHANGE, v -> ServiceInterface.NO_ID);
        for (String directive : new String[] {"ExecActivate", "ExecDeactivate"}) {
            rows.any(directive, Commands.SIGNATURE, INVALIDATION, Rows::writeEmptyArray);
        }
    }
}
