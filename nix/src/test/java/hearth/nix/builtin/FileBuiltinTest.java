package hearth.nix.builtin;

import static hearth.nix.language.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.World;
import hearth.nix.language.Programs;
import hearth.nix.source.DiskTree;
import hearth.nix.source.NixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileBuiltinTest {
    private static final Map<String, String> FILES =
            Map.of(
                    "/tree/a.txt",
                    "text\n",
                    "/tree/d/b.nix",
                    "{ x = y; }",
                    "/tree/loop.nix",
                    "import ./loop.nix");

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    builtins.readFile ./a.txt                        | "text\\n"
                    builtins.readDir ./.                             | { "a.txt" = "regular"; d = "directory"; "loop.nix" = "regular"; }
                    builtins.readFileType ./d                        | "directory"
                    map builtins.pathExists [ ./a.txt ./d ./e ]      | [ true true false ]
                    map builtins.pathExists [ "/tree/a.txt/" "/tree/d/" ] | [ false true ]
                    builtins.scopedImport { y = 1; } ./d/b.nix       | { x = 1; }
                    map baseNameOf [ /a/b "a/b/" "c" "/" ]           | [ "b" "b" "c" "" ]
                    map dirOf [ /a/b /a "a/b" "c" "/a" ]             | [ /a / "a" "." "/" ]
                    builtins.hashFile "md5" ./a.txt                  | "e1cbb0c3879af8347246f12c559a86b5"
                    "${./a.txt}"                                     | "/tree/a.txt"
                    """)
    void pathsAndFiles(String program, String value) {
        assertThat(value(program, FILES)).isEqualTo(value);
    }

    @Test
    void aFileThatImportsItselfIsAnEndlessRecursion() {
        assertThatExceptionOfType(NixException.class)
                .isThrownBy(() -> value("import ./loop.nix", FILES))
                .matches(e -> e.kind() == NixException.Kind.INFINITE_RECURSION);
    }

    @Test
    void aLinkAtTheEndIsFollowedBeforeRelativePathsAreMeant(@TempDir Path disk) throws IOException {
        Files.createDirectories(disk.resolve("real"));
        Files.writeString(disk.resolve("real/a.nix"), "import ./b.nix");
        Files.writeString(disk.resolve("real/b.nix"), "1");
        Files.createSymbolicLink(disk.resolve("link.nix"), Path.of("real/a.nix"));

        assertThat(onDisk("import " + disk.toRealPath() + "/link.nix", disk)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "builtins.readFile %s/out",
                "builtins.readFile /etc/passwd",
                "import %s/../x.nix",
                "builtins.readDir /.",
                "builtins.hashFile \"md5\" \"%s/out\""
            })
    void nothingOutsideTheTreeIsRead(String program, @TempDir Path disk) throws IOException {
        Path tree = Files.createDirectory(disk.resolve("tree"));
        Files.writeString(disk.resolve("secret"), "secret");
        Files.createSymbolicLink(tree.resolve("out"), Path.of("../secret"));

        assertThatExceptionOfType(NixException.class)
                .isThrownBy(() -> onDisk(program.replace("%s", tree.toRealPath().toString()), tree))
                .withMessageContaining("outside the directories that may be read");
    }

    @Test
    void onlyRegularFilesAreRead(@TempDir Path disk) {
        assertThatExceptionOfType(NixException.class)
                .isThrownBy(() -> onDisk("builtins.readFile " + disk.toRealPath(), disk))
                .withMessageContaining("it is no regular file");
    }

    @Test
    void whatIsOnlyNamedMayLieOutside(@TempDir Path disk) throws IOException {
        assertThat(onDisk("\"${/usr/bin/true}\"", disk)).isEqualTo("\"/usr/bin/true\"");
    }

    private static String onDisk(String program, Path disk) throws IOException {
        return Programs.value(
                program, World.of(new DiskTree(List.of(disk)), message -> {}), Limits.DEFAULT);
    }
}
