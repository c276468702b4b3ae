package hearth.api.systemd1;

import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.Method;

/**
 * Does something to a unit: the same for a method of the unit ({@code Kill}) and for the manager's
 * method that takes the unit's name first ({@code KillUnit}).
 */
@FunctionalInterface
interface UnitHandler {
    /**
     * Handles a call.
     *
     * @param unit the unit's name
     * @param arguments those behind the name
     */
    void handle(ManagerView view, Call call, String unit, MessageReader arguments);

    /** Returns the unit's method. */
    static Method.Handler<UnitView> ofUnit(UnitHandler handler) {
        return (view, call) -> handler.handle(view.api(), call, view.unit().id(), call.arguments());
    }

    /** Returns the manager's method. */
    static Method.Handler<ManagerView> named(UnitHandler handler) {
        return (view, call) -> {
            MessageReader arguments = call.arguments();
            String name = arguments.string();
            view.resolve(call, name, unit -> handler.handle(view, call, unit, arguments));
        };
    }
}
