package hearth.unit.syntax;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.syntax.UnitFile.Directive;
import hearth.unit.syntax.UnitFile.Fault;
import hearth.unit.syntax.UnitFile.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnitFileTest {

    @Test
    void directivesKnowSectionLineAndColumn() {
        UnitFile file = UnitFile.parse("[Unit]\nDescription = x y \n\n[Service]\nType=simple\n");

        assertThat(file.problems()).isEmpty();
        assertThat(file.directives())
                .containsExactly(
                        new Directive("Unit", "Description", "x y", 2, 15),
                        new Directive("Service", "Type", "simple", 5, 6));
    }

    @Test
    void aBackslashJoinsLinesWithABlank() {
        assertThat(UnitFile.parse("[S]\nA=one \\\n  two\\\nthree\nB=1\n").directives())
                .containsExactly(
                        new Directive("S", "A", "one    two three", 2, 3),
                        new Directive("S", "B", "1", 5, 3));
    }

    @Test
    void twoBackslashesAtTheEndAreNoContinuation() {
        assertThat(UnitFile.parse("[S]\nA=x\\\\\nB=y\n").directives()).hasSize(2);
    }

    @Test
    void commentsBetweenContinuedLinesAreLeftOut() {
        assertThat(UnitFile.parse("[S]\nA=1 \\\n# no\n ; no\n2\n").directives())
                .containsExactly(new Directive("S", "A", "1  2", 2, 3));
    }

    @Test
    void aHashBehindAValueIsPartOfIt() {
        assertThat(UnitFile.parse("[S]\nA=1 # 2\n").directives().getFirst().value())
                .isEqualTo("1 # 2");
    }

    @Test
    void aByteOrderMarkIsNoText() {
        assertThat(UnitFile.parse("\ufeff[S]\nA=1\n").directives()).hasSize(1);
    }

    @Test
    void nulEndsALine() {
        assertThat(UnitFile.parse("[S]\0A=1\0B=2").directives()).hasSize(2);
    }

    @Test
    void aLineThatIsNotUtf8EndsTheReading() {
        UnitFile file = UnitFile.parse("[S]\nA=caf\u00e9\nB=2\n".getBytes(ISO_8859_1));

        assertThat(file.directives()).isEmpty();
        assertThat(file.problems())
                .containsExactly(
                        new Problem(2, Optional.of(Fault.ENCODING), "the line is not UTF-8"));
    }

    @Test
    void aCommentThatIsNotUtf8IsAComment() {
        UnitFile file = UnitFile.parse("[S]\nA=1 \\\n # caf\u00e9\n2\n".getBytes(ISO_8859_1));

        assertThat(file.problems()).isEmpty();
        assertThat(file.directives()).containsExactly(new Directive("S", "A", "1  2", 2, 3));
    }

    @Test
    void linesThatAreNoDirectivesAreToldAndIgnored() {
        UnitFile file = UnitFile.parse("A=1\n[S]\nfoo\n=bar\nB=2\n");

        assertThat(file.directives()).containsExactly(new Directive("S", "B", "2", 5, 3));
        assertThat(file.problems())
                .containsExactly(
                        new Problem(1, Optional.empty(), "the line stands in no section, ignored"),
                        new Problem(3, Optional.empty(), "no '=' in the line, ignored"),
                        new Problem(4, Optional.empty(), "no name before '=', ignored"));
    }

    @Test
    void anOpenSectionHeaderEndsTheReading() {
        UnitFile file = UnitFile.parse("[S]\nA=1\n[Broken\nB=2\n");

        assertThat(file.fault()).contains(Fault.SYNTAX);
        assertThat(file.directives()).hasSize(1);
    }

    @Test
    void onlyAFileWithoutAnyByteIsEmpty() {
        assertThat(UnitFile.parse("").isEmpty()).isTrue();
        assertThat(UnitFile.parse("\n").isEmpty()).isFalse();
    }

    @Test
    void limitsEndTheReading() {
        assertThat(UnitFile.parse(new byte[UnitFile.MAX_FILE_BYTES + 1]).fault())
                .contains(Fault.SIZE);
        assertThat(UnitFile.parse("[S]\nA=" + "x".repeat(UnitFile.MAX_LINE_BYTES)).fault())
                .contains(Fault.SIZE);
        UnitFile many = UnitFile.parse("[S]\n" + "A=1\n".repeat(UnitFile.MAX_DIRECTIVES + 1));
        assertThat(many.fault()).contains(Fault.SIZE);
        assertThat(many.directives()).hasSize(UnitFile.MAX_DIRECTIVES);
    }
}
