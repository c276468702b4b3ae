package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.INVALIDATION;

import hearth.api.systemd1.row.Durations;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.host.Deadline;
import hearth.manager.type.timer.TimerRecord;
import hearth.unit.UnitType;
import hearth.unit.catalogue.TimerSettings;
import hearth.unit.time.CalendarSpec;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.TimerBase;
import hearth.unit.trigger.TimerTrigger;
import java.util.List;

/**
 * Timers.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), TIMER UNIT OBJECTS</a>
 */
public final class TimerInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.TIMER);

    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .text("Unit", CONST, UnitView::triggered)
                    .any("TimersMonotonic", "a(stt)", INVALIDATION, TimerInterface::writeMonotonic)
                    .any("TimersCalendar", "a(sst)", INVALIDATION, TimerInterface::writeCalendar)
                    .with(SETTINGS.rows(CONST, "OnClockChange", "OnTimezoneChange"))
                    .uint64("NextElapseUSecRealtime", CHANGE, TimerInterface::nextRealtime)
                    .uint64("NextElapseUSecMonotonic", CHANGE, TimerInterface::nextMonotonic)
                    .uint64("LastTriggerUSec", CHANGE, v -> record(v).lastTrigger().realtimeUsec())
                    .uint64(
                            "LastTriggerUSecMonotonic",
                            CHANGE,
                            v -> record(v).lastTrigger().monotonicUsec())
                    .text("Result", CHANGE, v -> record(v).result().wireName())
                    .with(
                            SETTINGS.rows(
                                    CONST,
                                    "AccuracyUSec",
                                    "RandomizedDelayUSec",
                                    "FixedRandomDelay",
                                    "Persistent",
                                    "WakeSystem",
                                    "RemainAfterElapse",
                                    "DeferReactivation"))
                    .table("org.freedesktop.systemd1.Timer");

    /** What systemd says of the next elapse of a timer that does not wait. */
    private static final long NO_ELAPSE = -1;

    /** What it says of a trigger or a clock by which a timer does not elapse. */
    private static final long NEVER = 0;

    private TimerInterface() {}

    private static TimerRecord record(UnitView view) {
        return view.unit()
                .record(TimerRecord.class)
                .orElseThrow(() -> new IllegalStateException(view.unit().id() + " is no timer"));
    }

    private static long nextRealtime(UnitView view) {
        TimerRecord record = record(view);
        long token = record.elapse().realtimeToken();
        return record.isWaiting()
                ? (token == 0 ? NEVER : record.elapse().realtimeUsec())
                : NO_ELAPSE;
    }

    private static long nextMonotonic(UnitView view) {
        TimerRecord record = record(view);
        Deadline next = record.elapse().monotonic();
        return record.isWaiting() ? (next.isSet() ? next.atMonotonicUsec() : NEVER) : NO_ELAPSE;
    }

    /** Base, span, next elapse; the last line first. */
    private static void writeMonotonic(UnitView view, MessageWriter out) {
        List<TimerTrigger> triggers = view.unit().settings().get(TimerSettings.TRIGGERS);
        out.openArray();
        for (int i = triggers.size() - 1; i >= 0; i--) {
            if (triggers.get(i) instanceof TimerTrigger.After(TimerBase base, TimeSpan span)) {
                out.openStruct()
                        .string(base.propertyName())
                        .uint64(Durations.wire(span))
                        .uint64(record(view).next(i))
                        .closeStruct();
            }
        }
        out.closeArray();
    }

    /** Base, expression, next elapse; the last line first. */
    private static void writeCalendar(UnitView view, MessageWriter out) {
        List<TimerTrigger> triggers = view.unit().settings().get(TimerSettings.TRIGGERS);
        out.openArray();
        for (int i = triggers.size() - 1; i >= 0; i--) {
            if (triggers.get(i) instanceof TimerTrigger.At(CalendarSpec when)) {
                out.openStruct()
                        .string("OnCalendar")
                        .string(when.format())
                        .uint64(record(view).next(i))
                        .closeStruct();
            }
        }
        out.closeArray();
    }
}
