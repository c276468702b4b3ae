package hearth.journal.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.journal.DamagedException;
import hearth.journal.file.HeapStorage;
import hearth.trial.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, reading it ends, and with nothing but entries and damages. */
class JournalFuzzTest {
    private static final Match MATCH =
            Match.all(
                    Match.any(Match.has("_UID", "1000"), Match.has("_PID", "1001")),
                    Match.has("_TRANSPORT", "stdout"));

    @FuzzTest
    void file(byte[] bytes) {
        read(bytes);
    }

    private static int read(byte[] bytes) {
        int entries = 0;
        try {
            JournalFile file = JournalFile.open(new HeapStorage(bytes), 16);
            for (Match match : List.of(Match.ALL, MATCH)) {
                for (Place place : List.of(new Place.Head(), new Place.Realtime(1L << 50))) {
                    List<JournalFile> files = List.of(file);
                    entries += Images.rest(Walk.forward(files, match, place, _ -> {})).size();
                    entries += Images.rest(Walk.backward(files, match, place, _ -> {})).size();
                }
            }
        } catch (DamagedException _) {
            // it said so
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Each entry takes room in the file, and is read twice in each of four walks at most.
        assertThat(entries).isLessThanOrEqualTo(8 * (bytes.length / 8 + 1));
        return entries;
    }

    @Test
    void damagedFilesAreReadToAnEnd() {
        Corpus.of(JournalFuzzTest.class, "file").tryDamaged(1, 3_000, JournalFuzzTest::read);
    }

    @Test
    void filesWithDamagedNumbersAreReadToAnEnd() throws IOException {
        Random random = new Random(2);
        byte[] whole = Images.write(1, 60, true, 8).getFirst().storage().bytes();
        int all = read(whole);
        assertThat(all).isPositive();
        int least = all;
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(round % 2 == 0 ? 272 : bytes.length) & ~7;
                long value =
                        random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(bytes.length);
                java.nio.ByteBuffer.wrap(bytes)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .putLong(at, value);
            }
            least = Math.min(least, read(bytes));
        }
        assertThat(least).isZero();
    }

    @Test
    void filesThatWereCutAreReadToTheirEnd() throws IOException {
        byte[] whole = Images.write(1, 60, true, 8).getFirst().storage().bytes();
        for (int length = 0; length < whole.length; length += 37) {
            read(java.util.Arrays.copyOf(whole, length));
        }
    }
}
