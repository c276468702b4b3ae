package hearth.unit.catalogue;

import hearth.unit.UnitName;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.TimerBase;
import hearth.unit.trigger.TimerTrigger;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.KeptProperties;
import hearth.unit.type.TriggerTypes;
import hearth.unit.type.UnitTypes;
import java.util.List;
import java.util.Optional;

/**
 * What timers can say: the section [Timer].
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.timer.5.html">systemd.timer(5)</a>
 */
public final class TimerSettings {
    private static final Table TABLE = Table.of(8, "systemd.timer(5)", "Timer");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    /** All {@code On...=} lines, in their order. */
    public static final Setting<List<TimerTrigger>> TRIGGERS =
            TABLE.gathered(
                    "Timers", TriggerTypes.TIMERS, List.of(), TriggerTypes.timerProperties());

    static {
        for (TimerBase base : TimerBase.values()) {
            TABLE.spelling(base.directive(), TriggerTypes.parser(base), TRIGGERS);
        }
        TABLE.spelling(TriggerTypes.ON_CALENDAR, TriggerTypes::parseCalendar, TRIGGERS);
    }

    public static final Setting<TimeSpan> ACCURACY_SEC =
            TABLE.add("AccuracySec", BasicTypes.TIME_SPAN, TimeSpan.ofSeconds(60), "AccuracyUSec");

    public static final Setting<TimeSpan> RANDOMIZED_DELAY_SEC =
            TABLE.add(
                    "RandomizedDelaySec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ZERO,
                    "RandomizedDelayUSec");

    public static final Setting<TimeSpan> RANDOMIZED_OFFSET_SEC =
            TABLE.add("RandomizedOffsetSec", BasicTypes.TIME_SPAN, TimeSpan.ZERO);

    public static final Setting<Boolean> FIXED_RANDOM_DELAY =
            TABLE.add("FixedRandomDelay", BasicTypes.BOOLEAN, false, "FixedRandomDelay");

    public static final Setting<Boolean> DEFER_REACTIVATION =
            IGNORED.add(
                    "DeferReactivation",
                    BasicTypes.BOOLEAN,
                    false,
                    KeptProperties.of("DeferReactivation", BasicTypes.BOOLEAN));

    public static final Setting<Boolean> ON_CLOCK_CHANGE =
            TABLE.add("OnClockChange", BasicTypes.BOOLEAN, false, "OnClockChange");

    public static final Setting<Boolean> ON_TIMEZONE_CHANGE =
            TABLE.add("OnTimezoneChange", BasicTypes.BOOLEAN, false, "OnTimezoneChange");

    public static final Setting<Optional<UnitName>> UNIT =
            TABLE.add("Unit", UnitTypes.UNIT, Optional.empty(), "Unit");

    public static final Setting<Boolean> PERSISTENT =
            TABLE.add("Persistent", BasicTypes.BOOLEAN, false, "Persistent");

    public static final Setting<Boolean> WAKE_SYSTEM =
            IGNORED.add("WakeSystem", BasicTypes.BOOLEAN, false, "WakeSystem");

    public static final Setting<Boolean> REMAIN_AFTER_ELAPSE =
            TABLE.add("RemainAfterElapse", BasicTypes.BOOLEAN, true, "RemainAfterElapse");

    private TimerSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
