package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.page.Completions;
import hearth.cli.page.ManPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The manual page and what shells complete by. */
class PagesTest {
    private final CommandSpec root = new CommandLine(CommandTree.spec("1", "")).getCommandSpec();

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "st, status start stop",
        "status h, hello.service",
        "stop a, a\\x2db.mount",
        "-u root sta, status start",
        "logs -n 3 w, web.timer",
        "status --js, --json",
        "nix ch, check",
        "nix check --st, --strict",
        "is-active --qu, --quiet",
        "analyze cal, calendar",
        "start -u roo, root",
        "bogus h, ''",
    })
    void bashCompletesCommandsOptionsAndUnits(String typed, String offered)
            throws IOException, InterruptedException {
        assertThat(bash(typed)).containsAll(List.of(offered.split(" ", -1)));
    }

    @Test
    void bashIsOfferedNoHiddenCommand() throws IOException, InterruptedException {
        assertThat(bash("''")).contains("status", "version").doesNotContain("__units");
    }

    @Test
    void zshAndFishKnowEachCommandAndOption() {
        var completions = new Completions(root);

        assertThat(completions.zsh())
                .startsWith("#compdef hearth\n")
                .contains("'list:List the units", "'nix check')", "--strict[", "_hearth_units");
        assertThat(completions.fish())
                .contains(
                        "-a status -d ",
                        "-l json -d ",
                        "from nix; and __fish_seen_subcommand_from check");
    }

    @Test
    void aQuoteInADescriptionEndsNoQuote() {
        var completions = new Completions(root);

        assertThat(completions.zsh()).contains("[another user'\\''s services, as root]");
        assertThat(completions.fish()).contains("-d 'another user\\'s services, as root'");
    }

    @Test
    void theManualPageHasEachCommandWithItsOptions() {
        String page = new ManPage(root, "1").text();

        root.subcommands()
                .forEach((name, command) -> {
                    if (!command.getCommandSpec().usageMessage().hidden()) {
                        assertThat(page).contains(".SS \"hearth " + name.replace("-", "\\-"));
                    }
                });
        assertThat(page)
                .contains(".SS \"hearth nix check [OPTION...]")
                .contains("\\fB\\-n\\fR, \\fB\\-\\-lines\\fR \\fIN\\fR\nhow many lines (20)\n")
                .contains(".TP\n.B 3\nstatus, is\\-active: the unit does not run\n")
                .doesNotContain("__units");
    }

    @Test
    void noLineOfTheManualPageIsAnOrderByChance() {
        assertThat(new ManPage(root, "1").text().lines())
                .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
                .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|B|BR|BI|I|PP|nf|fi|\\\\\").*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hearth.conf.5", "hearthd.8", "pam_hearth.8"})
    void anOrderOfAManualPageIsNotPrinted(String page) throws IOException {
        assertThat(Files.readAllLines(Path.of("../dist/man", page)))
                .isNotEmpty()
                .noneMatch(line -> line.matches("[^.].*\\s\\.[A-Z]{1,2}(\\s.*)?"));
    }

    /** Returns what bash offers behind what is typed; units are what a function says. */
    private List<String> bash(String typed) throws IOException, InterruptedException {
        Path script =
                Files.writeString(directory.resolve("hearth.bash"), new Completions(root).bash());
        Path shell =
                Files.writeString(
                        directory.resolve("try"),
                        """
                        hearth() { printf '%%s\\n' hello.service 'a\\x2db.mount' web.timer; }
                        . %s
                        COMP_WORDS=(hearth %s)
                        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                        _hearth
                        printf '%%s\\n' "${COMPREPLY[@]}"
                        """
                                .formatted(script, typed));
        Process process =
                new ProcessBuilder("bash", shell.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said.lines().toList();
    }
}
