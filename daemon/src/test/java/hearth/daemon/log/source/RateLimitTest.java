package hearth.daemon.log.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final RateLimit.Rate RATE = new RateLimit.Rate(1_000, 2);

    private final RateLimit limit = new RateLimit(RATE);

    private static int admitted(RateLimit limit, int priority, int count, long nowUsec) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += limit.admits(nowUsec, priority) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void eachClassOfPrioritiesHasAsMany() {
        assertThat(admitted(limit, 7, 9, 0)).isEqualTo(2);
        assertThat(admitted(limit, 6, 9, 0)).isEqualTo(2);
        assertThat(admitted(limit, 5, 9, 0)).as("as for 6").isZero();
        assertThat(admitted(limit, 4, 9, 0)).isEqualTo(2);
        assertThat(admitted(limit, 3, 9, 0)).isEqualTo(2);
        assertThat(admitted(limit, 0, 1, 0)).isOne();
        assertThat(admitted(limit, 1, 1, 0)).isOne();
        assertThat(admitted(limit, 2, 1, 0)).as("as for 0 and 1").isZero();
        assertThat(limit.takeSuppressed(1_000)).isEqualTo(7 + 7 + 9 + 7 + 7 + 1);
        assertThat(limit.hasSuppressed()).isFalse();
    }

    @Test
    void aClassBeginsAnewByItself() {
        admitted(limit, 7, 3, 500);
        admitted(limit, 3, 3, 1_100);

        assertThat(limit.takeSuppressed(1_600)).isOne();
        assertThat(limit.takeSuppressed(2_100)).isOne();
    }

    @Test
    void whatIsOverIsToldThoughTheFloodGoesOn() {
        admitted(limit, 6, 5, 0);
        admitted(limit, 6, 3, 1_000);

        assertThat(limit.takeSuppressed(1_001)).isEqualTo(3);
        assertThat(limit.takeAllSuppressed()).isOne();
    }

    @Test
    void anotherRateGoesOnWithWhatWasCounted() {
        admitted(limit, 6, 5, 0);
        var more = new RateLimit(new RateLimit.Rate(1_000, 3), limit);

        assertThat(admitted(more, 6, 3, 1)).isOne();
        assertThat(more.takeAllSuppressed()).isEqualTo(3 + 2);
    }

    @Test
    void withoutARateAllAreKept() {
        assertThat(admitted(new RateLimit(new RateLimit.Rate(0, 2)), 6, 9, 0)).isEqualTo(9);
        assertThat(admitted(new RateLimit(new RateLimit.Rate(1, 0)), 6, 9, 0)).isEqualTo(9);
    }
}
