package hearth.cli.command.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTableTest {
    private static final Usage LONG =
            Units.usage("a-service-with-a-long-name.service", 1234.56, 1_072_693_248, 12, 3);

    @Test
    void withoutALimitAllColumnsAreShown() {
        assertThat(text(List.of(Units.usage("a.service", 1.25, 2_048, 3, 4)), false, 0))
                .isEqualTo(
                        """
                        UNIT        CPU%  MEMORY TASKS RESTARTS STATE
                        a.service    1.3    2.0K     3        4 active (running)
                        """);
    }

    @Test
    void whatIsNotKnownIsADash() {
        assertThat(text(List.of(Units.unknown("alice", "a.service")), false, 0))
                .isEqualTo(
                        """
                        UNIT        CPU%  MEMORY TASKS RESTARTS STATE
                        a.service      -       -     -        - failed
                        """);
    }

    @Test
    void fortyColumnsHaveANameProcessorTimeAndMemory() {
        assertThat(text(List.of(LONG), false, 40))
                .isEqualTo(
                        """
                        UNIT                        CPU%  MEMORY
                        a-service-with-a-long-na\u2026   1235 1023.0M
                        """);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 41, 50, 60, 61, 80, 120})
    void noLineIsWiderThanTheScreen(int width) {
        for (boolean hasUsers : new boolean[] {false, true}) {
            assertThat(text(List.of(LONG), hasUsers, width).lines())
                    .allMatch(line -> line.length() <= width)
                    .last()
                    .asString()
                    .contains("1235", "1023.0M");
        }
    }

    @Test
    void aNameGivesATerminalNoOrder() {
        assertThat(text(List.of(Units.unknown("a\rb", "a\033[2J.service")), true, 0))
                .contains("\\x1b[2J", "a\\x0db")
                .doesNotContain("\033", "\r");
    }

    private static String text(List<Usage> units, boolean hasUsers, int width) {
        UsageTable table = UsageTable.of(units, hasUsers, width);
        var text = new StringBuilder(table.head()).append('\n');
        units.forEach(unit -> text.append(table.line(unit)).append('\n'));
        return text.toString();
    }
}
