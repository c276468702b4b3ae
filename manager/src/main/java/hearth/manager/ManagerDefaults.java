package hearth.manager;

import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ManagerSettings;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/**
 * What holds for units that say nothing: {@code Default...=} of systemd-user.conf(5).
 *
 * @param told values of {@link ManagerSettings}
 * @param zone the machine's time zone
 * @param isContained whether the machine is a container, which began later than its clock
 * @param seed a number of all 64 bits that no other manager has, and this one always
 * @param heedsWatchdogs whether a service that gives no sign of life is ended
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd-system.conf.5.html">
 *     systemd-system.conf(5)</a>
 */
public record ManagerDefaults(
        Settings told, ZoneId zone, boolean isContained, long seed, boolean heedsWatchdogs) {

    /** systemd's own. */
    public static final ManagerDefaults STANDARD =
            new ManagerDefaults(Settings.NONE, ZoneOffset.UTC, false, 0, true);

    /** Returns the same in another time zone. */
    public ManagerDefaults in(ZoneId other) {
        return new ManagerDefaults(told, other, isContained, seed, heedsWatchdogs);
    }

    /** Returns the same with the watchdogs of services heeded, or not. */
    public ManagerDefaults heedingWatchdogs(boolean isHeeded) {
        return new ManagerDefaults(told, zone, isContained, seed, isHeeded);
    }

    /** Returns a number of all 64 bits that is always the same for a unit of this manager. */
    public long fixedChance(UnitName name) {
        return new SplittableRandom(seed ^ name.text().hashCode()).nextLong();
    }

    /** Returns {@code DefaultTimeoutStartSec=}. */
    public TimeSpan timeoutStart() {
        return told.get(ManagerSettings.DEFAULT_TIMEOUT_START_SEC);
    }

    /** Returns {@code DefaultTimeoutStopSec=}. */
    public TimeSpan timeoutStop() {
        return told.get(ManagerSettings.DEFAULT_TIMEOUT_STOP_SEC);
    }

    /**
     * Returns {@code DefaultTimeoutAbortSec=}; where it isn't written an abort may take as long as
     * a stop.
     *
     * @param stop how long the stop in question may take
     */
    public TimeSpan timeoutAbort(TimeSpan stop) {
        return told.isSet(ManagerSettings.DEFAULT_TIMEOUT_ABORT_SEC)
                ? told.get(ManagerSettings.DEFAULT_TIMEOUT_ABORT_SEC)
                : stop;
    }

    /** Returns {@code DefaultRestartSec=}. */
    public TimeSpan restart() {
        return told.get(ManagerSettings.DEFAULT_RESTART_SEC);
    }

    /** Returns {@code DefaultStartLimitIntervalSec=}. */
    public TimeSpan startLimitInterval() {
        return told.get(ManagerSettings.DEFAULT_START_LIMIT_INTERVAL_SEC);
    }

    /** Returns {@code DefaultStartLimitBurst=}. */
    public int startLimitBurst() {
        return told.get(ManagerSettings.DEFAULT_START_LIMIT_BURST);
    }

    /** Returns the rest, as settings of units of a type. */
    public Settings ofUnits(UnitType type) {
        return ManagerSettings.defaultsOf(told, type);
    }
}
