package hearth.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program itself, in a process of its own. */
class HearthdTest {
    private static final String MAIN = "hearth.daemon.Hearthd";

    private static List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Optional<String> modules = Optional.ofNullable(System.getProperty("jdk.module.path"));
        if (modules.isPresent()) {
            command.addAll(
                    List.of(
                            "--enable-native-access=hearth.linux",
                            "--module-path",
                            modules.get(),
                            "--module",
                            "hearth.daemon/" + MAIN));
        } else {
            command.addAll(
                    List.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "--class-path",
                            System.getProperty("java.class.path"),
                            MAIN));
        }
        return command;
    }

    @Test
    void aBrainThatCannotHearItsKeeperEndsAsOneThatIsToBeStartedAnew() throws Exception {
        // descriptor 3 is a pipe, from which no message can be received
        var shell = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 3<&0", "sh"));
        shell.addAll(command());
        Process brain = new ProcessBuilder(shell).redirectErrorStream(true).start();
        brain.getOutputStream().close();
        String said = new String(brain.getInputStream().readAllBytes(), UTF_8);

        assertThat(brain.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).contains("the keeper ");
        assertThat(brain.exitValue()).isEqualTo(1);
    }
}
