package hearth.cli;

import static hearth.cli.Terminal.ROOT;
import static hearth.cli.Terminal.process;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lingering and sessions, as the login manager tells them. */
class SessionCommandsTest {
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
    void lingerOnTellsTheLoginManager() throws IOException {
        terminal.bus.on("SetUserLinger", Message::reply);
        terminal.users(true);
        terminal.listen();

        assertThat(terminal.execute("linger", "on")).isZero();

        assertThat(terminal.bus.calls()).contains("SetUserLinger[2001, true, true]");
        assertThat(terminal.out)
                .hasToString("alice lingers: services run from boot on, without a login\n");
    }

    @Test
    void whoMayNotLingerIsToldWhomToAsk() throws IOException {
        terminal.bus.refuse(
                "SetUserLinger",
                ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                "Interactive authentication required.");
        terminal.listen();

        assertThat(terminal.execute("linger", "on")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString(
                        """
                        hearth: cannot let alice's services linger: interactive authentication required.
                          ask root to do it
                        """);
    }

    @Test
    void sessionsAreListed() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("sessions")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        SESSION  USER   STATE   SEAT   TERMINAL  FROM      SINCE
                        c1       alice  online  seat0  pts/0     10.0.0.1  5min ago
                        """);
    }

    @Test
    void aStuckSessionIsShownWithWhatKeepsIt() throws IOException {
        terminal.sessions("closing");
        terminal.bus.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    process(body, 55, "screen");
                    body.closeArray();
                });
        terminal.listen();

        assertThat(terminal.execute("sessions", "--stuck")).isZero();

        assertThat(terminal.out.toString())
                .startsWith(
                        "session c1 of alice is over, but processes of it go on:\n  55 screen\n");
        assertThat(terminal.bus.calls()).contains("GetUnitProcesses[session-c1.scope]");
    }

    @Test
    void rootSeesEverybody() throws IOException {
        terminal.bus.listen(terminal.busSocket());

        assertThat(terminal.execute(ROOT, "status")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        USER   UID   STATE   LINGER  SESSIONS
                        alice  2001  online  no      c1
                        """);
    }
}
