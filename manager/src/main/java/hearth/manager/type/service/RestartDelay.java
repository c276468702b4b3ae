package hearth.manager.type.service;

import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;

/**
 * How long a service waits before it is restarted.
 *
 * @param first before the first restart
 * @param steps how many restarts it takes until the delay is {@code longest}; 0: it stays
 * @param longest the longest delay; infinite: it stays
 */
public record RestartDelay(TimeSpan first, int steps, TimeSpan longest) {

    /** Returns what settings say, with a manager's default for the first. */
    public static RestartDelay of(Settings settings, TimeSpan first) {
        return new RestartDelay(
                settings.getOr(ServiceSettings.RESTART_SEC, first),
                settings.get(ServiceSettings.RESTART_STEPS),
                settings.get(ServiceSettings.RESTART_MAX_DELAY_SEC));
    }

    /**
     * Returns the delay before the restart that follows so many others; it grows evenly by ratio.
     */
    public TimeSpan after(int restarts) {
        boolean grows =
                steps > 0
                        && restarts > 0
                        && first.usec() > 0
                        && !longest.isInfinite()
                        && first.compareTo(longest) < 0;
        if (!grows) {
            return first;
        }
        if (restarts >= steps) {
            return longest;
        }
        double ratio = (double) longest.usec() / first.usec();
        return new TimeSpan(Math.round(first.usec() * Math.pow(ratio, (double) restarts / steps)));
    }
}
