package hearth.api.systemd1;

import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code systemd-analyze dump} shows. */
class DumpTest {
    private final House house = new House();

    private static List<String> lines(Message answer) {
        return answer.reader().string().lines().toList();
    }

    @Test
    void aDumpBeginsWithTheManagerAndItsTimes() {
        List<String> lines = lines(house.manager("Dump"));

        assertThat(lines.get(0)).startsWith("Manager: systemd ");
        assertThat(lines.get(1)).startsWith("Features: ");
        assertThat(lines.get(2)).matches("Timestamp userspace: [A-Z][a-z]{2} .*");
        assertThat(lines).anyMatch("-> Unit -.slice:"::equals);
    }

    @Test
    void aUnitIsShownWithItsStateItsPlaceAndItsDependencies() {
        house.manager("StartUnit", text("hello.service"), text("replace"));

        List<String> lines = lines(house.manager("DumpUnitsMatchingPatterns", texts("hello*")));

        assertThat(lines.getFirst()).isEqualTo("-> Unit hello.service:");
        assertThat(lines)
                .contains(
                        "\tDescription: hello",
                        "\tInstance: n/a",
                        "\tUnit Load State: loaded",
                        "\tActive Exit Timestamp: n/a",
                        "\tTransient: no",
                        "\tGarbage Collection Mode: inactive",
                        "\tSlice: app.slice",
                        "\tInSlice: app.slice",
                        "\tConflicts: shutdown.target",
                        "\tOnFailureJobMode: replace",
                        "\tResult: success")
                .anyMatch(line -> line.startsWith("\tService State: "));
    }
}
