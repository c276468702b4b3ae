package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static List<String> lines(String text, int pieceBytes, int longest) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var in =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        return super.read(into, offset, Math.min(length, pieceBytes));
                    }
                };
        List<String> lines = new ArrayList<>();
        KernelFile.lines(
                Channels.newChannel(in),
                longest,
                line -> lines.add(StandardCharsets.UTF_8.decode(line).toString()));
        return lines;
    }

    @Test
    void linesAreWholeHoweverTheyAreRead() throws IOException {
        String text = "one\n\nthree is longer\nfour";
        for (int pieceBytes = 1; pieceBytes <= text.length(); pieceBytes++) {
            assertThat(lines(text, pieceBytes, 100))
                    .as("pieces of %d", pieceBytes)
                    .containsExactly("one", "", "three is longer", "four");
        }
    }

    @Test
    void aLineThatIsTooLongIsPassedOverAlone() throws IOException {
        String text = "one\n" + "x".repeat(200_000) + "\ntwo\n" + "y".repeat(11);
        for (int pieceBytes : new int[] {7, 4_096, 1 << 20}) {
            assertThat(lines(text, pieceBytes, 10))
                    .as("pieces of %d", pieceBytes)
                    .containsExactly("one", "two");
        }
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
