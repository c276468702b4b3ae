package hearth.unit.time;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Cost;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments as systemd.time(7) has them, read on a Friday. */
class TimeStampTest {
    private static final int SIZE = 1_000;
    private static final Instant NOW = Instant.parse("2012-11-23T18:15:22Z");

    private static Optional<Instant> parse(String text) {
        return TimeStamp.parse(text, NOW, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource({
        "Fri 2012-11-23 11:12:13,     2012-11-23T11:12:13Z",
        "2012-11-23 11:12:13,         2012-11-23T11:12:13Z",
        "2012-11-23 11:12:13 UTC,     2012-11-23T11:12:13Z",
        "2012-11-23T11:12:13Z,        2012-11-23T11:12:13Z",
        "2012-11-23T11:12,            2012-11-23T11:12:00Z",
        "2012-11-23,                  2012-11-23T00:00:00Z",
        "12-11-23,                    2012-11-23T00:00:00Z",
        "68-11-23,                    2068-11-23T00:00:00Z",
        "69-11-23,                    1969-11-23T00:00:00Z",
        "0012-11-23,                  0012-11-23T00:00:00Z",
        "11:12:13,                    2012-11-23T11:12:13Z",
        "11:12,                       2012-11-23T11:12:00Z",
        "friday 2012-11-23,           2012-11-23T00:00:00Z",
        "now,                         2012-11-23T18:15:22Z",
        "today,                       2012-11-23T00:00:00Z",
        "yesterday,                   2012-11-22T00:00:00Z",
        "tomorrow,                    2012-11-24T00:00:00Z",
        "tomorrow 06:30,              2012-11-24T06:30:00Z",
        "tomorrow Pacific/Auckland,   2012-11-23T11:00:00Z",
        "+3h30min,                    2012-11-23T21:45:22Z",
        "-5s,                         2012-11-23T18:15:17Z",
        "11min ago,                   2012-11-23T18:04:22Z",
        "2 hours left,                2012-11-23T20:15:22Z",
        "@1395716396,                 2014-03-25T02:59:56Z",
        "2012-11-23 11:12:13.5,       2012-11-23T11:12:13.500Z",
    })
    void aMomentIsReadAsSystemdReadsIt(String text, Instant moment) {
        assertThat(parse(text)).contains(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "8h",
                "Mon 2012-11-23",
                "Fri",
                "Fri 11:12",
                "2012-02-31",
                "25:00",
                "2012-11-23 11:12:13 Moon",
                "2012-11-23 11:12:13 UTC UTC",
                "+infinity",
                "@",
                "@12345678901234567890",
                "+9999999999y"
            })
    void whatIsNoMomentIsNone(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void aMomentWithoutAZoneIsInTheMachines() {
        assertThat(TimeStamp.parse("2012-11-23 12:00", NOW, ZoneId.of("Europe/Berlin")))
                .contains(Instant.parse("2012-11-23T11:00:00Z"));
    }

    static final class Moments implements Consumer<String> {
        @Override
        public void accept(String text) {
            TimeStamp.parse(text, Instant.EPOCH, ZoneOffset.UTC);
        }
    }

    @Test
    void aTextIsReadOnce() {
        for (String part : List.of(" ", "a", "1", "1-", ":", "@", "+1h", "T", " ago")) {
            assertThat(Cost.fault(Moments.class, part::repeat, SIZE)).isEmpty();
        }
    }
}
