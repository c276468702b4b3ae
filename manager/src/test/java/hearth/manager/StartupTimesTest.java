package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Moment;
import org.junit.jupiter.api.Test;

/**
 * The moments of a manager's start, as {@code systemd-analyze} takes them: none comes before the
 * manager's beginning, or it aborts.
 */
class StartupTimesTest {
    private static final Moment EARLY = new Moment(1_000, 1_000);
    private static final Moment LATE = new Moment(5_000, 5_000);
    private static final StartupTimes TIMES =
            new StartupTimes(LATE, LATE, LATE, Moment.NEVER, Moment.NEVER);

    @Test
    void aManagerBeginsWithItsGenerators() {
        assertThat(TIMES.begunAt(EARLY).userspace()).isEqualTo(EARLY);
    }

    @Test
    void withoutGeneratorsItBeginsWithItself() {
        assertThat(TIMES.begunAt(Moment.NEVER)).isEqualTo(TIMES);
        assertThat(TIMES.begunAt(EARLY).begunAt(LATE).userspace()).isEqualTo(EARLY);
    }

    @Test
    void whenUnitsWereLoadedAgainOutlivesTheBrain() {
        House house = House.ofUser().begin();
        assertThat(house.manager.startupTimes().unitsReload()).isEqualTo(Moment.NEVER);

        house.manager.reload(house.files());

        Moment reload = house.manager.startupTimes().unitsReload();
        assertThat(reload).isNotEqualTo(Moment.NEVER);
        house.killBrain();
        assertThat(house.manager.startupTimes().unitsReload()).isEqualTo(reload);
    }
}
