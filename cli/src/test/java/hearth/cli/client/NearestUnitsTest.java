package hearth.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestUnitsTest {
    private static final List<String> NAMES =
            List.of("hello.service", "hallo.timer", "web.service", "web-a.service");

    @ParameterizedTest
    @CsvSource({
        "helo.service, hello.service",
        "hello.timer, hello.service",
        "halo.service, hallo.timer",
        "we-a.service, web-a.service",
        "wbe-a.service, web-a.service",
    })
    void aTypingErrorIsNear(String typed, String meant) {
        assertThat(NearestUnits.of(NAMES, typed)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"nosuch.service", "wxy.service", "hello.service"})
    void anotherWordIsNotNear(String typed) {
        List<String> others = NAMES.stream().filter(name -> !name.startsWith("h")).toList();

        assertThat(NearestUnits.of(others, typed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kitten, sitten, 1",
        "kitten, sittin, 2",
        "kitten, sitting, 3",
        "abc, abc, 0",
        "'', ab, 2"
    })
    void lettersThatDifferAreCounted(String a, String b, int distance) {
        assertThat(NearestUnits.distance(a, b, 5)).isEqualTo(distance);
        assertThat(NearestUnits.distance(b, a, 5)).isEqualTo(distance);
    }

    @Test
    void whatIsFartherThanAskedForIsNotCounted() {
        assertThat(NearestUnits.distance("kitten", "sitting", 2)).isEqualTo(3);
        assertThat(NearestUnits.distance("abcdef", "fedcba", 2)).isEqualTo(3);
    }
}
