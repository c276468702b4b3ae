package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.stream.LineCutter;
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
            LineCutter.cut(bytes, bytes.length, true, (whole, start, end, _) -> end >= start);
        }
    }

    static final class FileLines implements Consumer<String> {
        @Override
        public void accept(String text) {
            byte[] bytes = ("1 2 3 a.service b " + text).getBytes(StandardCharsets.UTF_8);
            LogLine.ofFileLine(bytes, 0, bytes.length);
            LogLine.ofFileLine(bytes, 18, bytes.length);
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
