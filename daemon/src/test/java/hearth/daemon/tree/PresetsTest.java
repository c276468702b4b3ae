package hearth.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.UnitName;
import hearth.unit.install.PresetRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetsTest {
    private static final String ADMINISTRATORS = "etc/systemd/user-preset/";
    private static final String DISTRIBUTORS = "usr/lib/systemd/user-preset/";

    @TempDir Path root;

    @Test
    void anAdministratorsFileHidesTheDistributorsOfTheSameName() throws Exception {
        write(DISTRIBUTORS + "50-default.preset", "enable a.service\n");
        write(DISTRIBUTORS + "90-rest.preset", "disable *\n");
        write(DISTRIBUTORS + "readme.txt", "enable b.service\n");
        write(ADMINISTRATORS + "50-default.preset", "enable c.service\n");

        assertThat(enabled(new Presets(root))).containsExactly("c.service");
    }

    @Test
    void aFileThatIsEditedInPlaceCountsAtOnce() throws Exception {
        var presets = new Presets(root);
        Path file = write(ADMINISTRATORS + "50-own.preset", "enable a.service\ndisable *\n");
        assertThat(enabled(presets)).containsExactly("a.service");

        Files.writeString(file, "enable b.service\ndisable *\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));

        assertThat(enabled(presets)).containsExactly("b.service");
    }

    @Test
    void whatHasNotChangedIsNotUnderstoodAgain() throws Exception {
        write(ADMINISTRATORS + "50-own.preset", "enable a.service\n");
        var presets = new Presets(root);

        assertThat(presets.read()).isSameAs(presets.read());
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, text);
    }

    private static List<String> enabled(Presets presets) {
        PresetRules rules = presets.read();
        return Stream.of("a.service", "b.service", "c.service")
                .filter(name -> rules.verdict(new UnitName(name)) == PresetRules.Verdict.ENABLE)
                .toList();
    }
}
