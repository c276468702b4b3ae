package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private final LogTail tail = new LogTail();

    @Test
    void keepsTheLinesOfUnitsApart() {
        add("a.service", "one");
        add("b.service", "only");
        add("a.service", "two");

        assertThat(texts("a.service")).containsExactly("one", "two");
        assertThat(texts("b.service")).containsExactly("only");
        assertThat(texts("c.service")).isEmpty();
    }

    @Test
    void aFloodOfOneUnitGivesUpTheOldestLinesFirst() {
        add("old.service", "x".repeat(100));
        IntStream.range(0, 50).forEach(_ -> add("new.service", "y".repeat(1_000)));

        assertThat(texts("old.service")).isEmpty();
        assertThat(texts("new.service"))
                .hasSize(LogTail.CHARACTERS_MAX / (1_000 + LogTail.LINE_COST))
                .allSatisfy(text -> assertThat(text).startsWith("y"));
    }

    @Test
    void emptyLinesOfManyUnitsAreBoundedToo() {
        IntStream.range(0, 10_000).forEach(i -> add(i + ".service", ""));

        long kept =
                IntStream.range(0, 10_000).filter(i -> !texts(i + ".service").isEmpty()).count();
        assertThat(kept).isEqualTo(LogTail.CHARACTERS_MAX / LogTail.LINE_COST);
    }

    @Test
    void aClearedOneHasRoomAgain() {
        IntStream.range(0, 50).forEach(_ -> add("new.service", "y".repeat(1_000)));
        tail.clear();
        add("a.service", "one");
        add("a.service", "z".repeat(LogTail.CHARACTERS_MAX - 200));

        assertThat(texts("a.service")).hasSize(2);
    }

    private List<String> texts(String unit) {
        return tail.of(unit).stream().map(LogLine::text).toList();
    }

    private void add(String unit, String text) {
        tail.add(new LogLine(1, 1, 6, unit, "test", text));
    }
}
