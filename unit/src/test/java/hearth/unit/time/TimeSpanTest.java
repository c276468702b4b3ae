package hearth.unit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeSpanTest {
    private static final Map<String, Long> SPANS =
            Map.ofEntries(
                    Map.entry("50", 50_000_000L),
                    Map.entry("0", 0L),
                    Map.entry("2min 200ms", 120_200_000L),
                    Map.entry("1h30m", 5_400_000_000L),
                    Map.entry("1.5", 1_500_000L),
                    Map.entry(".5s", 500_000L),
                    Map.entry("2h", 7_200_000_000L),
                    Map.entry("3 days 5us", 259_200_000_005L),
                    Map.entry("1M", 2_629_800_000_000L),
                    Map.entry("1y", 31_557_600_000_000L),
                    Map.entry("1 week", 604_800_000_000L),
                    Map.entry("7\u00b5s", 7L),
                    Map.entry("infinity", Long.MAX_VALUE));

    @Test
    void spansAreSumsOfNumbersWithUnits() {
        SPANS.forEach((text, usec) ->
                assertThat(TimeSpan.parse(text)).as(text).contains(new TimeSpan(usec)));
    }

    @Test
    void anythingElseIsNoSpan() {
        for (String text :
                new String[] {
                    "",
                    "-1",
                    "1 fortnight",
                    "s",
                    ".",
                    "1x",
                    "x1",
                    "infinity 1",
                    "99999999999999999999y",
                    "1.2.3.",
                    "0x10",
                    "1e5"
                }) {
            assertThat(TimeSpan.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void aNumberWithoutUnitCountsWhatTheSettingSays() {
        assertThat(TimeSpan.parse("5", 1)).contains(new TimeSpan(5));
    }

    @Test
    void spansAreWrittenAsSystemdWritesThem() {
        assertThat(new TimeSpan(90_000_000).format()).isEqualTo("1min 30s");
        assertThat(new TimeSpan(100_000).format()).isEqualTo("100ms");
        assertThat(new TimeSpan(1_500_000).format()).isEqualTo("1.500000s");
        assertThat(new TimeSpan(61_500_000).format()).isEqualTo("1min 1.500000s");
        assertThat(new TimeSpan(604_800_000_000L).format()).isEqualTo("1w");
        assertThat(TimeSpan.ZERO.format()).isEqualTo("0");
        assertThat(TimeSpan.INFINITY.format()).isEqualTo("infinity");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (long usec = 1; usec > 0 && usec < Long.MAX_VALUE / 7; usec = usec * 7 + 3) {
            TimeSpan span = new TimeSpan(usec);
            assertThat(TimeSpan.parse(span.format())).as(span.format()).contains(span);
        }
    }
}
