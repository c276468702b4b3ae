package hearth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter out = new StringWriter();

    @Test
    void coloursAreForTerminals() {
        assertThat(screen(true).styled(Style.GOOD, "x")).isEqualTo("\033[32mx\033[0m");
        assertThat(screen(false).styled(Style.GOOD, "x")).isEqualTo("x");
    }

    @Test
    void writingGoesOnBehindJson() {
        Screen screen = screen(false);

        screen.json(json -> json.writeString("a\"b"));
        screen.line("after");

        assertThat(out).hasToString("\"a\\\"b\"\nafter\n");
    }

    private Screen screen(boolean isColoured) {
        return new Screen(
                new PrintWriter(out), new PrintWriter(new StringWriter()), isColoured, false);
    }
}
