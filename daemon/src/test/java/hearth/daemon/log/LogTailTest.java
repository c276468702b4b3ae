package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private final LogTail tail = new LogTail();
    private long nowUsec = 100;

    @Test
    void keepsTheLinesOfUnitsApart() {
        add("a.service", "one");
        add("b.service", "only");
        add("a.service", "two");

        assertThat(texts("a.service", 10)).containsExactly("one", "two");
        assertThat(texts("a.service", 1)).containsExactly("two");
        assertThat(texts("b.service", 10)).containsExactly("only");
        assertThat(texts("c.service", 10)).isEmpty();
    }

    @Test
    void aFloodOfOneUnitGivesUpTheOldestLinesFirst() {
        add("old.service", "x".repeat(100));
        IntStream.range(0, 50).forEach(_ -> add("new.service", "y".repeat(1_000)));

        assertThat(texts("old.service", 10)).isEmpty();
        assertThat(texts("new.service", 100))
                .hasSize(LogTail.CHARACTERS_MAX / (1_000 + LogTail.LINE_COST))
                .allSatisfy(text -> assertThat(text).startsWith("y"));
    }

    @Test
    void emptyLinesOfManyUnitsAreBoundedToo() {
        IntStream.range(0, 10_000).forEach(i -> add(i + ".service", ""));

        long kept =
                IntStream.range(0, 10_000).filter(i -> !texts(i + ".service", 1).isEmpty()).count();
        assertThat(kept).isEqualTo(LogTail.CHARACTERS_MAX / LogTail.LINE_COST);
    }

    @Test
    void whatIsOnDiskAndInMemoryIsToldOnce() {
        var earlier = new LogLine(50, 1, 6, "a.service", "test", "of an earlier manager");
        var both = new LogLine(nowUsec, 1, 6, "a.service", "test", "written meanwhile");
        tail.add(both);

        assertThat(tail.of("a.service", 10, List.of(earlier, both))).containsExactly(earlier, both);
    }

    private List<String> texts(String unit, int max) {
        return tail.of(unit, max, List.of()).stream().map(LogLine::text).toList();
    }

    private void add(String unit, String text) {
        tail.add(new LogLine(nowUsec++, 1, 6, unit, "test", text));
    }
}
