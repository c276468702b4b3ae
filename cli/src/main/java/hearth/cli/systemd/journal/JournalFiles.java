package hearth.cli.systemd.journal;

import hearth.journal.file.FileStorage;
import hearth.journal.keep.FileName;
import hearth.journal.read.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Journal files of this machine.
 *
 * @param directories where they may lie, or directories named by a machine's id that have them
 * @param stems which ones, by the first part of their names
 */
public record JournalFiles(List<Path> directories, Predicate<String> stems) {
    /** Blocks of 4 KiB that are kept of a file: a listing goes through it once. */
    private static final int BLOCKS_MAX = 256;

    /** Copies the list. */
    public JournalFiles {
        directories = List.copyOf(directories);
    }

    /** Returns the files, by their paths. */
    public List<Path> paths() {
        var paths = new ArrayList<Path>();
        for (Path directory : directories) {
            for (Path entry : entries(directory)) {
                if (Files.isDirectory(entry)) {
                    entries(entry).stream().filter(this::isMeant).forEach(paths::add);
                } else if (isMeant(entry)) {
                    paths.add(entry);
                }
            }
        }
        paths.sort(null);
        return paths;
    }

    /** Returns those of the files that may be read, open. */
    static List<JournalFile> open(List<Path> paths) {
        var files = new ArrayList<JournalFile>();
        for (Path path : paths) {
            try {
                files.add(open(path));
            } catch (IOException e) {
                // it is another user's, or gone, or damaged from its first byte on
            }
        }
        return files;
    }

    private static JournalFile open(Path path) throws IOException {
        FileStorage storage = FileStorage.toRead(path);
        try {
            return JournalFile.open(storage, BLOCKS_MAX);
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private boolean isMeant(Path file) {
        return FileName.parse(String.valueOf(file.getFileName()))
                .filter(name -> stems.test(name.stem()))
                .isPresent();
    }

    private static List<Path> entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException e) {
            return List.of(); // it is not there, or not for the caller
        }
    }
}
