package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir Path directory;
    private LogFiles files;

    @BeforeEach
    void makeFiles() {
        files = new LogFiles(directory);
    }

    @Test
    void theLastLinesOfAUnitAreReadAndNoOthers() throws Exception {
        append(line("a.service", "one"), line("b.service", "no"), line("a.service", "two"));
        append(line("a.service", "three"));

        assertThat(files.read("1000", "a.service", 10))
                .extracting(LogLine::text)
                .containsExactly("one", "two", "three");
        assertThat(files.read("1000", "a.service", 2))
                .extracting(LogLine::text)
                .containsExactly("two", "three");
        assertThat(files.read("1000", "c.service", 10)).isEmpty();
        assertThat(files.read("1001", "a.service", 10)).isEmpty();
    }

    @Test
    void filesStayBoundedAndLinesOfBothAreReadInOrder() throws Exception {
        for (int i = 0; i < 60; i++) {
            append(line("a.service", i + " " + "y".repeat(40_000)));
        }

        try (var listing = Files.list(directory)) {
            assertThat(listing).hasSize(2).allMatch(file -> file.toFile().length() < 1_200_000);
        }
        var numbers =
                files.read("1000", "a.service", 1_000).stream()
                        .map(line -> Integer.parseInt(line.text().split(" ", 2)[0]))
                        .toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates().last().isEqualTo(59);
        assertThat(numbers).hasSizeGreaterThan(6);
    }

    @Test
    void aLineThatIsNotWholeYetIsNone() throws Exception {
        append(line("a.service", "one"));
        Files.writeString(
                directory.resolve("1000.log"),
                Files.readString(directory.resolve("1000.log")) + "17 4 3 a.service x begun");

        assertThat(files.read("1000", "a.service", 10))
                .extracting(LogLine::text)
                .containsExactly("one");
    }

    @Test
    void writingAgainWhatIsThereChangesNothing() throws Exception {
        append(line("a.service", "one"));
        long offset = Files.size(directory.resolve("1000.log"));
        append(line("a.service", "two"), line("a.service", "three"));
        String before = Files.readString(directory.resolve("1000.log"));

        files.writeAgain("1000", offset, before.substring((int) offset).getBytes(UTF_8));

        assertThat(directory.resolve("1000.log")).hasContent(before);
    }

    @Test
    void aFileThatWasEmptiedMeanwhileGetsNoHole() throws Exception {
        files.writeAgain("1000", 4_711, "17 4 3 a.service x one\n".getBytes(UTF_8));

        assertThat(directory.resolve("1000.log")).hasContent("17 4 3 a.service x one");
    }

    private void append(LogLine... lines) throws IOException {
        var text = new LogText();
        IntStream.range(0, lines.length).forEach(i -> text.add(lines[i]));
        try (LogFiles.Appending file = files.open("1000")) {
            file.append(text.bytes(), text.length());
        }
    }

    private static LogLine line(String unit, String text) {
        return new LogLine(17, 4, 3, unit, "sleep[94]", text);
    }
}
