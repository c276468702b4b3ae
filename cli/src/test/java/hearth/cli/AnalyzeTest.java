package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts mean; no daemon is asked. */
class AnalyzeTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void aCalendarExpressionIsShownWithItsNextTimes() {
        assertThat(
                        terminal.execute(
                                "analyze", "calendar", "--iterations=2", "weekly", "2020-01-01"))
                .isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                          Original form: weekly
                        Normalized form: Mon *-*-* 00:00:00
                            Next elapse: Mon 2026-11-23 00:00:00 Z
                               From now: 23h left
                               Iter. #2: Mon 2026-11-30 00:00:00 Z
                               From now: 1 week 0 days left

                          Original form: 2020-01-01
                        Normalized form: 2020-01-01 00:00:00
                            Next elapse: never
                        """);
    }

    @Test
    void aTimeSpanIsShownInMicroseconds() {
        assertThat(terminal.execute("analyze", "timespan", "300s", "1year 0.000001s")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        Original: 300s
                              μs: 300000000
                           Human: 5min

                        Original: 1year 0.000001s
                              μs: 31557600000001
                           Human: 1y 1us
                        """);
    }

    @Test
    void aMomentIsShownInSecondsOfTheEpoch() {
        assertThat(terminal.execute("analyze", "timestamp", "5min ago")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                          Original form: 5min ago
                        Normalized form: Sun 2026-11-22 00:02:00 Z
                           UNIX seconds: @1795305720
                               From now: 5min ago
                        """);
    }

    @ParameterizedTest
    @CsvSource({"calendar", "timespan", "timestamp"})
    void whatMeansNothingIsAFailure(String kind) {
        assertThat(terminal.execute("analyze", kind, "blah")).isEqualTo(1);

        assertThat(terminal.err.toString()).startsWith("hearth: \"blah\" is no ");
    }

    @Test
    void meaningsInJsonAreNumbers() {
        assertThat(terminal.execute("analyze", "timespan", "--json", "1s")).isZero();

        assertThat(terminal.out)
                .hasToString("[{\"original\":\"1s\",\"normalized\":\"1s\",\"usec\":[1000000]}]\n");
    }
}
