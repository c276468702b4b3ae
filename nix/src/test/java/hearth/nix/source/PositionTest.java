package hearth.nix.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PositionTest {
    @Test
    void theCaretStandsBelowThePlaceWhateverIsBeforeIt() {
        Source source = Source.ofText("a.nix", "x\n\té = 1;", "/");
        Position position = new Position(source, source.text().indexOf('='));

        assertThat(position).hasToString("a.nix:2:5");
        assertThat(position.excerpt()).isEqualTo("    2 | \té = 1;\n      | \t  ^\n");
    }

    @Test
    void ofALongLineOnlyItsSurroundingsAreShown() {
        Source source =
                Source.ofText("a.nix", "x".repeat(100_000) + "y" + "z".repeat(100_000), "/");

        List<String> lines = new Position(source, 100_000).excerpt().lines().toList();

        assertThat(lines.get(0)).hasSizeLessThan(200);
        assertThat(lines.get(0).charAt(lines.get(1).indexOf('^'))).isEqualTo('y');
    }

    @Test
    void theEndOfATextIsAPlace() {
        Source source = Source.ofText("a.nix", "x\n", "/");

        assertThat(new Position(source, 2)).hasToString("a.nix:2:1");
        assertThat(new Position(source, 2).excerpt()).isEqualTo("    2 | \n      | ^\n");
    }
}
