package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.command.Account;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another user's files, which root leaves to that user. */
class ByOwnerTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    @BeforeEach
    void sitDown() throws IOException {
        terminal = new Terminal(run);
        terminal.listen();
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @ParameterizedTest
    @CsvSource({
        "cat hello web-*, daemon: cat -- hello web-*",
        "cat --json hello, daemon: cat --json -- hello",
        "lint, daemon: lint --",
        "lint hello, daemon: lint -- hello",
        "lint --json /a/b.service, daemon: lint --json -- /a/b.service",
        "analyze verify --json /a/b.service, daemon: lint --json -- /a/b.service",
    })
    void rootHasTheirOwnerReadThem(String typed, String delegated) {
        assertThat(terminal.execute(Terminal.ROOT, ("-u daemon " + typed).split(" "))).isEqualTo(3);

        assertThat(terminal.delegated).containsExactly(delegated);
        assertThat(terminal.out).hasToString("what it says\n");
        assertThat(terminal.err).hasToString("what it notes\n");
        assertThat(terminal.manager.calls()).isEmpty();
    }

    @Test
    void aFileIsFoundWhereItWasTyped() {
        terminal.execute(Terminal.ROOT, "-u", "daemon", "lint", "./x.service");

        assertThat(terminal.delegated)
                .containsExactly(
                        "daemon: lint -- " + Path.of("./x.service").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat hello", "lint"})
    void nobodyElseMayAsk(String typed) {
        var bob = new Account(2002, "bob");

        assertThat(terminal.execute(bob, ("-u daemon " + typed).split(" "))).isEqualTo(1);

        assertThat(terminal.delegated).isEmpty();
        assertThat(terminal.err.toString()).contains("only root and daemon may look at");
    }
}
