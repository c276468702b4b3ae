package hearth.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import hearth.journal.Entries;
import hearth.journal.EntryTime;
import hearth.journal.Id128;
import hearth.journal.file.Changes;
import hearth.journal.file.HeapStorage;
import hearth.journal.file.Shape;
import hearth.journal.file.Storage;
import hearth.journal.read.JournalFile;
import hearth.journal.read.Match;
import hearth.journal.read.Place;
import hearth.journal.read.Walk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A writer that ends at any moment, and a disk that is full at any moment. */
class InterruptedTest {
    private static final Id128 MACHINE = new Id128(1, 2);
    private static final long BYTES_MAX = 64 << 20;
    private static final long LATER_USEC = 3_600_000_000L;

    /** A disk that takes so many bytes more, and then fails. */
    private static final class Failing implements Storage {
        private final HeapStorage storage;
        private long left;

        Failing(HeapStorage storage, long left) {
            this.storage = storage;
            this.left = left;
        }

        @Override
        public long size() {
            return storage.size();
        }

        @Override
        public int read(long offset, byte[] into, int at, int length) {
            return storage.read(offset, into, at, length);
        }

        @Override
        public void write(long offset, byte[] from, int at, int length) throws IOException {
            int taken = (int) Math.min(left, length);
            storage.write(offset, from, at, taken);
            left -= taken;
            if (taken < length) {
                throw new IOException("it ends here");
            }
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    private static Sequence sequence() {
        return new Sequence(new Id128(3, 4), 0);
    }

    private static HeapStorage begun(Entries entries) throws IOException {
        var storage = new HeapStorage();
        var file = new NewFile(new Id128(5, 6), MACHINE, Entries.BOOT, new Shape(true), 2047, 333);
        append(JournalWriter.create(storage, file, sequence(), BYTES_MAX), entries, 20).commit();
        return storage;
    }

    private static JournalWriter append(JournalWriter writer, Entries entries, int count)
            throws IOException {
        for (int i = 0; i < count; i++) {
            Entries.Given given = entries.next();
            writer.append(given.time(), given.fields());
        }
        return writer;
    }

    private static JournalWriter resume(Storage storage) throws IOException {
        return JournalWriter.resume(storage, MACHINE, BYTES_MAX);
    }

    @Test
    void whatWasNotedMakesAWholeFileWhereverItsWriterEnded() throws IOException {
        var random = new Random(1);
        for (int round = 0; round < 200; round++) {
            HeapStorage storage = begun(new Entries(1));
            var later = new Entries(2, LATER_USEC);
            JournalWriter writer = append(resume(storage), new Entries(2, LATER_USEC), 15);
            Changes changes = writer.changes();
            ByteBuffer note = ByteBuffer.allocate(changes.noteBytes());
            changes.note(note);
            var failing = new Failing(storage, random.nextInt(note.capacity()));
            try {
                changes.takeRoom(failing);
                changes.finish(failing);
            } catch (IOException e) {
                assertThat(e).hasMessage("it ends here");
            }
            Changes.again(note.flip(), storage);
            HeapStorage whole = begun(new Entries(1));
            append(resume(whole), later, 15).commit();
            assertThat(storage.bytes()).isEqualTo(whole.bytes());
        }
    }

    @Test
    void whereThereIsNoRoomTheFileStaysAsItWas() throws IOException {
        HeapStorage storage = begun(new Entries(1));
        byte[] before = storage.bytes();
        for (int left = 0; left < 3_000; left += 100) {
            Changes changes = append(resume(storage), new Entries(2, LATER_USEC), 40).changes();
            var failing = new Failing(storage, left);
            assertThatThrownBy(() -> changes.takeRoom(failing)).hasMessage("it ends here");
            assertThat(storage.bytes()).startsWith(before);
        }
        append(resume(storage), new Entries(2, LATER_USEC), 15).commit();
        HeapStorage whole = begun(new Entries(1));
        append(resume(whole), new Entries(2, LATER_USEC), 15).commit();
        assertThat(storage.bytes()).startsWith(whole.bytes());
    }

    @Test
    void aFileWithoutEntriesKeepsItsPlaceInTheSequence() throws IOException {
        var storage = new HeapStorage();
        var file = new NewFile(new Id128(5, 6), MACHINE, Entries.BOOT, new Shape(true), 101, 33);
        JournalWriter.create(storage, file, new Sequence(new Id128(3, 4), 1714), BYTES_MAX)
                .commit();

        JournalWriter writer = resume(storage);
        assertThat(writer.sequence().last()).isEqualTo(1714);
        Entries.Given given = new Entries(1).next();
        assertThat(writer.append(given.time(), given.fields())).isEqualTo(1715);
    }

    @Test
    void aFileOfAnotherMachineIsLeftAlone() throws IOException {
        HeapStorage storage = begun(new Entries(1));
        byte[] before = storage.bytes();
        assertThatThrownBy(() -> JournalWriter.resume(storage, new Id128(1, 3), BYTES_MAX))
                .hasMessageContaining("another machine");
        assertThat(storage.bytes()).isEqualTo(before);
    }

    @Test
    void aFileIsFullBeforeItsHashTableIs() throws IOException {
        var file = new NewFile(new Id128(5, 6), MACHINE, Entries.BOOT, new Shape(true), 101, 333);
        JournalWriter writer = JournalWriter.create(new HeapStorage(), file, sequence(), BYTES_MAX);
        var entries = new Entries(1);
        for (int i = 0; i < 1000 && !writer.isFull(); i++) {
            append(writer, entries, 1);
        }
        assertThat(writer.isFull()).isTrue();
        assertThat(writer.dataCount()).isBetween(76L, 90L);
    }

    @Test
    void aMonotonicClockThatIsBehindCountsAsTheLast() throws IOException {
        HeapStorage storage = begun(new Entries(1));
        JournalWriter writer = append(resume(storage), new Entries(1), 1);
        writer.commit();
        List<EntryTime> times = new ArrayList<>();
        var walk =
                Walk.backward(
                        List.of(JournalFile.open(storage, 16)),
                        Match.ALL,
                        new Place.Tail(),
                        damage -> fail(damage));
        times.add(walk.next().orElseThrow().time());
        times.add(walk.next().orElseThrow().time());
        assertThat(times.getFirst().monotonicUsec()).isEqualTo(times.getLast().monotonicUsec());
        assertThat(times.getFirst().realtimeUsec()).isLessThan(times.getLast().realtimeUsec());
    }
}
