package hearth.daemon.login;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The two files of each user who lingers: an empty one that others see, and a record of why. The
 * record is written before that file is made and removed after it, so that a file without a record
 * is somebody else's, wherever hearthd was killed.
 *
 * <p>What has returned holds after a power cut as well: files and directories are on the disk by
 * then, in that order. Blocks for as long as the disk does.
 */
final class LingerStore {
    /** Has the disk take what a file says, or what a directory names. */
    @FunctionalInterface
    interface Flush {
        void flush(Path path) throws IOException;
    }

    /**
     * What is written of a user.
     *
     * @param name the files'
     * @param text the record's
     * @param isShown whether the empty file is made
     * @param before the record's text where that fails; empty for none
     */
    record Entry(String name, String text, boolean isShown, String before) {}

    private final Path directory;
    private final Path records;
    private final Flush disk;

    /** Keeps them in these directories, which are made when the first user lingers. */
    LingerStore(LoginInstance.Directories directories, Flush disk) {
        directory = directories.linger();
        records = directories.leases();
        this.disk = disk;
    }

    /** Has the disk take it at once. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes the directory of the files that others see. */
    void open() throws IOException {
        make(directory);
    }

    /** Writes a user's record and makes the file; both, or none as far as the disk allows. */
    void write(Entry entry) throws IOException {
        checkName(entry.name());
        try {
            writeRecord(entry.name(), entry.text());
            if (entry.isShown()) {
                show(directory.resolve(entry.name()));
            }
        } catch (IOException e) {
            takeBack(entry, e);
            throw e;
        }
    }

    private void takeBack(Entry entry, IOException why) {
        try {
            writeRecord(entry.name(), entry.before());
        } catch (IOException e) {
            why.addSuppressed(e); // a disk that fails may fail here as well
        }
    }

    private void show(Path file) throws IOException {
        make(directory);
        boolean isThere = Files.exists(file);
        if (!isThere) {
            Files.createFile(file);
        }
        try {
            disk.flush(directory);
        } catch (IOException e) {
            if (!isThere) {
                Files.deleteIfExists(file); // without a record it would be somebody else's
            }
            throw e;
        }
    }

    /** Who is killed, or has no power any more, leaves the record as it was, or as it is to be. */
    private void writeRecord(String name, String text) throws IOException {
        Path file = records.resolve(name);
        if (text.isEmpty()) {
            remove(file, records);
            return;
        }
        make(records);
        Path fresh = records.resolve("." + name + ".new");
        try {
            Files.writeString(fresh, text);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            disk.flush(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        disk.flush(records);
    }

    /** Removes a user's file, if it is there, and then the record. */
    void remove(String name) throws IOException {
        checkName(name);
        remove(directory.resolve(name), directory);
        remove(records.resolve(name), records);
    }

    /** One that is gone already may have been removed by an attempt whose flush failed. */
    private void remove(Path file, Path parent) throws IOException {
        Files.deleteIfExists(file);
        if (Files.isDirectory(parent)) {
            disk.flush(parent);
        }
    }

    /** Makes a directory, which the one above it names from then on. */
    private void make(Path made) throws IOException {
        Path above = made.getParent();
        if (above != null && !Files.isDirectory(made)) {
            make(above);
            Files.createDirectories(made);
            disk.flush(above);
        }
    }

    /** A name that the name service tells need not be one that a file can have. */
    private static void checkName(String name) throws IOException {
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0) {
            throw new IOException("a user of this name cannot linger: '" + name + "'");
        }
    }
}
