package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTest {

    @Test
    void aSettingOfTheKernelIsReadWhole() throws IOException {
        String threads = KernelFile.text(Path.of("/proc/sys/kernel/threads-max"));

        assertThat(threads).matches("[0-9]{3,}\\n");
    }

    @Test
    void whatIsLongerThanOneReadIsReadToItsEnd(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("long");
        Files.writeString(file, "x".repeat(200_000));

        assertThat(KernelFile.text(file)).hasSize(200_000);
    }

    /** A file is read for its whole size by those, and a kernel file's size is 0 or a page. */
    @Test
    void nobodyReadsKernelFilesInOtherWays() throws IOException {
        Path main = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(main)) {
            List<Path> others =
                    files.filter(path -> path.toString().endsWith(".java"))
                            .filter(KernelFileTest::readsKernelFileBySize)
                            .toList();
            assertThat(others).isEmpty();
        }
    }

    private static boolean readsKernelFileBySize(Path source) {
        try {
            return Files.readString(source)
                    .replaceAll("\\s+", "")
                    .matches(
                            "(?s).*Files\\.read(String|AllBytes|AllLines)\\(Path\\.of\\(\"/(proc|sys)/.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
