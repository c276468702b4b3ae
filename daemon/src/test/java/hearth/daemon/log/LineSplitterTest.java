package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter =
            new LineSplitter(6, true, (priority, text) -> lines.add(priority + " " + text));

    @Test
    void cutsAtLineEndsHoweverTheBytesArrive() {
        feed("one\ntw");
        feed("o\n\nthree");
        splitter.finish();

        assertThat(lines).containsExactly("6 one", "6 two", "6 three");
    }

    @Test
    void aPrefixSetsThePriority() {
        feed("<3>broken\n<9x\n<4>\n");

        assertThat(lines).containsExactly("3 broken", "6 <9x", "4 ");
    }

    @Test
    void aLineWithoutEndIsCutAndNothingOfItIsLost() {
        feed("x".repeat(LineSplitter.LINE_BYTES_MAX * 2 + 10));
        splitter.finish();

        assertThat(lines).hasSize(3);
        assertThat(lines.stream().mapToInt(line -> line.length() - 2).sum())
                .isEqualTo(LineSplitter.LINE_BYTES_MAX * 2 + 10);
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        splitter.feed(bytes, bytes.length);
    }
}
