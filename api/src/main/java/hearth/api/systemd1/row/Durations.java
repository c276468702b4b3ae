package hearth.api.systemd1.row;

import hearth.api.systemd1.view.UnitView;
import hearth.dbus.MessageWriter;
import hearth.manager.ManagerDefaults;
import hearth.manager.type.service.RestartDelay;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.ServiceType;

/** Time spans as the bus has them, and those that hold where a unit says nothing. */
public final class Durations {
    /** The largest unsigned number. */
    private static final long INFINITY = -1;

    private Durations() {}

    /** Returns the number of microseconds that the bus carries. */
    public static long wire(TimeSpan span) {
        return span.isInfinite() ? INFINITY : span.usec();
    }

    private static ManagerDefaults defaults(UnitView view) {
        return view.manager().defaults();
    }

    public static void writeDefaultRestart(UnitView view, MessageWriter out) {
        out.uint64(wire(defaults(view).restart()));
    }

    public static void writeDefaultStartLimitInterval(UnitView view, MessageWriter out) {
        out.uint64(wire(defaults(view).startLimitInterval()));
    }

    /** Returns what passes before the restart that comes next. */
    public static long nextRestart(UnitView view) {
        return wire(
                RestartDelay.of(view.unit().settings(), defaults(view).restart())
                        .after(view.service().restarts().count()));
    }

    /** A program that ends by itself may take its time. */
    public static void writeDefaultStart(UnitView view, MessageWriter out) {
        boolean isOneshot = view.unit().settings().get(ServiceSettings.TYPE) == ServiceType.ONESHOT;
        out.uint64(isOneshot ? INFINITY : wire(defaults(view).timeoutStart()));
    }

    public static void writeDefaultStop(UnitView view, MessageWriter out) {
        out.uint64(wire(defaults(view).timeoutStop()));
    }

    /** What is not said about aborting is as with stopping. */
    public static void writeDefaultAbort(UnitView view, MessageWriter out) {
        Settings settings = view.unit().settings();
        TimeSpan stop =
                settings.isSet(ServiceSettings.TIMEOUT_STOP_SEC)
                        ? settings.get(ServiceSettings.TIMEOUT_STOP_SEC)
                        : defaults(view).timeoutStop();
        out.uint64(wire(defaults(view).timeoutAbort(stop)));
    }

    /** What the service asked for itself goes before what is written; before a start it is open. */
    public static long watchdogUsec(UnitView view) {
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
