package hearth.cli;

import static hearth.cli.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;
    private Path own;

    @BeforeEach
    void sitDown() throws IOException {
        terminal = new Terminal(run);
        own = Files.createDirectories(run.resolve("c/systemd/user"));
        Path vendor = Files.createDirectories(run.resolve("v/systemd/user"));
        Files.writeString(vendor.resolve("default.target"), "[Unit]\n");
        terminal.manager.object(
                "/org/freedesktop/systemd1",
                Map.of(
                        "UnitPath",
                        new Value.Array(
                                "s", List.of(text(own.toString()), text(vendor.toString())))));
        files("disabled");
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void aUnitWithoutMistakesIsFine() throws IOException {
        write("[Service]\nExecStart=/bin/sh\n[Install]\nWantedBy=default.target\n");

        assertThat(lint()).isZero();

        assertThat(terminal.out).hasToString("");
        assertThat(terminal.err).hasToString("nothing is wrong with 1 units\n");
    }

    @Test
    void eachFindingHasItsPlaceWhyAndCure() throws IOException {
        Path file = write("[Service]\nExecStart=/bin/sh\nUser=bob\n");

        assertThat(lint()).isEqualTo(1);

        assertThat(terminal.out)
                .hasToString(
                        """
                        %s:3: 'User=' in a user's unit
                          why   a user's services run as that user, and cannot become another one
                          cure  remove the line; a service of another user's belongs among that user's units
                        """
                                .formatted(file));
    }

    @Test
    void aFileThatCannotBeReadIsNamedOnce() throws IOException {
        write("[Service]\nExecStart=/bin/sh\n[Install]\nWantedBy=default.target\n");
        Path dropIns = Files.createDirectory(own.resolve("a.service.d"));
        Path loop = Files.createSymbolicLink(dropIns.resolve("x.conf"), Path.of("x.conf"));

        assertThat(lint()).isEqualTo(1);

        assertThat(terminal.out.toString())
                .startsWith(loop + ": too many levels of symbolic links")
                .containsOnlyOnce("x.conf");
    }

    @Test
    void aTargetThatIsNotThereIsFound() throws IOException {
        Path file =
                write(
                        "[Service]\nExecStart=/bin/sh\n[Install]\nWantedBy=default.target x.target\n");

        assertThat(lint("a")).isEqualTo(1);

        assertThat(terminal.out.toString())
                .startsWith(file + ":4: 'WantedBy=' names x.target, which is not there\n");
    }

    @Test
    void whatTheManagerWouldSayIsFound() throws IOException {
        Path file = write("[Service]\nBogus=1\nExecStart=/no/such\nProtectClock=yes\n");

        assertThat(lint(file.toString())).isEqualTo(1);

        assertThat(terminal.out.toString())
                .contains(file + ":2: ")
                .contains(file + ":3: there is no program /no/such")
                .contains(file + ":4: 'ProtectClock=' is not enforced");
    }

    @Test
    void whatIsEnabledWithoutLingerIsFound() throws IOException {
        Path file = write("[Service]\nExecStart=/bin/sh\n[Install]\nWantedBy=default.target\n");
        files("enabled");

        assertThat(lint()).isEqualTo(1);
        terminal.users(true);
        assertThat(terminal.execute("lint")).isZero();

        assertThat(terminal.out.toString())
                .startsWith(file + ":4: it is enabled, and will not run after logout\n");
    }

    @Test
    void aDropInIsNamedWithItsLine() throws IOException {
        write("[Service]\nExecStart=/bin/sh\n");
        Path dropIn =
                Files.writeString(
                        Files.createDirectories(own.resolve("a.service.d")).resolve("x.conf"),
                        "[Service]\n\nGroup=x\n");

        assertThat(lint("--json")).isEqualTo(1);

        assertThat(terminal.out.toString())
                .startsWith(
                        "[{\"file\":\""
                                + dropIn
                                + "\",\"line\":3,\"finding\":\"'Group=' in a user's unit\"");
    }

    @Test
    void verifyTakesAFileFromAnywhere() throws IOException {
        Path file = Files.writeString(run.resolve("b.service"), "[Service]\nExecStart=bin/x\n");

        assertThat(terminal.execute("analyze", "verify", file.toString())).isEqualTo(1);
        assertThat(terminal.execute("analyze", "verify", run + "/none.service")).isEqualTo(4);

        assertThat(terminal.out.toString()).startsWith(file + ":2");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(own.resolve("a.service"), content);
    }

    private int lint(String... words) throws IOException {
        terminal.listen();
        String[] arguments = new String[words.length + 1];
        arguments[0] = "lint";
        System.arraycopy(words, 0, arguments, 1, words.length);
        return terminal.execute(arguments);
    }

    private void files(String state) {
        terminal.manager.on(
                "ListUnitFilesByPatterns",
                "a(ss)",
                body -> {
                    body.openArray().openStruct();
                    body.string(own + "/a.service").string(state).closeStruct().closeArray();
                });
    }
}
