package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

class CommandTreeTest {
    @ParameterizedTest
    @CsvSource({
        "status, status",
        "-u alice status x, status",
        "--user alice -u bob list, list",
        "--user=alice list, ''",
        "--help, --help",
        "-u, ''",
        "'', ''",
    })
    void theCommandThatIsTypedIsTheFirstWordBehindTheUser(String typed, String word) {
        String[] arguments = typed.isEmpty() ? new String[0] : typed.split(" ", -1);

        assertThat(CommandTree.word(arguments)).isEqualTo(word);
    }

    @Test
    void aCommandAloneIsWhatItIsAmongAll() {
        CommandSpec whole = CommandTree.spec("1", "");

        whole.subcommands()
                .forEach((name, command) -> {
                    CommandSpec alone = CommandTree.spec("1", name);
                    assertThat(alone.subcommands()).containsOnlyKeys(name);
                    assertThat(alone.subcommands().values())
                            .extracting(it -> it.getUsageMessage())
                            .containsExactly(command.getUsageMessage());
                });
    }

    @Test
    void aWordThatIsNoCommandMeansAll() {
        assertThat(CommandTree.spec("1", "lst").subcommands())
                .containsKeys("status", "list", "run", "nix", "version");
    }
}
