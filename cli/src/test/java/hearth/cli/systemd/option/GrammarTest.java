package hearth.cli.systemd.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.cli.command.CommandFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
    private static final Grammar GRAMMAR =
            Grammar.of("tool", "all,a type,t= lines,n=? no-pager no-legend property,p=");

    @Test
    void optionsAndWordsStandInAnyOrder() throws CommandFailure {
        Arguments read = GRAMMAR.read(List.of("list", "-a", "x", "--type=service", "y"));

        assertThat(read.words()).containsExactly("list", "x", "y");
        assertThat(read.has("all")).isTrue();
        assertThat(read.value("type")).contains("service");
    }

    @Test
    void aValueMayBeTheNextWordAndTheLastOneCounts() throws CommandFailure {
        Arguments read = GRAMMAR.read(List.of("--type", "timer", "-t", "socket", "-tservice"));

        assertThat(read.value("type")).contains("service");
        assertThat(read.values("type")).containsExactly("timer", "socket", "service");
        assertThat(read.words()).isEmpty();
    }

    @Test
    void whatMayBeLeftOutIsNotTheNextWord() throws CommandFailure {
        Arguments read = GRAMMAR.read(List.of("-n", "5", "--lines", "6", "-n7"));

        assertThat(read.words()).containsExactly("5", "6");
        assertThat(read.values("lines")).containsExactly("7");
    }

    @Test
    void lettersStandTogetherAndTheLastOneMayTakeAValue() throws CommandFailure {
        Arguments read = GRAMMAR.read(List.of("-apName"));

        assertThat(read.has("all")).isTrue();
        assertThat(read.value("property")).contains("Name");
    }

    @Test
    void nothingIsAnOptionBehindTwoDashes() throws CommandFailure {
        assertThat(GRAMMAR.read(List.of("--", "-a", "-.mount")).words())
                .containsExactly("-a", "-.mount");
    }

    @Test
    void aDashAloneIsAWord() throws CommandFailure {
        assertThat(GRAMMAR.read(List.of("-")).words()).containsExactly("-");
    }

    @Test
    void theFirstWordMayBeginAnotherLine() throws CommandFailure {
        Arguments read = GRAMMAR.stoppingAtWord().read(List.of("-a", "ls", "-t", "--all"));

        assertThat(read.words()).containsExactly("ls", "-t", "--all");
        assertThat(read.given()).hasSize(1);
    }

    @Test
    void aNameMayBeCutShortWhereItLeavesOne() throws CommandFailure {
        assertThat(GRAMMAR.read(List.of("--ty=x", "--no-p")).has("no-pager")).isTrue();
    }

    @Test
    void commasSeparateWords() throws CommandFailure {
        assertThat(GRAMMAR.read(List.of("-p", "A,B", "-pC")).list("property"))
                .containsExactly("A", "B", "C");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--bogus | tool: unrecognized option '--bogus'",
                "-Z | tool: invalid option -- 'Z'",
                "--type | tool: option '--type' requires an argument",
                "-t | tool: option requires an argument -- 't'",
                "--all=1 | tool: option '--all' doesn't allow an argument",
                "--no | tool: option '--no' is ambiguous; possibilities: '--no-pager' '--no-legend'",
            })
    void mistakesAreSaidAsGetoptSaysThem(String typed, String message) {
        assertThatThrownBy(() -> GRAMMAR.read(List.of(typed)))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(message);
    }
}
