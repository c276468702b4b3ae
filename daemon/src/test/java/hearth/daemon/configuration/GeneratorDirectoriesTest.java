package hearth.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorDirectoriesTest {
    private static final String UNITS = "systemd/user-generators/";
    private static final String ENVIRONMENT = "systemd/user-environment-generators/";
    private static final String FILES = "30-systemd-environment-d-generator";

    @TempDir Path root;

    private Path program(String path) throws IOException {
        Path file = write(path, "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Path write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, content);
    }

    private void link(String path, String target) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.createSymbolicLink(file, Path.of(target));
    }

    private GeneratorList read() {
        return new GeneratorDirectories(root).read();
    }

    private List<String> units() {
        return read().units().stream()
                .map(path -> root.relativize(Path.of(path)).toString())
                .toList();
    }

    /** The environment's steps, {@code files} for environment.d. */
    private List<String> environment() {
        return read().environment().stream()
                .map(step ->
                        switch (step) {
                            case EnvironmentStep.Files() -> "files";
                            case EnvironmentStep.Program(String path) ->
                                    root.relativize(Path.of(path)).toString();
                        })
                .toList();
    }

    @Test
    void aMachineWithoutGeneratorsReadsEnvironmentD() {
        assertThat(read()).isEqualTo(GeneratorList.NONE);
    }

    @Test
    void theyAreSortedByNameOverAllDirectories() throws IOException {
        program("usr/lib/" + UNITS + "a");
        program("run/" + UNITS + "c");
        program("etc/" + UNITS + "b");

        assertThat(units())
                .containsExactly(
                        "usr/lib/" + UNITS + "a", "etc/" + UNITS + "b", "run/" + UNITS + "c");
    }

    @Test
    void ofOneNameTheFirstDirectoryWinsAndRunComesBeforeEtc() throws IOException {
        for (String directory : List.of("usr/lib/", "usr/local/lib/", "etc/", "run/")) {
            program(directory + UNITS + "each");
        }
        program("usr/lib/" + UNITS + "local");
        program("usr/local/lib/" + UNITS + "local");

        assertThat(units())
                .containsExactly("run/" + UNITS + "each", "usr/local/lib/" + UNITS + "local");
    }

    @Test
    void aDeviceOrAnEmptyFileMasks() throws IOException {
        program("usr/lib/" + UNITS + "device");
        program("usr/lib/" + UNITS + "empty");
        link("etc/" + UNITS + "device", "/dev/null");
        write("run/" + UNITS + "empty", "");

        assertThat(units()).isEmpty();
    }

    @Test
    void whatCannotBeExecutedHidesNothing() throws IOException {
        program("usr/lib/" + UNITS + "below");
        write("etc/" + UNITS + "below", "text");
        Files.createDirectories(root.resolve("run/" + UNITS + "below"));
        link("usr/local/lib/" + UNITS + "below", "/nonexistent");

        assertThat(units()).containsExactly("usr/lib/" + UNITS + "below");
    }

    @Test
    void whatIsHiddenOrPutAsideIsNone() throws IOException {
        for (String name : List.of(".a", "b~", "c.dpkg-old", "d.bak", "lost+found", "e.ok")) {
            program("usr/lib/" + UNITS + name);
        }

        assertThat(units()).containsExactly("usr/lib/" + UNITS + "e.ok");
    }

    @Test
    void environmentDHasThePlaceOfSystemdsProgram() throws IOException {
        program("usr/lib/" + ENVIRONMENT + "40-after");
        program("usr/lib/" + ENVIRONMENT + "10-before");

        assertThat(environment())
                .containsExactly(
                        "usr/lib/" + ENVIRONMENT + "10-before",
                        "files",
                        "usr/lib/" + ENVIRONMENT + "40-after");
    }

    @Test
    void systemdsProgramIsNotRun() throws IOException {
        program("usr/lib/" + ENVIRONMENT + FILES);

        assertThat(read().isEnvironmentPlain()).isTrue();
    }

    @Test
    void whereItIsMaskedEnvironmentDDoesNotCount() throws IOException {
        link("etc/" + ENVIRONMENT + FILES, "/dev/null");

        assertThat(environment()).isEmpty();
        assertThat(read().isEnvironmentPlain()).isFalse();
    }

    @Test
    void anotherProgramOfItsNameIsRunInItsPlace() throws IOException {
        program("usr/lib/" + ENVIRONMENT + FILES);
        program("etc/" + ENVIRONMENT + FILES);

        assertThat(environment()).containsExactly("etc/" + ENVIRONMENT + FILES);
    }
}
