package hearth.unit.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandWordsTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("ONE", "one", "TWO", "two two", "QUOTED", "'a b' c", "EMPTY", "");

    private static List<String> expanded(String... argv) {
        return CommandWords.expand(List.of(argv), ENVIRONMENT).argv();
    }

    @Test
    void bracedVariablesStayOneWord() {
        assertThat(expanded("p", "${TWO}", "x${ONE}y")).containsExactly("p", "two two", "xoney");
        assertThat(expanded("p", "${EMPTY}")).containsExactly("p", "");
    }

    @Test
    void bareVariablesAreTakenApart() {
        assertThat(expanded("p", "$TWO", "$QUOTED", "$EMPTY"))
                .containsExactly("p", "two", "two", "a b", "c");
    }

    @Test
    void bareVariablesInsideAWordStay() {
        assertThat(expanded("p", "x$ONE", "x$")).containsExactly("p", "x$ONE", "x$");
    }

    @Test
    void whatBeginsWithADollarIsAVariableWhateverItIsCalled() {
        assertThat(expanded("p", "$ONE-", "$ONE/x", "$?", "$", "$1", "e"))
                .containsExactly("p", "e");
    }

    @Test
    void bracesAreReplacedWhateverStandsInThem() {
        assertThat(expanded("p", "${1}", "x${a b}", "${}")).containsExactly("p", "", "x", "");
        assertThat(expanded("p", "${ONE:-x}${ONE}", "${ONE", "$}", "x${"))
                .containsExactly("p", "${ONE:-x}one", "${ONE", "x${");
    }

    @Test
    void valuesLoseTheirBackslashesAndNeedNotCloseTheirQuotes() {
        Map<String, String> odd = Map.of("A", "a\\\\ b\\ c", "B", "x 'y z", "C", "x\\");
        assertThat(CommandWords.expand(List.of("p", "$A", "$B", "$C"), odd).argv())
                .containsExactly("p", "a\\", "b c", "x", "y z", "x");
    }

    @Test
    void twoDollarsAreOne() {
        assertThat(expanded("p", "$$ONE", "$${ONE}")).containsExactly("p", "$ONE", "${ONE}");
    }

    @Test
    void missingVariablesAreToldAndNothing() {
        CommandWords.Expansion expansion =
                CommandWords.expand(List.of("p", "$NONE", "${ALSO}"), ENVIRONMENT);

        assertThat(expansion.argv()).containsExactly("p", "");
        assertThat(expansion.missing()).containsExactlyInAnyOrder("NONE", "ALSO");
    }

    @Test
    void theProgramsNameIsReplacedToo() {
        assertThat(expanded("${ONE}", "x")).containsExactly("one", "x");
        assertThat(expanded("$TWO", "x")).containsExactly("two", "two", "x");
        assertThat(expanded("$NONE", "x")).containsExactly("x");
    }
}
