package hearth.nix.syntax;

import static hearth.nix.language.Programs.failure;
import static hearth.nix.language.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StringLiteralTest {
    @Test
    void escapesStandForTheirBytes() {
        assertThat(value("\"a\\n\\t\\r\\\\ \\\" \\${x} \\x\""))
                .isEqualTo("\"a\\n\\t\\r\\\\ \\\" \\${x} x\"");
    }

    @Test
    void aDoubledDollarInterpolatesNothing() {
        assertThat(value("\"$${x} $ $$\"")).isEqualTo("\"$\\${x} $ $$\"");
    }

    @Test
    void stringsNest() {
        assertThat(value("\"a${\"b${\"c\"}d\"}e\"")).isEqualTo("\"abcde\"");
    }

    @Test
    void lineEndsAreLineFeeds() {
        assertThat(value("\"a\r\nb\rc\"")).isEqualTo("\"a\\nb\\nc\"");
    }

    @Test
    void aStringIsItsBytes() {
        assertThat(value("builtins.stringLength \"é\"")).isEqualTo("2");
    }

    @Test
    void aNullByteIsRefused() {
        assertThat(failure("\"a\0b\"").message()).contains("null byte");
    }

    @Test
    void indentationThatAllLinesShareIsStripped() {
        assertThat(value("''\n    a\n      b\n\n    c\n  ''")).isEqualTo("\"a\\n  b\\n\\nc\\n\"");
    }

    @Test
    void anInterpolationCountsAsText() {
        assertThat(value("''\n    ${\"a\"}\n      b''")).isEqualTo("\"a\\n  b\"");
    }

    @Test
    void aTabIsNoIndentation() {
        assertThat(value("''\n\ta\n  b''")).isEqualTo("\"\\ta\\n  b\"");
    }

    @Test
    void indentedStringsHaveEscapesOfTheirOwn() {
        assertThat(value("''a '''b ''${c} ''\\n $${d} $''"))
                .isEqualTo("\"a ''b \\${c} \\n $\\${d} $\"");
    }

    @Test
    void blanksBeforeAnEscapeAreIndentationAndSoAreThoseBehindAnEscapedLineFeed() {
        assertThat(value("''\n  ''\\n a\n    b''")).isEqualTo("\"\\na\\n  b\"");
    }

    @Test
    void aLineOfBlanksBeforeTheEndIsDropped() {
        assertThat(value("''a\n   ''")).isEqualTo("\"a\\n\"");
    }

    @Test
    void anEmptyStringIsEmpty() {
        assertThat(value("[ \"\" '''' ''\n  '' ]")).isEqualTo("[ \"\" \"\" \"\" ]");
    }
}
