package hearth.daemon.log;

import hearth.journal.file.FileStorage;
import hearth.journal.file.Format;
import hearth.journal.write.JournalWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A journal file that is written.
 *
 * @param path its name, by which the next brain finds it
 */
record OpenJournal(Path path, FileStorage storage, JournalWriter writer) {
    /** Says that nobody writes it any more, and closes it. */
    void close(byte state) throws IOException {
        try (storage) {
            writer.setState(state);
            writer.commit();
        }
    }

    /** Closes it as it is; nothing of what was appended since it was last settled is written. */
    void abandon() {
        try {
            storage.close();
        } catch (IOException _) {
            // what has been written was told to whoever wrote it
        }
    }

    /** As {@link #close}, of a file that will be written again. */
    void close() throws IOException {
        close(Format.OFFLINE);
    }
}
