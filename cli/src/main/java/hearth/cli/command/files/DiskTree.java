package hearth.cli.command.files;

import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads directories of units. */
public final class DiskTree {
    private static final Path NULL_DEVICE = Path.of("/dev/null");

    private DiskTree() {}

    /** Returns what is in these places; one that is not there, or may not be read, is empty. */
    public static UnitTree read(List<Place> places) {
        return new UnitTree(
                places.stream()
                        .map(place -> UnitDirectory.of(place, entries(Path.of(place.path()), true)))
                        .toList());
    }

    /** Returns a file as a tree has it. */
    public static Entry entry(Path path) {
        return entry(path, false);
    }

    /** Returns why a file cannot be read, without its name, which whoever says it has said. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException of when of.getReason() != null ->
                    of.getReason().toLowerCase(Locale.ROOT);
            case IOException of -> String.valueOf(of.getMessage());
        };
    }

    private static Map<String, Entry> entries(Path directory, boolean goesDeeper) {
        var entries = new HashMap<String, Entry>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path path : listing) {
                if (entries.size() == UnitDirectory.MAX_ENTRIES) {
                    break;
                }
                entries.put(String.valueOf(path.getFileName()), entry(path, goesDeeper));
            }
        } catch (IOException e) {
            // who looks at units has no use for a directory that may not be read
        }
        return entries;
    }

    private static Entry entry(Path path, boolean goesDeeper) {
        try {
            var attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isSymbolicLink()) {
                return whatIsAt(path, attributes, goesDeeper);
            }
            String target = Files.readSymbolicLink(path).toString();
            return new Entry.Link(target, destination(path, goesDeeper));
        } catch (IOException e) {
            return new Entry.Unreadable(reason(e), 0);
        }
    }

    private static Entry destination(Path path, boolean goesDeeper) {
        try {
            return whatIsAt(
                    path, Files.readAttributes(path, BasicFileAttributes.class), goesDeeper);
        } catch (NoSuchFileException e) {
            return new Entry.Missing();
        } catch (IOException e) {
            return new Entry.Unreadable(reason(e), 0);
        }
    }

    private static Entry whatIsAt(Path path, BasicFileAttributes attributes, boolean goesDeeper)
            throws IOException {
        long mtimeUsec = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
        if (attributes.isDirectory()) {
            return new Entry.Directory(goesDeeper ? entries(path, false) : Map.of());
        }
        if (!attributes.isRegularFile()) {
            return path.toRealPath().equals(NULL_DEVICE)
                    ? new Entry.NullDevice()
                    : new Entry.Unreadable("is not a regular file", mtimeUsec);
        }
        try (InputStream input = Files.newInputStream(path)) {
            return Entry.File.of(input.readNBytes(UnitFile.MAX_FILE_BYTES + 1), mtimeUsec);
        }
    }
}
