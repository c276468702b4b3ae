package hearth.cli.command.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimersTest {
    @Test
    void aTimerRingsAtTheEarlierOfTwoMoments() {
        assertThat(Timers.next(5_000, 250, 4_000, 100)).hasValue(4_150);
        assertThat(Timers.next(4_100, 250, 4_000, 100)).hasValue(4_100);
    }

    @Test
    void aTimerOfOneClockRingsByThat() {
        assertThat(Timers.next(0, 250, 4_000, 100)).hasValue(4_150);
        assertThat(Timers.next(5_000, 0, 4_000, 100)).hasValue(5_000);
    }

    @Test
    void aTimerThatWaitsForNothingHasNoNextTime() {
        assertThat(Timers.next(0, 0, 4_000, 100)).isEmpty();
        assertThat(Timers.next(-1, -1, 4_000, 100)).isEmpty();
    }
}
