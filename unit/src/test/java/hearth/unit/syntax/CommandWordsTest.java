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
        assertThat(expanded("p", "x$ONE", "$ONE-")).containsExactly("p", "x$ONE", "$ONE-");
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
    void theProgramsNameIsNotExpandedAsAWhole() {
        assertThat(expanded("$TWO", "$TWO")).containsExactly("$TWO", "two", "two");
    }
}
