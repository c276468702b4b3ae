package hearth.unit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and times of systemd.time(7), and what systemd-analyze 252 says. */
class CalendarSpecTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static CalendarSpec spec(String text) {
        return switch (CalendarSpec.parse(text)) {
            case CalendarSpec.Parse.Parsed(CalendarSpec spec) -> spec;
            case CalendarSpec.Parse.Refused(String message) -> throw new AssertionError(message);
        };
    }

    private static Optional<Instant> next(String text, String after, ZoneId local) {
        return spec(text).nextAfter(Instant.parse(after), local);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Sat,Thu,Mon..Wed,Sat..Sun     | Mon..Thu,Sat,Sun *-*-* 00:00:00
                    Mon,Sun 12-*-* 2,1:23         | Mon,Sun 2012-*-* 01,02:23:00
                    Wed *-1                       | Wed *-*-01 00:00:00
                    Wed..Wed,Wed *-1              | Wed *-*-01 00:00:00
                    Wed, 17:48                    | Wed *-*-* 17:48:00
                    Wed..Sat,Tue 12-10-15 1:2:3   | Tue..Sat 2012-10-15 01:02:03
                    10-15                         | *-10-15 00:00:00
                    monday *-12-* 17:00           | Mon *-12-* 17:00:00
                    12,14,13,12:20,10,30          | *-*-* 12,13,14:10,20,30:00
                    mon,fri *-1/2-1,3 *:30:45     | Mon,Fri *-01/2-01,03 *:30:45
                    05:40:23.4200004/3.1700005    | *-*-* 05:40:23.420000/3.170001
                    2003-02..04-05                | 2003-02..04-05 00:00:00
                    2003-03-05 05:40 UTC          | 2003-03-05 05:40:00 UTC
                    weekly Pacific/Auckland       | Mon *-*-* 00:00:00 Pacific/Auckland
                    *:2/3                         | *-*-* *:02/3:00
                    Mon *-05~07/1                 | Mon *-05~07/1 00:00:00
                    *-*-10..17/6                  | *-*-10..16/6 00:00:00
                    *-*-6..8/9,25                 | *-*-06,25 00:00:00
                    70-1-1                        | 1970-01-01 00:00:00
                    @1395716396                   | 2014-03-25 02:59:56 UTC
                    BI-annually                   | *-01,07-01 00:00:00
                    minutely                      | *-*-* *:*:00
                    """)
    void expressionsAreWrittenInFull(String text, String full) {
        assertThat(spec(text).format()).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "121212:1:2",
                "2000-03-05.23 00:00:00",
                "2000-03-05 00:00.1:00",
                "00:00:00/0.00000001",
                "00:00:00.0..00.9",
                "2016~11-22",
                "*-*~5/5",
                "*-*~31",
                "Monday.. 12:00",
                "Monday..",
                "Mon,Foo",
                "Sun..Mon",
                "12-",
                "*-*/5",
                "*:*:53..53",
                "25:00",
                "12:60",
                "*-13-01",
                "*-00-01",
                "1969-01-01",
                "2200-01-01",
                "daily Nowhere",
                "*-*-1,",
                "*-*-1/0",
                "*-*-3..1",
                "-- -",
                "12:00:00:00",
                "@",
                "@1 2"
            })
    void whatIsNoExpressionIsRefused(String text) {
        assertThat(CalendarSpec.parse(text)).isInstanceOf(CalendarSpec.Parse.Refused.class);
    }

    @Test
    void aRefusalSaysWhatIsWrong() {
        assertThat(CalendarSpec.parse("Mon 25:00"))
                .isEqualTo(
                        new CalendarSpec.Parse.Refused(
                                "\"Mon 25:00\" is no calendar expression: there is no such hour"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2016-03-27 03:17:00               | 2016-01-01T00:00:00Z    | 2016-03-27T01:17:00Z
                    Mon *-*-* 05:00                   | 2026-11-30T03:59:59Z    | 2026-11-30T04:00:00Z
                    Mon *-*-* 05:00                   | 2026-11-30T04:00:00Z    | 2026-12-07T04:00:00Z
                    *-02-29                           | 2026-11-30T00:00:00Z    | 2028-02-28T23:00:00Z
                    *-*~1 12:00                       | 2028-02-01T00:00:00Z    | 2028-02-29T11:00:00Z
                    Mon *-05~07/1                     | 2026-11-30T00:00:00Z    | 2027-05-30T22:00:00Z
                    *:*:0.5/1.25                      | 2026-10-25T00:10:00Z    | 2026-10-25T00:10:00.5Z
                    daily America/New_York            | 2026-10-25T00:10:00Z    | 2026-10-25T04:00:00Z
                    """)
    void theNextTimeIsAfterAnother(String text, Instant after, Instant next) {
        assertThat(spec(text).nextAfter(after, BERLIN)).contains(next);
    }

    @Test
    void whatNeverComesIsNever() {
        assertThat(next("2020-01-01", "2026-01-01T00:00:00Z", BERLIN)).isEmpty();
        assertThat(next("*-02-30", "2026-01-01T00:00:00Z", BERLIN)).isEmpty();
        assertThat(next("Mon *-02-30", "2026-01-01T00:00:00Z", ZoneOffset.UTC)).isEmpty();
    }

    @Test
    void aTimeThatClocksLeaveOutIsPassedOver() {
        assertThat(next("*-*-* 02:30", "2026-03-28T20:00:00Z", BERLIN))
                .contains(Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void anHourThatComesTwiceCountsOnce() {
        assertThat(next("*:0/30", "2026-10-25T00:00:00Z", BERLIN))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(next("*:0/30", "2026-10-25T00:30:00Z", BERLIN))
                .contains(Instant.parse("2026-10-25T02:00:00Z"));
        assertThat(next("*:0/30", "2026-10-25T01:10:00Z", BERLIN))
                .contains(Instant.parse("2026-10-25T01:30:00Z"));
    }
}
