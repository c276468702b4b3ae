package hearth.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.state.StateJournal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateJournalTest {
    @TempDir Path directory;
    private Path file;

    private final List<String> said = new ArrayList<>();
    private final Deque<Runnable> attempts = new ArrayDeque<>();
    private final Caretaker care =
            new Caretaker() {
                @Override
                public void say(String message) {
                    said.add(message);
                }

                @Override
                public void later(Runnable attempt) {
                    attempts.add(attempt);
                }

                @Override
                public boolean mayHave(long bytes) {
                    return bytes <= bytesMax;
                }
            };

    private long bytesMax = Long.MAX_VALUE;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("1000");
    }

    @Test
    void whatItsUserHasNoRoomForIsTriedAgainAndSaid() throws Exception {
        try (var journal = StateJournal.open(file, care)) {
            bytesMax = 100;
            journal.append(List.of(entry("a", "x".repeat(200))), List.of());
            assertThat(StateJournal.read(file)).isEmpty();
            assertThat(said).singleElement().asString().contains("limit state-bytes");

            bytesMax = 1_000;
            attempts.removeFirst().run();

            assertThat(StateJournal.read(file)).containsKey("a");
        }
    }

    @Test
    void oneThatCannotBeMadeSmallerGrowsOnAndNothingIsTriedAgain() throws Exception {
        try (var journal = StateJournal.open(file, care)) {
            journal.append(List.of(entry("a", "1")), List.of());
            Files.delete(file);
            Files.createDirectory(file); // so it cannot be read
            journal.append(List.of(entry("a", "x".repeat(20_000))), List.of());
            Files.delete(file);
        }
        assertThat(said).isEmpty();
        assertThat(attempts).isEmpty();
    }

    @Test
    void onlyOneAttemptIsUnderWay() throws Exception {
        try (var journal = StateJournal.open(file, care)) {
            bytesMax = 100;
            for (int i = 0; i < 3; i++) {
                journal.append(List.of(entry("a", "x".repeat(200))), List.of());
                assertThat(attempts).hasSize(1);
                attempts.removeFirst().run();
                assertThat(attempts).hasSize(1);
            }
        }
        assertThat(said).hasSize(1);
    }

    @Test
    void theLastTextOfANameCounts() throws Exception {
        try (var journal = StateJournal.open(file, care)) {
            journal.append(List.of(entry("a", "1"), entry("b", "ü\n+ 3 c")), List.of());
            journal.append(List.of(entry("a", "2")), List.of());
        }
        try (var journal = StateJournal.open(file, care)) {
            journal.append(List.of(entry("d", "")), List.of("a"));
        }

        assertThat(StateJournal.read(file)).containsOnly(kv("b", "ü\n+ 3 c"), kv("d", ""));
    }

    @Test
    void aTornEndLeavesWhatWasWholeBefore() throws Exception {
        try (var journal = StateJournal.open(file, care)) {
            journal.append(List.of(entry("a", "one")), List.of());
            journal.append(List.of(entry("b", "two")), List.of());
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            var read = StateJournal.read(file);

            assertThat(read.getOrDefault("a", "one")).isEqualTo("one");
            assertThat(read).doesNotContainKey("b");
        }
    }

    @Test
    void aTurnCountsAsAWholeOrNotAtAll() throws Exception {
        try (var journal = StateJournal.open(file, care)) {
            journal.append(List.of(entry("a", "one"), entry("b", "one")), List.of());
            journal.append(List.of(entry("a", "two"), entry("b", "two")), List.of("c"));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            var read = StateJournal.read(file);

            assertThat(read.get("a")).isEqualTo(read.get("b")).isNotEqualTo("two");
        }
    }

    @Test
    void whatIsAppendedAfterATornEndIsRead() throws Exception {
        try (var journal = StateJournal.open(file, care)) {
            journal.append(List.of(entry("a", "one")), List.of());
            journal.append(List.of(entry("b", "two")), List.of());
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            try (var journal = StateJournal.open(file, care)) {
                journal.append(List.of(entry("c", "three")), List.of());
            }

            assertThat(StateJournal.read(file)).containsEntry("c", "three");
        }
    }

    @Test
    void theFileStaysBoundedAndTheStateWhole() throws Exception {
        String text = "x".repeat(1_000);
        try (var journal = StateJournal.open(file, care)) {
            for (int i = 0; i < 5_000; i++) {
                journal.append(List.of(entry("unit" + i % 10, text + i)), List.of());
            }
        }

        assertThat(Files.size(file)).isLessThan(300_000);
        assertThat(StateJournal.read(file)).hasSize(10).containsEntry("unit9", text + 4_999);
    }

    @Test
    void whatCannotBeWrittenIsWrittenWhenItCan() throws Exception {
        Path obstacle = directory.resolve("managers");
        Files.createFile(obstacle);
        file = obstacle.resolve("1000");
        try (var journal = StateJournal.open(file, care)) {
            journal.append(List.of(entry("a", "1"), entry("b", "2")), List.of());
            journal.append(List.of(entry("a", "3")), List.of("b"));
            attempts.remove().run();
            Files.delete(obstacle);

            attempts.remove().run();
        }

        assertThat(StateJournal.read(file)).containsOnly(kv("a", "3"));
        assertThat(said).hasSize(2);
        assertThat(attempts).isEmpty();
    }

    @Test
    void aManagerWithoutAFileHasNoState() throws Exception {
        assertThat(StateJournal.read(file)).isEmpty();
    }

    private static Entry entry(String name, String text) {
        return new Entry(name, text);
    }

    private static java.util.Map.Entry<String, String> kv(String name, String text) {
        return java.util.Map.entry(name, text);
    }
}
