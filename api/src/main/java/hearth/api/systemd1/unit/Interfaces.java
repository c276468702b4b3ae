package hearth.api.systemd1.unit;

import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.BoundInterface;
import hearth.dbus.object.InterfaceTable;
import hearth.unit.UnitType;
import java.util.List;
import java.util.Optional;

/** Which interfaces a unit has. */
public final class Interfaces {
    private Interfaces() {}

    /** Returns the interface of a type's own; nothing for types that Hearth has no units of. */
    public static Optional<InterfaceTable<UnitView>> ofType(UnitType type) {
        return switch (type) {
            case SERVICE -> Optional.of(ServiceInterface.TABLE);
            case SOCKET -> Optional.of(SocketInterface.TABLE);
            case TARGET -> Optional.of(TargetInterface.TABLE);
            case MOUNT -> Optional.of(MountInterface.TABLE);
            case TIMER -> Optional.of(TimerInterface.TABLE);
            case PATH -> Optional.of(PathInterface.TABLE);
            case SLICE -> Optional.of(SliceInterface.TABLE);
            case SCOPE -> Optional.of(ScopeInterface.TABLE);
            case DEVICE, AUTOMOUNT, SWAP -> Optional.empty();
        };
    }

    /** Returns the interfaces of a unit's object, in the order that {@code GetAll} shows them. */
    public static List<BoundInterface<?>> of(UnitView view) {
        BoundInterface<UnitView> common = UnitInterface.TABLE.bind(view);
        Optional<InterfaceTable<UnitView>> own = ofType(view.unit().type());
        return own.isPresent() ? List.of(own.get().bind(view), common) : List.of(common);
    }
}
