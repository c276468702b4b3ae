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

        assertThat(texts("a.service")).containsExactly("one", "two");
        assertThat(texts("b.service")).containsExactly("only");
        assertThat(texts("c.service")).isEmpty();
    }

    @Test
    void whatTheFileHasIsForgotten() {
        add("a.service", "one");
        long second = add("a.service", "two");
        add("a.service", "three");

        tail.written(second);

        assertThat(texts("a.service")).containsExactly("three");
    }

    @Test
    void numbersGoOnAfterAFlood() {
        long first = add("a.service", "z".repeat(1_000));
        IntStream.range(0, 50).forEach(_ -> add("a.service", "y".repeat(1_000)));
        tail.written(first);
        assertThat(texts("a.service")).isNotEmpty();

        tail.written(51);
        assertThat(tail.isEmpty()).isTrue();
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

    private List<String> texts(String unit) {
        return tail.of(unit).stream().map(LogLine::text).toList();
    }

    private long add(String unit, String text) {
        return tail.add(new LogLine(nowUsec++, 1, 6, unit, "test", text));
    }
}
