package hearth.cli.command.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTest {
    private static final long NOW = 2_000_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "P765D, 2 years 1 month left",
        "P-329D, 10 months 24 days ago",
        "P13D, 1 week 6 days left",
        "P6DT5H, 6 days left",
        "PT33H, 1 day 9h left",
        "PT14H30M, 14h left",
        "PT5H2M, 5h 2min left",
        "PT-7M, 7min ago",
        "PT1M30S, 1min 30s left",
        "PT5S, 5s left",
        "PT0.005S, 5ms left",
        "PT-0.00004S, 40us ago",
        "PT0S, now",
    })
    void aDistanceIsSaidAsSystemdSaysIt(Duration away, String said) {
        assertThat(Distance.of(NOW + away.toNanos() / 1_000, NOW)).isEqualTo(said);
    }
}
