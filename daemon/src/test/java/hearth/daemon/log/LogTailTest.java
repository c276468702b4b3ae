package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private final LogTail tail = new LogTail();

    @Test
    void keepsTheLastLinesOfEachUnit() {
        IntStream.range(0, LogTail.LINES_PER_UNIT + 5).forEach(i -> add("a.service", "line " + i));
        add("b.service", "only");

        assertThat(tail.of("a.service", 1_000)).hasSize(LogTail.LINES_PER_UNIT);
        assertThat(tail.of("a.service", 2))
                .extracting(LogLine::text)
                .containsExactly(
                        "line " + (LogTail.LINES_PER_UNIT + 3),
                        "line " + (LogTail.LINES_PER_UNIT + 4));
        assertThat(tail.of("b.service", 10)).hasSize(1);
        assertThat(tail.of("c.service", 10)).isEmpty();
    }

    @Test
    void aFloodOfOneUnitGivesUpTheOldestLinesFirst() {
        add("old.service", "x".repeat(100));
        IntStream.range(0, 50).forEach(_ -> add("new.service", "y".repeat(1_000)));

        assertThat(tail.of("old.service", 10)).isEmpty();
        assertThat(tail.of("new.service", 100))
                .hasSize(LogTail.CHARACTERS_MAX / (1_000 + LogTail.LINE_COST))
                .allSatisfy(line -> assertThat(line.text()).startsWith("y"));
    }

    @Test
    void emptyLinesOfManyUnitsAreBoundedToo() {
        IntStream.range(0, 10_000).forEach(i -> add(i + ".service", ""));

        long kept = IntStream.range(0, 10_000).filter(i -> isKept(i + ".service")).count();
        assertThat(kept).isEqualTo(LogTail.CHARACTERS_MAX / LogTail.LINE_COST);
    }

    private boolean isKept(String unit) {
        return !tail.of(unit, 1).isEmpty();
    }

    private void add(String unit, String text) {
        tail.add(new LogLine(1, 1, 6, unit, "test", text));
    }
}
