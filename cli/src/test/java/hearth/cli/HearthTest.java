package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line itself, and what it says where a daemon is missing or in the way. */
class HearthTest {
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
    void printsItsVersion() {
        assertThat(terminal.execute("--version")).isZero();

        assertThat(terminal.out.toString()).matches("hearth \\d+\\.\\d+\\.\\d+\\S*\n");
    }

    @Test
    void helpNamesEachOptionOnce() {
        assertThat(terminal.execute("logs", "--help")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        Usage: hearth logs [-fh] [--json] [-n=N] [-u=USER] UNIT
                        Show the last lines that a unit wrote.
                              UNIT          whose lines
                          -f, --follow      go on showing lines as they come
                          -h, --help        show this text
                              --json        answer in JSON, for programs
                          -n, --lines=N     how many lines (20)
                          -u, --user=USER   another user's services, as root
                        """);
    }

    @Test
    void anUnknownCommandIsAUsageError() {
        assertThat(terminal.execute("launch")).isEqualTo(2);
    }

    @Test
    void withoutAManagerItSaysHowToGetOne() {
        assertThat(terminal.execute("status")).isEqualTo(1);

        assertThat(terminal.err)
                .hasToString(
                        """
                        hearth: no service manager runs for alice
                          hearthd does not run here: have root start it, or run `hearthd --user` yourself
                        """);
    }

    @Test
    void aManagerWithoutRootIsFoundInItsOwnersDirectoryOnly() throws IOException {
        terminal.own.add(run.resolve("own"));
        terminal.manager.listen(run.resolve("own/systemd/private"));

        assertThat(terminal.execute(new Account(Accounts.own().uid(), "me"), "status", "hello"))
                .isZero();
        assertThat(terminal.execute(new Account(4_000_000_000L, "other"), "status", "hello"))
                .isEqualTo(1);
    }

    @Test
    void aSocketThatADeadManagerLeftIsNoManager() throws IOException {
        terminal.manager.listen(terminal.privateSocket());
        terminal.manager.close();

        assertThat(terminal.execute("status")).isEqualTo(1);

        assertThat(terminal.err.toString())
                .startsWith("hearth: the service manager of alice does not answer at " + run)
                .contains("Connection refused");
    }

    @Test
    void withHearthdButNoLoginItSaysSo() throws IOException {
        Files.createDirectory(run.resolve("hearth"));

        assertThat(terminal.execute("status")).isEqualTo(1);

        assertThat(terminal.err.toString())
                .contains("`hearth linger on alice` keeps it without one");
    }

    @Test
    void oneUserMayNotLookAtAnother() throws IOException {
        terminal.listen();

        assertThat(terminal.execute(new Account(2002, "bob"), "-u", "daemon", "status"))
                .isEqualTo(1);

        assertThat(terminal.err.toString())
                .startsWith("hearth: only root and daemon may look at daemon's services");
    }

    @Test
    void nothingIsSaidToASocketOfSomebodyElse() throws IOException {
        terminal.listen();
        terminal.principals =
                user ->
                        FileSystems.getDefault()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName("4000000");

        assertThat(terminal.execute("stop", "hello")).isEqualTo(1);

        assertThat(terminal.err.toString()).contains("it is a socket of ", ", not of 4000000");
        assertThat(terminal.manager.calls()).isEmpty();
    }

    @Test
    void aLinkInTheSocketsPlaceIsNotFollowed() throws IOException {
        Path elsewhere = run.resolve("user/2002/systemd/private");
        terminal.manager.listen(elsewhere);
        Files.createDirectories(terminal.privateSocket().resolveSibling("."));
        Files.createSymbolicLink(terminal.privateSocket(), elsewhere);

        assertThat(terminal.execute("stop", "hello")).isEqualTo(1);

        assertThat(terminal.err.toString()).contains("private is a link");
        assertThat(terminal.manager.calls()).isEmpty();
    }

    @Test
    void aLinkInTheDirectorysPlaceIsNotFollowed() throws IOException {
        terminal.manager.listen(run.resolve("user/2002/systemd/private"));
        Files.createDirectories(run.resolve("user/2001"));
        Files.createSymbolicLink(
                run.resolve("user/2001/systemd"), run.resolve("user/2002/systemd"));

        assertThat(terminal.execute("stop", "hello")).isEqualTo(1);

        assertThat(terminal.err.toString()).contains("systemd is a link");
        assertThat(terminal.manager.calls()).isEmpty();
    }

    @Test
    void whatIsWrongWithArgumentsIsSaidWithoutOrdersToTheTerminal() {
        assertThat(terminal.execute("status", "--\033[2Jx")).isEqualTo(2);

        assertThat(terminal.err.toString()).contains("--\\x1b[2Jx").doesNotContain("\033");
    }

    @Test
    void aDaemonThatHangsUpIsReported() throws IOException {
        terminal.manager.hangUpAt("LoadUnit");
        terminal.listen();

        assertThat(terminal.execute("status", "hello")).isEqualTo(1);

        assertThat(terminal.err.toString())
                .startsWith("hearth: cannot show hello: it ended the conversation\n")
                .contains("hearthd may be starting again");
    }
}
