package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.cli.connection.Conversation;
import hearth.cli.connection.Peer;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
    private static final Message CALL =
            Message.call("", DbusPath.ROOT, "org.freedesktop.systemd1.Manager", "Subscribe");

    @TempDir private Path run;

    private final FakeDaemon daemon = new FakeDaemon();
    private Conversation conversation;

    @BeforeEach
    void connect() throws IOException {
        daemon.on("Subscribe", Message::reply);
        daemon.listen(run.resolve("private"));
        conversation = Conversation.withPeer(run.resolve("private"), new Peer.OfRoot());
    }

    @AfterEach
    void hangUp() throws IOException {
        conversation.close();
        daemon.close();
    }

    @Test
    void withinItsLimitAConversationGoesOn() throws Exception {
        conversation.limit(Duration.ofMinutes(5));

        conversation.call(CALL).close();

        assertThat(daemon.calls()).containsExactly("Subscribe[]");
    }

    @Test
    void afterItsLimitAConversationIsOver() {
        conversation.limit(Duration.ZERO);

        assertThatThrownBy(() -> conversation.call(CALL))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("has taken more than");
        assertThatThrownBy(() -> conversation.nextSignal())
                .isInstanceOf(InterruptedIOException.class);
    }
}
