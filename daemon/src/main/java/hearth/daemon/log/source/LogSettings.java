package hearth.daemon.log.source;

import java.util.Optional;

/**
 * What a unit's settings say of what it logs, printed or sent.
 *
 * @param most entries above this priority are not kept ({@code LogLevelMax=}); all are where it is
 *     negative
 * @param rate how many are kept ({@code LogRateLimitIntervalSec=}, {@code LogRateLimitBurst=});
 *     nothing where no setting says so
 * @param invocationId of the unit, 32 hexadecimal digits; empty where nobody knows
 */
public record LogSettings(int most, Optional<RateLimit.Rate> rate, String invocationId) {
    /** Where no setting says anything. */
    public static final LogSettings NONE = new LogSettings(-1, Optional.empty(), "");
}
