package hearth.api.systemd1;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.INVALIDATION;

import hearth.dbus.MessageWriter;
import hearth.dbus.object.InterfaceTable;
import hearth.unit.Setting;
import hearth.unit.TimeSpan;
import hearth.unit.TimerSettings;
import hearth.unit.UnitType;
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

    private TimerInterface() {}

    private static void writeMonotonic(UnitView view, MessageWriter out) {
        out.openArray();
        writeSpans(view, out, "OnActiveUSec", TimerSettings.ON_ACTIVE_SEC);
        writeSpans(view, out, "OnBootUSec", TimerSettings.ON_BOOT_SEC);
        writeSpans(view, out, "OnStartupUSec", TimerSettings.ON_STARTUP_SEC);
        writeSpans(view, out, "OnUnitActiveUSec", TimerSettings.ON_UNIT_ACTIVE_SEC);
        writeSpans(view, out, "OnUnitInactiveUSec", TimerSettings.ON_UNIT_INACTIVE_SEC);
        out.closeArray();
    }

    /** Base, span, next elapse: none as long as timers do not run. */
    private static void writeSpans(
            UnitView view, MessageWriter out, String base, Setting<List<String>> setting) {
        for (String line : view.unit().settings().get(setting)) {
            TimeSpan.parse(line)
                    .ifPresent(span ->
                            out.openStruct()
                                    .string(base)
                                    .uint64(Durations.wire(span))
                                    .uint64(0)
                                    .closeStruct());
        }
    }

    private static void writeCalendar(UnitView view, MessageWriter out) {
        out.array(
                view.unit().settings().get(TimerSettings.ON_CALENDAR),
                (writer, line) ->
                        writer.openStruct()
                                .string("OnCalendar")
                                .string(line)
                                .uint64(0)
                                .closeStruct());
    }
}
