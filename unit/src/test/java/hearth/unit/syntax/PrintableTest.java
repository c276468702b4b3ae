package hearth.unit.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @Test
    void ordinaryTextStays() {
        String text = "Grüße, 世界\t👩‍🚀 می‌خواهم a\\b \\x1b";

        assertThat(Printable.line(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1b, \\x1b", // ESC
        "07, \\x07", // BEL
        "0d, \\x0d", // a carriage return writes over the line
        "0a, \\x0a",
        "08, \\x08",
        "7f, \\x7f",
        "9b, \\xc2\\x9b", // CSI in one character
        "85, \\xc2\\x85", // NEL
        "202e, \\xe2\\x80\\xae", // right to left from here
        "2066, \\xe2\\x81\\xa6",
        "2028, \\xe2\\x80\\xa8",
        "feff, \\xef\\xbb\\xbf",
        "e0041, \\xf3\\xa0\\x81\\x81" // a letter that nobody sees
    })
    void whatATerminalWouldObeyIsSpelledOut(String point, String spelled) {
        String text = "a" + Character.toString(Integer.parseInt(point, 16)) + "b";

        assertThat(Printable.line(text)).isEqualTo("a" + spelled + "b");
    }

    @Test
    void linesStayLines() {
        assertThat(Printable.lines("a\nb\rc\n")).isEqualTo("a\nb\\x0dc\n");
    }

    @Test
    void jsonStaysTheSameValue() {
        assertThat(Printable.json("\"a\u009bb\u202ec\udb40\udc41\u007f\""))
                .isEqualTo("\"a\\u009bb\\u202ec\\udb40\\udc41\\u007f\"");
    }
}
