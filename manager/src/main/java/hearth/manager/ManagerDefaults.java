package hearth.manager;

import hearth.unit.TimeSpan;

/**
 * What holds for units that say nothing: {@code Default...=} of systemd-user.conf(5).
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd-system.conf.5.html">
 *     systemd-system.conf(5)</a>
 */
public record ManagerDefaults(
        TimeSpan timeoutStart,
        TimeSpan timeoutStop,
        TimeSpan timeoutAbort,
        TimeSpan restart,
        TimeSpan startLimitInterval,
        int startLimitBurst) {

    /** systemd's own. */
    public static final ManagerDefaults STANDARD =
            new ManagerDefaults(
                    TimeSpan.ofSeconds(90),
                    TimeSpan.ofSeconds(90),
                    TimeSpan.ofSeconds(90),
                    TimeSpan.ofMillis(100),
                    TimeSpan.ofSeconds(10),
                    5);
}
