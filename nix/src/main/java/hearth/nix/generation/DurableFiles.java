package hearth.nix.generation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Files that are on the disk once they are written. */
final class DurableFiles {
    private DurableFiles() {}

    /** Writes a file that is not there yet, readable by everybody, and waits for the disk. */
    static void create(Path path, String text, boolean isExecutable) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            Files.setPosixFilePermissions(
                    path,
                    PosixFilePermissions.fromString(isExecutable ? "rwxr-xr-x" : "rw-r--r--"));
            file.force(true);
        }
    }

    /** Puts a file in the place of another, at once, and waits for the disk. */
    static void replace(Path path, String text) throws IOException {
        Path staged = path.resolveSibling("." + path.getFileName() + ".new");
        Files.deleteIfExists(staged);
        try {
            create(staged, text, false);
            rename(staged, path);
        } catch (FileSystemException e) {
            throw e; // begins with the path
        } catch (IOException e) {
            throw new IOException("cannot write " + path + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(staged);
        }
        sync(path.resolveSibling("."));
    }

    /** Gives an entry another name of the same file system, in the place of what has it. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns a directory and those above it, as far as they are missing, the outermost first. */
    static List<Path> missingDirectories(Path directory) {
        List<Path> missing = new ArrayList<>();
        for (Path path = directory;
                path != null && !Files.isDirectory(path);
                path = path.getParent()) {
            missing.add(path);
        }
        return missing.reversed();
    }

    /** Makes a directory that everybody may look into, whatever the umask. */
    static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(directory + " is not a directory", e);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Makes a directory and those above it, as far as they are missing. */
    static void makeDirectories(Path directory) throws IOException {
        for (Path missing : missingDirectories(directory)) {
            makeDirectory(missing);
        }
    }

    /** Waits until a directory's entries are on the disk. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
