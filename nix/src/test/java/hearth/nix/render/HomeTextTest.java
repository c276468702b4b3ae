package hearth.nix.render;

import static hearth.nix.declaration.Declared.section;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.declaration.Section;
import hearth.nix.declaration.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Texts as home-manager makes them, to the byte. */
class HomeTextTest {
    private static String write(Map<String, Section> sections) {
        return HomeText.write(new TreeMap<>(sections));
    }

    @Test
    void sectionsAreSortedWithAnEmptyLineBetween() {
        assertThat(
                        write(
                                Map.of(
                                        "Unit",
                                        section(
                                                "Description",
                                                "Backup",
                                                "After",
                                                List.of("a", "b")),
                                        "Service",
                                        section("ExecStart", List.of("/bin/backup"), "Nice", 19),
                                        "Install",
                                        section("WantedBy", List.of("default.target")))))
                .isEqualTo(
                        """
                        [Install]
                        WantedBy=default.target

                        [Service]
                        ExecStart=/bin/backup
                        Nice=19

                        [Unit]
                        After=a
                        After=b
                        Description=Backup
                        """);
    }

    @Test
    void whatSaysNothingIsLeftOut() {
        assertThat(
                        write(
                                Map.of(
                                        "Unit",
                                        section(
                                                "Description",
                                                new Value.Null(),
                                                "After",
                                                List.of()),
                                        "Service",
                                        section("Restart", new Value.Null(), "Nice", 0))))
                .isEqualTo("[Service]\nNice=0\n");
    }

    @Test
    void anEmptyTextIsALine() {
        assertThat(write(Map.of("Service", section("Environment", List.of("", "A=1")))))
                .isEqualTo("[Service]\nEnvironment=\nEnvironment=A=1\n");
    }

    @Test
    void booleansAreWords() {
        assertThat(write(Map.of("Timer", section("A", false, "Persistent", true))))
                .isEqualTo("[Timer]\nA=false\nPersistent=true\n");
    }
}
