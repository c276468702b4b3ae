package hearth.journal.read;

import hearth.journal.Entries;
import hearth.journal.Id128;
import hearth.journal.file.HeapStorage;
import hearth.journal.file.Shape;
import hearth.journal.write.JournalWriter;
import hearth.journal.write.NewFile;
import hearth.journal.write.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Files in memory, and what reading them tells. */
final class Images {
    static final Id128 SEQUENCE = new Id128(7, 8);

    private Images() {}

    /** A file, and what was written into it. */
    record Written(HeapStorage storage, List<Entries.Given> entries) {}

    /** Writes entries into a file of its own, or of several that share a sequence. */
    static List<Written> write(int files, int entries, boolean isCompact, long seed)
            throws IOException {
        var sequence = new Sequence(SEQUENCE, 0);
        var given = new Entries(seed);
        List<Written> written = new ArrayList<>();
        List<JournalWriter> writers = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            var storage = new HeapStorage();
            var file =
                    new NewFile(
                            new Id128(i, 1),
                            new Id128(1, 2),
                            Entries.BOOT,
                            new Shape(isCompact),
                            67 + 3 * entries,
                            67);
            writers.add(JournalWriter.create(storage, file, sequence, 64 << 20));
            written.add(new Written(storage, new ArrayList<>()));
        }
        for (int i = 0; i < entries; i++) {
            Entries.Given entry = given.next();
            int file = (i / 3) % files;
            writers.get(file).append(entry.time(), entry.fields());
            written.get(file).entries().add(entry);
        }
        for (JournalWriter writer : writers) {
            writer.commit();
        }
        return written;
    }

    static JournalFile open(Written written) throws IOException {
        return JournalFile.open(written.storage(), 16);
    }

    /** Returns all that is left of a walk. */
    static List<Entry> rest(Walk walk) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (var entry = walk.next(); entry.isPresent(); entry = walk.next()) {
            entries.add(entry.get());
        }
        return entries;
    }

    static Consumer<String> noDamage() {
        return damage -> {
            throw new AssertionError(damage);
        };
    }
}
