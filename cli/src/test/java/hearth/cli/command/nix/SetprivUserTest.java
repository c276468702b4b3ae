package hearth.cli.command.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process that its user may have taken over can tell root. */
class SetprivUserTest {
    @Test
    void bothOutputsAndTheStatusAreTold() throws Exception {
        assertThat(SetprivUser.await(shell("cat; echo oops >&2; exit 3"), "in\n"))
                .isEqualTo(new AsUser.Result(3, "in\n", "oops\n"));
    }

    @Test
    void whatATerminalWouldTakeForOrdersIsNotPassedOn() throws Exception {
        assertThat(SetprivUser.await(shell("printf 'a\\033[2Jb\\tc\\n'"), "").output())
                .isEqualTo("a?[2Jb\tc\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec yes", "exec yes >&2"})
    void whoSaysTooMuchIsEnded(String endless) throws Exception {
        Process process = shell(endless);
        assertThatThrownBy(() -> SetprivUser.await(process, ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 16 MiB");
        assertThat(process.waitFor()).isNotZero();
    }

    private static Process shell(String command) throws IOException {
        return new ProcessBuilder("sh", "-c", command).start();
    }
}
