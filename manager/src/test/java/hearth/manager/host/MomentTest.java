package hearth.manager.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.time.TimeSpan;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final Moment NOW = new Moment(5, 100);

    @Test
    void whatIsBeyondTheClockHasNoEnd() {
        assertThat(NOW.plus(new TimeSpan(1), 2)).isEqualTo(103);
        assertThat(NOW.plus(new TimeSpan(Long.MAX_VALUE - 1))).isEqualTo(Long.MAX_VALUE);
        assertThat(NOW.plus(new TimeSpan(Long.MAX_VALUE - 200), 150)).isEqualTo(Long.MAX_VALUE);
        assertThat(NOW.plus(TimeSpan.INFINITY, 0)).isEqualTo(Long.MAX_VALUE);
    }
}
