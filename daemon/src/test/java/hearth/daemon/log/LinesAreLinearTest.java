package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Cost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a service writes costs what it is long, in whatever pieces it comes. */
class LinesAreLinearTest {
    private static final int SIZE = 2_000;

    static final class Splitting implements Consumer<String> {
        @Override
        public void accept(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Consumer<String> nothing = line -> {};
            LineSplitter whole =
                    new LineSplitter(6, true, (priority, line) -> nothing.accept(line));
            whole.feed(bytes, bytes.length);
            whole.finish();
            LineSplitter pieces =
                    new LineSplitter(6, true, (priority, line) -> nothing.accept(line));
            for (byte b : bytes) {
                pieces.feed(new byte[] {b}, 1);
            }
            pieces.finish();
        }
    }

    static final class FileLines implements Consumer<String> {
        @Override
        public void accept(String text) {
            LogLine.ofFileLine("1 2 3 a.service b " + text).ifPresent(LogLine::toFileLine);
            LogLine.ofFileLine(text);
        }
    }

    @Test
    void linesAreReadOnce() {
        for (String part : List.of("a", "\n", "\0", "<3>", "<3>a\n", " ", "é", "1 ")) {
            assertThat(Cost.fault(Splitting.class, part::repeat, SIZE)).as(part).isEmpty();
            assertThat(Cost.fault(FileLines.class, part::repeat, SIZE)).as(part).isEmpty();
        }
    }
}
