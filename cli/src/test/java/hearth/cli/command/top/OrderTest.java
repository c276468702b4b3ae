package hearth.cli.command.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
    @ParameterizedTest
    @CsvSource({
        "c, cpu, b a c z",
        "m, memory, a c b z",
        "t, tasks, c b a z",
        "r, restarts, a b c z",
        "n, name, a b c z",
    })
    void theLargestFigureComesFirstAndAnUnknownOneLast(char key, String word, String names) {
        List<Usage> units =
                List.of(
                        Units.unknown("alice", "z"),
                        Units.usage("c", 0, 20, 9, 0),
                        Units.usage("b", 7.5, 0, 8, 0),
                        Units.usage("a", 2, 30, 0, 0));

        Order order = Order.ofKey(key).orElseThrow();

        assertThat(Order.of(word)).hasValue(order);
        Stream<String> sorted =
                units.stream().sorted(order.comparator()).map(it -> it.reading().unit().unit());
        assertThat(sorted).containsExactly(names.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({"x, x", "q, ''", "C, CPU"})
    void otherKeysAndWordsMeanNoOrder(char key, String word) {
        assertThat(Order.ofKey(key)).isEmpty();
        assertThat(Order.of(word)).isEmpty();
    }
}
