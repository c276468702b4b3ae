package hearth.api.systemd1;

import hearth.dbus.MessageWriter;
import hearth.manager.ManagerDefaults;
import hearth.unit.ServiceSettings;
import hearth.unit.Settings;
import hearth.unit.TimeSpan;
import hearth.unit.value.ServiceType;

/** Time spans as the bus has them, and those that hold where a unit says nothing. */
final class Durations {
    /** The largest unsigned number. */
    private static final long INFINITY = -1;

    private Durations() {}

    /** Returns the number of microseconds that the bus carries. */
    static long wire(TimeSpan span) {
        return span.isInfinite() ? INFINITY : span.usec();
    }

    private static ManagerDefaults defaults(UnitView view) {
        return view.manager().defaults();
    }

    static void writeDefaultRestart(UnitView view, MessageWriter out) {
        out.uint64(wire(defaults(view).restart()));
    }

    static void writeDefaultStartLimitInterval(UnitView view, MessageWriter out) {
        out.uint64(wire(defaults(view).startLimitInterval()));
    }

    /** A program that ends by itself may take its time. */
    static void writeDefaultStart(UnitView view, MessageWriter out) {
        boolean isOneshot = view.unit().settings().get(ServiceSettings.TYPE) == ServiceType.ONESHOT;
        out.uint64(isOneshot ? INFINITY : wire(defaults(view).timeoutStart()));
    }

    static void writeDefaultStop(UnitView view, MessageWriter out) {
        out.uint64(wire(defaults(view).timeoutStop()));
    }

    /** What is not said about aborting is as with stopping. */
    static void writeDefaultAbort(UnitView view, MessageWriter out) {
        Settings settings = view.unit().settings();
        TimeSpan stop =
                settings.isSet(ServiceSettings.TIMEOUT_STOP_SEC)
                        ? settings.get(ServiceSettings.TIMEOUT_STOP_SEC)
                        : defaults(view).timeoutStop();
        out.uint64(wire(defaults(view).timeoutAbort(stop)));
    }

    /** What the service asked for itself goes before what is written; before a start it is open. */
    static long watchdogUsec(UnitView view) {
        long own = view.service().watchdog().limitUsec();
        if (own >= 0) {
            return own;
        }
        boolean hasRun = !view.unit().invocationId().isEmpty();
        return view.isDefined() && hasRun
                ? wire(view.unit().settings().get(ServiceSettings.WATCHDOG_SEC))
                : INFINITY;
    }
}
