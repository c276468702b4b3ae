package hearth.api.systemd1.unit;

import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.BoundInterface;
import hearth.dbus.object.InterfaceTable;
import hearth.unit.UnitType;
import java.util.List;

/** Which interfaces a unit has. */
public final class Interfaces {
    private Interfaces() {}

    /** Returns the interface of a type's own. */
    public static InterfaceTable<UnitView> ofType(UnitType type) {
        return switch (type) {
            case SERVICE -> ServiceInterface.TABLE;
            case SOCKET -> SocketInterface.TABLE;
            case TARGET -> TargetInterface.TABLE;
            case MOUNT -> MountInterface.TABLE;
            case TIMER -> TimerInterface.TABLE;
            case PATH -> PathInterface.TABLE;
            case SLICE -> SliceInterface.TABLE;
            case SCOPE -> ScopeInterface.TABLE;
            case DEVICE -> DeviceInterface.TABLE;
            case AUTOMOUNT -> AutomountInterface.TABLE;
            case SWAP -> SwapInterface.TABLE;
        };
    }

    /** Returns the interfaces of a unit's object, in the order that {@code GetAll} shows them. */
    public static List<BoundInterface<?>> of(UnitView view) {
        return List.of(ofType(view.unit().type()).bind(view), UnitInterface.TABLE.bind(view));
    }
}
