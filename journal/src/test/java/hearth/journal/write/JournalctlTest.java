package hearth.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.journal.Entries;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.Id128;
import hearth.journal.Journalctl;
import hearth.journal.file.FileStorage;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, read by the machine's own journalctl. */
class JournalctlTest {
    private static final Id128 MACHINE = new Id128(0xaaaa, 0xbbbb);
    private static final Id128 FILE = new Id128(0x0102_0304_0506_0708L, 0x1112_1314_1516_1718L);
    private static final int ENTRIES = 3000;

    @TempDir private Path directory;

    @BeforeEach
    void needsJournalctl() {
        Assumptions.assumeTrue(Journalctl.isThere(), "this machine has no journalctl");
    }

    private Path file() {
        return directory.resolve("system.journal");
    }

    private List<Entries.Given> write(boolean isCompact, int perCommit, byte state)
            throws IOException {
        var given = new ArrayList<Entries.Given>();
        var entries = new Entries(1);
        try (FileStorage storage = FileStorage.create(file())) {
            var file = new NewFile(FILE, MACHINE, Entries.BOOT, new Shape(isCompact), 8191, 333);
            var sequence = new Sequence(new Id128(7, 8), 100);
            JournalWriter writer = JournalWriter.create(storage, file, sequence, 64 << 20);
            for (int i = 0; i < ENTRIES; i++) {
                Entries.Given entry = entries.next();
                assertThat(writer.append(entry.time(), entry.fields())).isEqualTo(101 + i);
                given.add(entry);
                if (i % perCommit == 0) {
                    writer.commit();
                }
                if (i == ENTRIES / 2) { // another brain goes on
                    writer.commit();
                    writer = JournalWriter.resume(storage, MACHINE, 64 << 20);
                }
            }
            writer.setState(state);
            writer.commit();
        }
        return given;
    }

    private static Set<Field> expected(Entries.Given entry) {
        EntryTime time = entry.time();
        var fields = new HashSet<>(entry.fields());
        fields.add(Field.of("__REALTIME_TIMESTAMP", Long.toString(time.realtimeUsec())));
        fields.add(Field.of("__MONOTONIC_TIMESTAMP", Long.toString(time.monotonicUsec())));
        return fields;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exportsExactlyWhatWasWritten(boolean isCompact) throws IOException {
        List<Entries.Given> given = write(isCompact, 7, Format.OFFLINE);
        var exported = Journalctl.exported(Journalctl.run(file(), "-o", "export").output());
        assertThat(exported).hasSize(given.size());
        for (int i = 0; i < given.size(); i++) {
            var fields = new HashSet<>(exported.get(i));
            fields.removeIf(field -> field.toString().startsWith("__CURSOR="));
            assertThat(fields).as("entry %d", i).isEqualTo(expected(given.get(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {Format.OFFLINE, Format.ONLINE, Format.ARCHIVED})
    void verifiesWhatWasWritten(byte state) throws IOException {
        for (boolean isCompact : List.of(true, false)) {
            write(isCompact, 50, state);
            Journalctl.Said said = Journalctl.run(file(), "--verify");
            assertThat(said.text().lines()).containsExactly("PASS: " + file());
            assertThat(said.status()).isZero();
            Files.delete(file());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"service0", "service4"})
    void findsTheLinesOfAUnit(String service) throws IOException {
        List<Entries.Given> given = write(true, 100, Format.ONLINE);
        Field unit = Field.of("_SYSTEMD_USER_UNIT", service + ".service");
        long count = given.stream().filter(entry -> entry.fields().contains(unit)).count();
        Journalctl.Said said =
                Journalctl.run(file(), "-o", "json", "--output-fields=_PID", unit.toString());
        assertThat(said.text().lines()).hasSize((int) count);
    }
}
