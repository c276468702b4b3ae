package hearth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter out = new StringWriter();

    @Test
    void coloursAreForTerminals() {
        screen(true).line(Line.of(Style.GOOD, "x").then("y"));
        screen(false).line(Line.of(Style.GOOD, "x").then("y"));

        assertThat(out).hasToString("\033[32mx\033[0my\nxy\n");
    }

    @Test
    void whatIsSaidGivesTheTerminalNoOrders() {
        screen(true).line(Line.of(Style.GOOD, "x\033[2J").then("\ry\n"));

        assertThat(out).hasToString("\033[32mx\\x1b[2J\033[0m\\x0dy\\x0a\n");
    }

    @Test
    void textKeepsItsLines() {
        screen(true).text("a\n\033[2Jb\n");

        assertThat(out).hasToString("a\n\\x1b[2Jb\n");
    }

    @Test
    void jsonStaysJsonAndGivesTheTerminalNoOrders() {
        screen(false).json(json -> json.writeString("a\033b\u009bc\u202e"));

        assertThat(out).hasToString("\"a\\u001Bb\\u009bc\\u202e\"\n");
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
