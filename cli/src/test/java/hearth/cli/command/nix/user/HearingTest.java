package hearth.cli.command.nix.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process that its user may have taken over can do to root. */
class HearingTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void bothOutputsAndTheStatusAreTold() throws Exception {
        assertThat(hearing("cat; echo oops >&2; exit 3", LONG, LONG).of("in\n"))
                .isEqualTo(new AsUser.Result(3, "in\n", "oops\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec yes", "exec yes >&2"})
    void whoSaysTooMuchIsEnded(String endless) throws Exception {
        Hearing hearing = hearing(endless, LONG, LONG);
        assertThatThrownBy(() -> hearing.of(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 16 MiB");
        assertThat(hearing.process().waitFor()).isNotZero();
    }

    @Test
    void whoIsStoppedIsEnded() throws Exception {
        Hearing hearing = hearing("kill -STOP $$", LONG, Duration.ZERO);
        assertThatThrownBy(() -> hearing.of("x".repeat(1 << 20)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("somebody has stopped its process");
        assertThat(hearing.process().waitFor()).isNotZero();
    }

    @Test
    void whoTakesTooLongIsEnded() throws Exception {
        Hearing hearing = hearing("exec sleep 600", Duration.ZERO, LONG);
        assertThatThrownBy(() -> hearing.of(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has not ended within");
        assertThat(hearing.process().waitFor()).isNotZero();
    }

    /** Whether the JDK closes its end by itself depends on who reads just then. */
    @Test
    @Timeout(60)
    void outputThatOthersHoldIsNotWaitedFor() throws Exception {
        Hearing hearing = hearing("sleep 120 & echo $!", LONG, LONG);
        try {
            String sleeper = hearing.of("").output().strip();
            assertThat(ProcessHandle.of(Long.parseLong(sleeper)).orElseThrow().destroy()).isTrue();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("left others behind");
        }
    }

    private static Hearing hearing(String command, Duration limit, Duration stopLimit)
            throws IOException {
        return new Hearing(new ProcessBuilder("sh", "-c", command).start(), limit, stopLimit);
    }
}
