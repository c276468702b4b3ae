package hearth.cli.command.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void processorTimeIsAShareOfOneProcessorBetweenTheReadings() {
        assertThat(
                        percent(
                                reading(OptionalLong.of(100), 7),
                                reading(OptionalLong.of(SECOND + 100), 7)))
                .hasValue(50);
    }

    @Test
    void aUnitThatUsedNothingMeanwhileIsAtZero() {
        assertThat(percent(reading(OptionalLong.of(100), 7), reading(OptionalLong.of(100), 7)))
                .hasValue(0);
    }

    @Test
    void aServiceThatWasStartedAnewHasNoShareYet() {
        assertThat(percent(reading(OptionalLong.of(100), 7), reading(OptionalLong.of(200), 8)))
                .isEmpty();
    }

    @Test
    void aCountThatFellIsNoShare() {
        assertThat(percent(reading(OptionalLong.of(100), 0), reading(OptionalLong.of(99), 0)))
                .isEmpty();
    }

    @Test
    void withoutBothCountsThereIsNoShare() {
        assertThat(percent(reading(OptionalLong.empty(), 7), reading(OptionalLong.of(5), 7)))
                .isEmpty();
        assertThat(percent(reading(OptionalLong.of(5), 7), reading(OptionalLong.empty(), 7)))
                .isEmpty();
    }

    @Test
    void aUnitThatIsNewHasNoShareYet() {
        var now =
                new Sample(List.of(new Sample.Timed(reading(OptionalLong.of(5), 7), 1)), List.of());

        assertThat(now.since(new Sample(List.of(), List.of())).getFirst().cpuPercent()).isEmpty();
    }

    private static OptionalDouble percent(Reading then, Reading now) {
        var earlier = new Sample(List.of(new Sample.Timed(then, 10)), List.of());
        var later = new Sample(List.of(new Sample.Timed(now, 2 * SECOND + 10)), List.of());
        return later.since(earlier).getFirst().cpuPercent();
    }

    private static Reading reading(OptionalLong cpu, long run) {
        OptionalLong none = OptionalLong.empty();
        return new Reading(
                new UnitKey("alice", "a.service"), "active", "running", cpu, none, none, none, run);
    }
}
