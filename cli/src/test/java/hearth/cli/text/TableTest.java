package hearth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        var out = new StringWriter();
        var table = new Table("A", "B");
        table.add("long cell", "x");
        table.add("s", "");

        table.write(new Screen(new PrintWriter(out), new PrintWriter(out), false, false));

        assertThat(out).hasToString("A          B\nlong cell  x\ns\n");
    }

    @Test
    void onANarrowScreenTheWidestColumnGivesWay() {
        var out = new StringWriter();
        var table = new Table("UNIT", "STATE", "DESCRIPTION");
        table.add("hello.service", "active (running)", "says hello to everybody who listens");

        table.write(new Screen(new PrintWriter(out), new PrintWriter(out), false, false, () -> 40));

        assertThat(out)
                .hasToString(
                        """
                        UNIT          STATE         DESCRIPTION
                        hello.servi…  active (run…  says hello …
                        """);
    }

    @Test
    void aScreenThatIsTooNarrowForAnythingHasTheNarrowestColumns() {
        var out = new StringWriter();
        var table = new Table("A", "B");
        table.add("long cell", "another cell");

        table.write(new Screen(new PrintWriter(out), new PrintWriter(out), false, false, () -> 3));

        assertThat(out).hasToString("A       B\nlong …  anoth…\n");
    }
}
