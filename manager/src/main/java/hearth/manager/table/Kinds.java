package hearth.manager.table;

import hearth.manager.type.Kind;
import hearth.manager.type.Perpetual;
import hearth.manager.type.path.PathKind;
import hearth.manager.type.scope.ScopeKind;
import hearth.manager.type.service.ServiceKind;
import hearth.manager.type.shown.ShownKind;
import hearth.manager.type.slice.SliceKind;
import hearth.manager.type.socket.SocketKind;
import hearth.manager.type.target.TargetKind;
import hearth.manager.type.timer.TimerKind;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where the kinds of units are registered: the one place in a manager that names types. */
public final class Kinds {
    private static final List<Perpetual> PERPETUAL =
            Arrays.stream(UnitType.values())
                    .flatMap(type -> of(type).perpetual().stream())
                    .toList();

    private Kinds() {}

    /** Returns what units of a type are to their manager. */
    public static Kind<?, ?> of(UnitType type) {
        return switch (type) {
            case SERVICE -> ServiceKind.KIND;
            case SCOPE -> ScopeKind.KIND;
            case SLICE -> SliceKind.KIND;
            case TARGET -> TargetKind.KIND;
            case SOCKET -> SocketKind.KIND;
            case TIMER -> TimerKind.KIND;
            case PATH -> PathKind.KIND;
            case MOUNT -> ShownKind.MOUNT;
            case AUTOMOUNT -> ShownKind.AUTOMOUNT;
            case SWAP -> ShownKind.SWAP;
            case DEVICE -> ShownKind.DEVICE;
        };
    }

    /** Returns all units that are there without anybody naming them. */
    public static List<Perpetual> perpetual() {
        return PERPETUAL;
    }

    /** Returns what there is to know of a unit of this name, if it is always there. */
    public static Optional<Perpetual> perpetual(UnitName name) {
        return PERPETUAL.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
