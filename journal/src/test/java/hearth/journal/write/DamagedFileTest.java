package hearth.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.journal.DamagedException;
import hearth.journal.Entries;
import hearth.journal.Id128;
import hearth.journal.file.Format;
import hearth.journal.file.HeapStorage;
import hearth.journal.file.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not gone on with, since something in them cannot be. */
class DamagedFileTest {
    private static final Id128 MACHINE = new Id128(1, 2);
    private static final long BYTES_MAX = 64 << 20;
    private static final long LATER_USEC = 3_600_000_000L;

    private static byte[] file() throws IOException {
        var storage = new HeapStorage();
        var file = new NewFile(new Id128(5, 6), MACHINE, Entries.BOOT, new Shape(true), 101, 33);
        var sequence = new Sequence(new Id128(3, 4), 0);
        JournalWriter writer = JournalWriter.create(storage, file, sequence, BYTES_MAX);
        append(writer, new Entries(1), 20);
        writer.commit();
        return storage.bytes();
    }

    private static void append(JournalWriter writer, Entries entries, int count)
            throws IOException {
        for (int i = 0; i < count; i++) {
            Entries.Given given = entries.next();
            writer.append(given.time(), given.fields());
        }
    }

    private static JournalWriter resume(byte[] bytes) throws IOException {
        return JournalWriter.resume(new HeapStorage(bytes), MACHINE, BYTES_MAX);
    }

    private static long at(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
    }

    private static byte[] with(int offset, long value) throws IOException {
        byte[] bytes = file();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, value);
        return bytes;
    }

    private static void isRefused(byte[] bytes) {
        assertThatThrownBy(() -> resume(bytes)).isInstanceOf(DamagedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Format.DATA_HASH_TABLE_SIZE, Format.FIELD_HASH_TABLE_SIZE})
    void aHashTableWithoutPlacesIsNone(int header) throws IOException {
        isRefused(with(header, 0));
        isRefused(with(header, Format.BUCKET_BYTES - 1));
        isRefused(with(header, -Format.BUCKET_BYTES));
        isRefused(with(header, at(file(), header) + Format.BUCKET_BYTES));
        isRefused(with(header, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(ints = {Format.DATA_HASH_TABLE_OFFSET, Format.FIELD_HASH_TABLE_OFFSET})
    void aHashTableElsewhereIsNone(int header) throws IOException {
        byte[] whole = file();
        isRefused(with(header, 0));
        isRefused(with(header, at(whole, header) + 4));
        isRefused(with(header, at(whole, header) + Format.ALIGNMENT));
        isRefused(with(header, whole.length));
        isRefused(with(header, Long.MIN_VALUE));
        isRefused(with(header, Long.MAX_VALUE - 7));
    }

    @Test
    void oneTableIsNotTheOther() throws IOException {
        isRefused(with(Format.DATA_HASH_TABLE_OFFSET, at(file(), Format.FIELD_HASH_TABLE_OFFSET)));
    }

    @Test
    void aFileThatEndsInATableIsNone() throws IOException {
        byte[] whole = file();
        int inTable = (int) at(whole, Format.DATA_HASH_TABLE_OFFSET) + Format.BUCKET_BYTES;
        byte[] cut = with(Format.ARENA_SIZE, inTable - Format.HEADER_BYTES);
        isRefused(Arrays.copyOf(cut, inTable));
    }

    @Test
    void aFileWithRoomAfterItsLastObjectIsNotGoneOnWith() throws IOException {
        byte[] whole = file();
        byte[] larger = with(Format.ARENA_SIZE, at(whole, Format.ARENA_SIZE) + 64);
        isRefused(Arrays.copyOf(larger, whole.length + 64));
    }

    @Test
    void whateverIsDamagedNothingButThatIsSaid() throws IOException {
        byte[] whole = file();
        var random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i < 8; i++) {
                int at = random.nextInt(bytes.length / 8) * 8 + random.nextInt(8);
                bytes[at] = (byte) random.nextInt();
            }
            try {
                append(resume(bytes), new Entries(1, LATER_USEC), 10);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(DamagedException.class);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }
}
