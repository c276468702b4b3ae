package hearth.api.systemd1.manager;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.Signature;
import hearth.manager.Manager;
import hearth.manager.Unit;
import hearth.manager.graph.ActiveState;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.value.JobMode;
import java.util.List;

/**
 * Services that a bus asks for, since somebody calls a name whose file says {@code
 * SystemdService=}. The bus hears of a request that fails at once; of a service that fails later it
 * hears nothing, and gives up by itself.
 */
public final class Activation {
    private static final String BUS = "org.freedesktop.DBus";
    private static final String INTERFACE = "org.freedesktop.systemd1.Activator";

    /** What the bus itself is made of: while that ends, nothing is started for it. */
    private static final List<String> BUS_UNITS = List.of("dbus.service", "dbus.socket");

    private static final Signature FAILURE = Signature.of("sss");

    private Activation() {}

    /** Starts a unit for the bus, unless that is ending, or tells it why it isn't started. */
    public static void start(Manager manager, String unit, Outbox bus) {
        if (BUS_UNITS.stream().anyMatch(name -> isEnding(manager, name))) {
            refuse(
                    unit,
                    new Failure(
                            "org.freedesktop.systemd1.ShuttingDown",
                            "Refusing activation, D-Bus is shutting down."),
                    bus);
        } else {
            answer(manager, unit, bus);
        }
    }

    /** Starts a unit, or tells the bus why it isn't started. */
    public static void answer(Manager manager, String unit, Outbox bus) {
        if (manager.startUnit(unit, JobMode.REPLACE) instanceof Outcome.Refused<Job> refused) {
            refuse(unit, Failure.of(worded(unit, refused)), bus);
        }
    }

    /** A start by the bus counts as a manual one; systemd says it in words of its own. */
    private static Outcome.Refused<Job> worded(String unit, Outcome.Refused<Job> refused) {
        return refused.reason() == Refusal.ONLY_BY_DEPENDENCY
                ? new Outcome.Refused<>(
                        refused.reason(),
                        "Operation refused, "
                                + unit
                                + " may be requested by dependency only (it is configured to refuse"
                                + " manual start/stop).")
                : refused;
    }

    private static boolean isEnding(Manager manager, String name) {
        if (!(manager.getUnit(name) instanceof Outcome.Done<Unit>(Unit unit))) {
            return true;
        }
        boolean isDown =
                unit.activeState().isInactiveOrFailed()
                        || unit.activeState() == ActiveState.DEACTIVATING;
        return isDown || unit.job().filter(job -> job.type() == JobType.STOP).isPresent();
    }

    private static void refuse(String unit, Failure failure, Outbox bus) {
        bus.send(
                Message.signal(ObjectPaths.MANAGER, INTERFACE, "ActivationFailure")
                        .withDestination(BUS)
                        .withBody(
                                FAILURE,
                                out ->
                                        out.string(unit)
                                                .string(failure.name())
                                                .string(failure.text())));
    }
}
