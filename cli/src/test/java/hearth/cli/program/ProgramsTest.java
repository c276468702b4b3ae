package hearth.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir private Path root;

    @Test
    void theFirstThatMayBeExecutedIsFound() throws IOException {
        Files.createDirectories(root.resolve("a/x"));
        Files.createFile(Files.createDirectory(root.resolve("b")).resolve("x"));
        Path program = program("c/x");
        program("d/x");

        assertThat(programs("/nowhere:%1$s/a:%1$s/b:%1$s/c:%1$s/d").find("x")).contains(program);
        assertThat(programs("%1$s/c").find("y")).isEmpty();
    }

    @Test
    void whatIsNoAbsoluteDirectoryIsNotLookedInto() throws IOException {
        program("c/x");
        Path here = Path.of("").toAbsolutePath();

        assertThat(programs(here.relativize(root.resolve("c")) + "::").find("x")).isEmpty();
        assertThat(Programs.of(Map.of()).find("sh")).isEmpty();
    }

    @Test
    void aPathIsTakenAsItIs() throws IOException {
        Path program = program("c/x");

        assertThat(Programs.of(Map.of()).find(program.toString())).contains(program);
        assertThat(Programs.of(Map.of()).find(program + "y")).isEmpty();
    }

    private Programs programs(String searchPath) {
        return Programs.of(Map.of("PATH", searchPath.formatted(root)));
    }

    private Path program(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
