package hearth.api.systemd1.order;

import static hearth.api.systemd1.view.ManagerView.onDone;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.Method;
import hearth.manager.Unit;

/**
 * Does something to a unit: the same for a method of the unit ({@code Kill}) and for the manager's
 * method that takes the unit's name first ({@code KillUnit}).
 */
@FunctionalInterface
public interface UnitHandler {
    /**
     * Handles a call.
     *
     * @param unit the unit's name
     * @param arguments those behind the name
     */
    void handle(ManagerView view, Call call, String unit, MessageReader arguments);

    /** Returns the same for units that are in memory, and have a definition. */
    default UnitHandler ofPresent() {
        return (view, call, name, arguments) ->
                onDone(
                        call,
                        view.manager().getUnit(name),
                        unit -> handleDefined(view, call, unit, arguments));
    }

    /** Returns the same for units that have a definition, which is read where it has to be. */
    default UnitHandler ofDefined() {
        return (view, call, name, arguments) ->
                view.freshenFor(
                        name,
                        () ->
                                onDone(
                                        call,
                                        view.manager().loadUnit(name),
                                        unit -> handleDefined(view, call, unit, arguments)));
    }

    private void handleDefined(ManagerView view, Call call, Unit unit, MessageReader arguments) {
        unit.loadRefusal()
                .ifPresentOrElse(
                        refusal -> Failure.of(refusal).answer(call),
                        () -> handle(view, call, unit.id(), arguments));
    }

    /** Returns the unit's method. */
    static Method.Handler<UnitView> ofUnit(UnitHandler handler) {
        return (view, call) -> handler.handle(view.api(), call, view.unit().id(), call.arguments());
    }

    /** Returns the manager's method for jobs, to which an empty name is no name. */
    static Method.Handler<ManagerView> ofJob(UnitHandler handler) {
        return (view, call) -> {
            MessageReader arguments = call.arguments();
            handler.handle(view, call, arguments.string(), arguments);
        };
    }

    /** Returns the manager's method; an empty name means the caller's own unit. */
    static Method.Handler<ManagerView> named(UnitHandler handler) {
        return (view, call) -> {
            MessageReader arguments = call.arguments();
            String name = arguments.string();
            view.resolve(call, name, unit -> handler.handle(view, call, unit, arguments));
        };
    }
}
