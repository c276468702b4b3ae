package hearth.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.trial.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whatever became of a journal, what is whole in it is read, and it can be written on. */
class StateJournalFuzzTest {
    private static final Caretaker CARE =
            new Caretaker() {
                @Override
                public void say(String message) {
                    throw new AssertionError(message);
                }

                @Override
                public void later(Runnable attempt) {
                    throw new AssertionError("a file cannot be written");
                }
            };

    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 300;

    @FuzzTest
    void journal(byte[] bytes) {
        try {
            Path file = Files.createTempFile("journal", "");
            try {
                Files.write(file, bytes);
                var before = StateJournal.read(file);
                StateJournal.open(file, CARE).close();
                assertThat(StateJournal.read(file)).isEqualTo(before);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void damagedJournalsAreRead() {
        Corpus.of(getClass(), "journal").tryDamaged(SEED, ROUNDS, this::journal);
    }
}
