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
}
