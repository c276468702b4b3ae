package hearth.api.systemd1.order;

import static hearth.api.systemd1.view.ManagerView.onDone;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.manager.job.Rehearsal;
import hearth.unit.value.JobMode;
import java.util.Optional;
import java.util.function.Consumer;

/** An order that is not given: the same may ask for it, and it is refused for the same reasons. */
public final class RehearsedOrder {
    private RehearsedOrder() {}

    /** Reads unit, order and mode; goes on with what would come of it. */
    public static void rehearse(ManagerView view, Call call, Consumer<Rehearsal> then) {
        MessageReader in = call.arguments();
        String unit = in.string();
        String verb = in.string();
        String word = in.string();
        Optional<Order> order = Order.ofWireName(verb);
        Optional<JobMode> mode = JobMode.ofWireName(word);
        if (order.isEmpty()) {
            Failure.invalid("Job type " + verb + " invalid").answer(call);
        } else if (mode.isEmpty()) {
            UnitOrders.invalidMode(word).answer(call);
        } else {
            UnitOrders.manage(
                    view,
                    call,
                    unit,
                    order.get().wireName(),
                    () ->
                            view.world()
                                    .freshen(() ->
                                            onDone(
                                                    call,
                                                    order.get()
                                                            .rehearse(
                                                                    view.manager(),
                                                                    unit,
                                                                    mode.get()),
                                                    then)));
        }
    }
}
