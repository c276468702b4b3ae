package hearth.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Moment;
import hearth.manager.host.Wakeup;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeupsTest {
    private static final long SECOND = 1_000_000;
    private static final Moment NOW = new Moment(2_000_000 * SECOND, 1_000 * SECOND);

    private static long ringUsec(Wakeup.Clock clock, long atUsec, long slackUsec) {
        return TimeUnit.NANOSECONDS.toMicros(
                Wakeups.ringNanos(new Wakeup(clock, atUsec, slackUsec), NOW));
    }

    private static long monotonic(long atUsec, long slackUsec) {
        return ringUsec(Wakeup.Clock.MONOTONIC, atUsec, slackUsec);
    }

    @Test
    void whoHasSlackIsWokenAtARoundTime() {
        assertThat(monotonic(1_001 * SECOND, 60 * SECOND)).isEqualTo(1_020 * SECOND);
        assertThat(monotonic(1_021 * SECOND, 10 * SECOND)).isEqualTo(1_030 * SECOND);
        assertThat(monotonic(1_021 * SECOND + 1, SECOND)).isEqualTo(1_022 * SECOND);
    }

    @Test
    void whoHasNoneIsWokenOnTime() {
        assertThat(monotonic(1_021 * SECOND + 7, 1)).isEqualTo(1_021 * SECOND + 7);
    }

    @Test
    void whatIsDueIsNotPutOff() {
        assertThat(monotonic(999 * SECOND, 60 * SECOND)).isEqualTo(999 * SECOND);
    }

    @Test
    void whatNeverComesIsNotRoundedPastTheEndOfTime() {
        assertThat(
                        Wakeups.ringNanos(
                                new Wakeup(Wakeup.Clock.MONOTONIC, Long.MAX_VALUE, 60 * SECOND),
                                NOW))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theWallClockIsTurnedIntoTheOther() {
        assertThat(ringUsec(Wakeup.Clock.REALTIME, 2_000_005 * SECOND, 1))
                .isEqualTo(1_005 * SECOND);
    }
}
