package hearth.nix.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpellingTest {
    @Test
    void theNearestComeFirst() {
        assertThat(
                        Spelling.nearest(
                                "exeStart", List.of("ExecStop", "execStart", "exeStarts", "type")))
                .containsExactly("execStart", "exeStarts");
    }

    @Test
    void whatIsFarAwayIsNotOffered() {
        assertThat(Spelling.hint("alpha", List.of("omega"))).isEmpty();
        assertThat(Spelling.hint("x", List.of("y"))).isEmpty();
    }

    @Test
    void severalAreEnumerated() {
        assertThat(Spelling.hint("foo", List.of("fo", "food", "fob")))
                .isEqualTo("; did you mean fo, food or fob?");
    }
}
