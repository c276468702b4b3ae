package hearth.cli.systemd.text;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.text.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitWordsTest {
    private final StringWriter said = new StringWriter();
    private final Screen screen =
            new Screen(new PrintWriter(said), new PrintWriter(said, true), false, false);

    @ParameterizedTest
    @CsvSource({
        "hello, hello.service",
        "hello.timer, hello.timer",
        "many@a, many@a.service",
        "/dev/sda-1, dev-sda\\x2d1.device",
        "/mnt/a//b/, mnt-a-b.mount",
        "/, -.mount",
        "web-*, web-*",
    })
    void aWordMeansAUnit(String word, String unit) {
        assertThat(UnitWords.mangled(word, ".service", screen)).isEqualTo(unit);
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void whatNoNameCanHaveIsEscapedAndSaid() {
        assertThat(UnitWords.mangled("a b", ".service", screen)).isEqualTo("a\\x20b.service");
        assertThat(said)
                .hasToString(
                        "Invalid unit name \"a b\" escaped as \"a\\x20b\" (maybe you should use"
                                + " systemd-escape?).\n");
    }

    @Test
    void whereNamesAloneCountAPatternIsEscaped() {
        assertThat(UnitWords.exact("a*", ".service", "to check", screen))
                .isEqualTo("a\\x2a.service");
        assertThat(said.toString())
                .startsWith("Glob pattern passed to check, but globs are not supported for this.");
    }
}
