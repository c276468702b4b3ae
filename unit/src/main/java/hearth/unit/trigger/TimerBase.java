package hearth.unit.trigger;

import hearth.unit.value.WireName;
import java.util.Optional;

/**
 * What a span of time of a timer is counted from.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.timer.5.html">systemd.timer(5)</a>
 */
public enum TimerBase implements WireName {
    /** The timer's own start. */
    ACTIVE("OnActive"),
    /** The machine's boot. */
    BOOT("OnBoot"),
    /** The manager's start. */
    STARTUP("OnStartup"),
    /** The last time the unit became active. */
    UNIT_ACTIVE("OnUnitActive"),
    /** The last time the unit became inactive. */
    UNIT_INACTIVE("OnUnitInactive");

    private static final String IN_FILES = "Sec";
    private static final String ON_THE_BUS = "USec";

    private final String wireName;

    TimerBase(String wireName) {
        this.wireName = wireName;
    }

    /** Returns what all its names begin with. */
    @Override
    public String wireName() {
        return wireName;
    }

    /** Returns its directive, such as {@code OnBootSec}. */
    public String directive() {
        return wireName + IN_FILES;
    }

    /** Returns its name among a timer's properties, such as {@code OnBootUSec}. */
    public String propertyName() {
        return wireName + ON_THE_BUS;
    }

    /** Returns the base of a directive. */
    public static Optional<TimerBase> ofDirective(String directive) {
        for (TimerBase base : values()) {
            if (base.directive().equals(directive)) {
                return Optional.of(base);
            }
        }
        return Optional.empty();
    }
}
