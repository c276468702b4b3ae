package hearth.unit;

import java.util.List;
import java.util.Optional;

/**
 * What timers can say: the section [Timer]. Calendar expressions stay text.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.timer.5.html">systemd.timer(5)</a>
 */
public final class TimerSettings {
    private static final Table TABLE = Table.of(8, "systemd.timer(5)", "Timer");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    public static final Setting<List<String>> ON_ACTIVE_SEC =
            TABLE.add("OnActiveSec", BasicTypes.SPAN_LINES, List.of());

    public static final Setting<List<String>> ON_BOOT_SEC =
            TABLE.add("OnBootSec", BasicTypes.SPAN_LINES, List.of());

    public static final Setting<List<String>> ON_STARTUP_SEC =
            TABLE.add("OnStartupSec", BasicTypes.SPAN_LINES, List.of());

    public static final Setting<List<String>> ON_UNIT_ACTIVE_SEC =
            TABLE.add("OnUnitActiveSec", BasicTypes.SPAN_LINES, List.of());

    public static final Setting<List<String>> ON_UNIT_INACTIVE_SEC =
            TABLE.add("OnUnitInactiveSec", BasicTypes.SPAN_LINES, List.of());

    public static final Setting<List<String>> ON_CALENDAR =
            TABLE.add("OnCalendar", BasicTypes.RAW_LINES, List.of());

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
            TABLE.add("DeferReactivation", BasicTypes.BOOLEAN, false);

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

    static {
        TABLE.resetTogether(
                ON_ACTIVE_SEC,
                ON_BOOT_SEC,
                ON_STARTUP_SEC,
                ON_UNIT_ACTIVE_SEC,
                ON_UNIT_INACTIVE_SEC,
                ON_CALENDAR);
    }

    private TimerSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
