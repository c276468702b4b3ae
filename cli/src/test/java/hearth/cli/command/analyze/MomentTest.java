package hearth.cli.command.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-11-30T18:00:00.5Z");

    private final Moment moment = new Moment(NOW, ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-30T18:00:00.5Z",
        "today, 2026-11-29T23:00:00Z",
        "yesterday, 2026-11-28T23:00:00Z",
        "tomorrow, 2026-11-30T23:00:00Z",
        "+2h 30min, 2026-11-30T20:30:00.5Z",
        "-1s, 2026-11-30T17:59:59.5Z",
        "1d ago, 2026-11-29T18:00:00.5Z",
        "1d left, 2026-12-01T18:00:00.5Z",
        "@1234567.25, 1970-01-15T06:56:07.25Z",
        "2026-01-02, 2026-01-01T23:00:00Z",
        "26-01-02, 2026-01-01T23:00:00Z",
        "70-01-02, 1970-01-01T23:00:00Z",
        "2026-07-02 03:04, 2026-07-02T01:04:00Z",
        "2026-07-02 03:04:05.5 UTC, 2026-07-02T03:04:05.5Z",
        "Fri 2026-01-02 03:04:05, 2026-01-02T02:04:05Z",
        "friday 2026-01-02, 2026-01-01T23:00:00Z",
        "12:00, 2026-11-30T11:00:00Z",
        "12:00 UTC, 2026-11-30T12:00:00Z",
        "2026-01-02 00:00 America/New_York, 2026-01-02T05:00:00Z",
    })
    void aTextMeansAMoment(String text, Instant meant) {
        assertThat(moment.read(text)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "blah",
                "Sat 2026-01-02",
                "2026-02-31",
                "2026-1",
                "25:00",
                "12:60",
                "@",
                "@x",
                "+",
                "ago",
                "+infinity",
                "Fri",
                "UTC",
                "2026-01-02 03:04 Mars",
                "2026-01-02 x 03:04",
                "99999999999999d ago"
            })
    void whatMeansNoneIsNone(String text) {
        assertThat(moment.read(text)).isEmpty();
    }
}
