package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program under the name loginctl. */
class LoginctlTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
        terminal.bus.on("GetSession", "o", body -> body.objectPath(DbusPath.of("/session/c1")));
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void sessionsAreListedWithNumbersAtTheRight() throws IOException {
        terminal.listen();

        assertThat(terminal.as("loginctl")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        SESSION  UID USER  SEAT  TTY
                             c1 2001 alice seat0 pts/0

                        1 sessions listed.
                        """);
    }

    @Test
    void usersSayWhetherTheyLinger() throws IOException {
        terminal.users(true);
        terminal.listen();

        assertThat(terminal.as("loginctl", "list-users")).isZero();
        assertThat(terminal.as("loginctl", "list-users", "-o", "json")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                         UID USER  LINGER
                        2001 alice yes

                        1 users listed.
                        [{"uid":2001,"user":"alice","linger":true}]
                        """);
    }

    @Test
    void showPrintsNamesOfWhatHasAnObject() throws IOException {
        terminal.listen();

        assertThat(terminal.as("loginctl", "show-session", "c1", "-p", "Seat", "--value")).isZero();

        assertThat(terminal.out).hasToString("seat0\n");
    }

    @Test
    void withoutAWordLingeringIsTheCallers() throws IOException {
        terminal.bus.on("SetUserLinger", Message::reply);
        terminal.listen();

        assertThat(terminal.as("loginctl", "disable-linger")).isZero();

        assertThat(terminal.bus.calls()).contains("SetUserLinger[4294967295, false, true]");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        terminal.bus.refuse("GetSession", ErrorName.NO_SUCH_SESSION, "No session 'x' known");
        terminal.listen();

        assertThat(terminal.as("loginctl", "session-status", "x")).isEqualTo(1);

        assertThat(terminal.err).hasToString("Failed to get session path: No session 'x' known\n");
    }

    @ParameterizedTest
    @CsvSource({
        "bogus, Unknown command verb bogus.",
        "kill-session, Too few arguments.",
        "kill-user x -s BOGUS, Failed to parse signal string \"BOGUS\".",
        "list-users x, Too many arguments.",
        "flush-devices, loginctl: flush-devices is not supported here: seats have no devices",
    })
    void whatMakesNoSenseEndsWith1(String typed, String message) throws IOException {
        terminal.listen();

        assertThat(terminal.as("loginctl", typed.split(" ", -1))).isEqualTo(1);
        assertThat(terminal.err).hasToString(message + "\n");
    }
}
