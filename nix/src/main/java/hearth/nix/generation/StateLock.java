package hearth.nix.generation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to change one owner's files: one at a time, whatever the declarations are called, since
 * they may name the same files. The kernel takes it back when its holder ends, however that comes.
 */
public final class StateLock implements AutoCloseable {
    private final FileChannel file;

    private StateLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock of a state directory, which is made where it is missing.
     *
     * @param holder who takes it, to be told to whoever comes second: {@code pid 4711, root}
     * @throws StateException where somebody else has it
     * @throws IOException where the directory cannot be used
     */
    public static StateLock take(Path state, String holder) throws IOException {
        DurableFiles.makeDirectories(state);
        Path path = state.resolve("lock");
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isTaken(file)) {
                throw new StateException(
                        "somebody else is applying declarations: "
                                + Files.readString(path).strip());
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)));
            return new StateLock(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static boolean isTaken(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Gives it back. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
