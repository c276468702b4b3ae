package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotifySocketTest {
    private static Map<String, String> fields(String message) {
        return NotifySocket.fields(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachLineIsAFieldAndValuesMayHaveAnything() {
        assertThat(fields("READY=1\nSTATUS=a=b c\nMAINPID=\n"))
                .containsExactly(
                        Map.entry("READY", "1"),
                        Map.entry("STATUS", "a=b c"),
                        Map.entry("MAINPID", ""));
    }

    @Test
    void theLastOfTwoWins() {
        assertThat(fields("STATUS=a\nSTATUS=b")).containsExactly(Map.entry("STATUS", "b"));
    }

    @Test
    void linesThatAreNoFieldsArePassedOver() {
        assertThat(fields("")).isEmpty();
        assertThat(fields("READY\n=1\n\n")).isEmpty();
    }

    @Test
    void aMessageHasAtMostSixtyFourFields() {
        var message = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            message.append("F").append(i).append("=x\n");
        }

        assertThat(fields(message.toString())).hasSize(64).containsKey("F63");
    }
}
