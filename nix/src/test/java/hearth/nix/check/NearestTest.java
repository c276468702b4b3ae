package hearth.nix.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> WORDS =
            List.of("ExecStart", "ExecStop", "Restart", "Type", "WantedBy", "default.target");

    @ParameterizedTest
    @CsvSource({
        "execStart, ExecStart",
        "exestart, ExecStart",
        "ExceStart, ExecStart",
        "Restrat, Restart",
        "Tpye, Type",
        "WantedBy2, WantedBy",
        "defualt.target, default.target"
    })
    void aMistypedWordIsFound(String word, String meant) {
        assertThat(Nearest.of(word, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"Nice", "Environment", "multi-user.target", "x"})
    void anotherWordIsNot(String word) {
        assertThat(Nearest.of(word, WORDS)).isEmpty();
    }

    @Test
    void theNearestWins() {
        assertThat(Nearest.of("abcdefgh", List.of("abcdefxx", "abcdefgx"))).contains("abcdefgx");
    }

    @Test
    void aHintIsAQuestion() {
        assertThat(Nearest.hint("Tpye", WORDS)).isEqualTo("; did you mean \"Type\"?");
        assertThat(Nearest.hint("Nice", WORDS)).isEmpty();
    }
}
