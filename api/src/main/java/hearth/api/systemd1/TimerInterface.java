package hearth.api.systemd1;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.INVALIDATION;

import hearth.dbus.MessageWriter;
import hearth.dbus.object.InterfaceTable;
import hearth.unit.TimeSpan;
import hearth.unit.TimerSettings;
import hearth.unit.UnitType;
import hearth.unit.time.CalendarSpec;
import hearth.unit.trigger.TimerBase;
import hearth.unit.trigger.TimerTrigger;
import java.util.List;

/**
 * Timers: loaded and shown; they do not run yet.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), TIMER UNIT OBJECTS</a>
 */
final class TimerInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.TIMER);

    static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .text("Unit", CONST, UnitView::triggered)
                    .any("TimersMonotonic", "a(stt)", INVALIDATION, TimerInterface::writeMonotonic)
                    .any("TimersCalendar", "a(sst)", INVALIDATION, TimerInterface::writeCalendar)
                    .with(SETTINGS.rows(CONST, "OnClockChange", "OnTimezoneChange"))
                    .uint64("NextElapseUSecRealtime", CHANGE, v -> 0)
                    .uint64("NextElapseUSecMonotonic", CHANGE, v -> 0)
                    .uint64("LastTriggerUSec", CHANGE, v -> 0)
                    .uint64("LastTriggerUSecMonotonic", CHANGE, v -> 0)
                    .text("Result", CHANGE, v -> "success")
                    .with(
                            SETTINGS.rows(
                                    CONST,
                                    "AccuracyUSec",
                                    "RandomizedDelayUSec",
                                    "FixedRandomDelay",
                                    "Persistent",
                                    "WakeSystem",
                                    "RemainAfterElapse"))
                    .table("org.freedesktop.systemd1.Timer");

    /** The next elapse of a timer that does not run. */
    private static final long NEVER = 0;

    private TimerInterface() {}

    /** Base, span, next elapse; the last line first. */
    private static void writeMonotonic(UnitView view, MessageWriter out) {
        out.openArray();
        for (TimerTrigger trigger : triggers(view)) {
            if (trigger instanceof TimerTrigger.After(TimerBase base, TimeSpan span)) {
                out.openStruct()
                        .string(base.propertyName())
                        .uint64(Durations.wire(span))
                        .uint64(NEVER)
                        .closeStruct();
            }
        }
        out.closeArray();
    }

    /** Base, expression, next elapse; the last line first. */
    private static void writeCalendar(UnitView view, MessageWriter out) {
        out.openArray();
        for (TimerTrigger trigger : triggers(view)) {
            if (trigger instanceof TimerTrigger.At(CalendarSpec when)) {
                out.openStruct()
                        .string("OnCalendar")
                        .string(when.format())
                        .uint64(NEVER)
                        .closeStruct();
            }
        }
        out.closeArray();
    }

    private static List<TimerTrigger> triggers(UnitView view) {
        return view.unit().settings().get(TimerSettings.TRIGGERS).reversed();
    }
}
