package hearth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "120, 120ms",
        "1000, 1s",
        "65000, 1min 5s",
        "3600000, 1h",
        "7500000, 2h 5min",
        "90000000, 1day 1h",
        "200000000, 2days 7h",
        "700000000, 1w 1day",
        "40000000000, 1y 3months",
    })
    void aSpanHasItsTwoLargestUnits(long millis, String text) {
        assertThat(Spans.span(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void aUnitThatIsZeroEndsTheSpan() {
        assertThat(Spans.span(Duration.ofSeconds(86_400 + 5))).isEqualTo("1day");
    }

    @Test
    void aClockThatWasSetBackShowsNoNegativeSpan() {
        assertThat(Spans.span(Duration.ofSeconds(-5))).isEqualTo("0ms");
    }

    @Test
    void noTimeAtAllIsADash() {
        assertThat(Spans.since(0, Instant.EPOCH, ZoneOffset.UTC)).isEqualTo("-");
    }

    @Test
    void timesAreThoseOfTheZone() {
        assertThat(Spans.logTime(1_000_000, ZoneOffset.ofHours(1))).isEqualTo("Jan 01 01:00:01");
    }
}
