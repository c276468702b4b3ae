package hearth.daemon.configuration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Files of one kind that lie in several of root's directories, the first winning where two have the
 * same name. A file is read again only where it has changed. Touches a disk: it belongs to one
 * worker thread, never to a mailbox.
 */
public final class LayeredFiles {
    /** Bytes of a file; systemd's own limit on what it reads. */
    private static final long FILE_BYTES_MAX = 1 << 20;

    /** Files of one kind: a hundred times what a distribution has. */
    private static final int FILES_MAX = 1_000;

    private final List<Path> directories;
    private final Predicate<String> isMeant;
    private Map<Key, ManagerTexts.Text> known = new HashMap<>();

    private record Key(Path path, long modifiedUsec, long size) {}

    /**
     * Makes a reader.
     *
     * @param directories by precedence
     * @param isMeant which file names are of this kind
     */
    public LayeredFiles(List<Path> directories, Predicate<String> isMeant) {
        this.directories = List.copyOf(directories);
        this.isMeant = isMeant;
    }

    /** Returns what they say now, by file name; what is missing or unreadable says nothing. */
    public SortedMap<String, ManagerTexts.Text> read() {
        var seen = new HashMap<Key, ManagerTexts.Text>();
        var texts = new TreeMap<String, ManagerTexts.Text>();
        for (Path directory : directories) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(directory, file -> isMeant.test(nameOf(file)))) {
                for (Path file : files) {
                    String name = nameOf(file);
                    if (texts.size() < FILES_MAX && !texts.containsKey(name)) {
                        text(file, seen).ifPresent(text -> texts.put(name, text));
                    }
                }
            } catch (IOException _) {
                // most of the directories are not there
            }
        }
        known = seen;
        return texts;
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Returns a file's text; an empty one where it is a device: that hides others of its name. */
    private Optional<ManagerTexts.Text> text(Path file, Map<Key, ManagerTexts.Text> seen) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return attributes.isOther()
                        ? Optional.of(new ManagerTexts.Text(file.toString(), ""))
                        : Optional.empty();
            }
            if (attributes.size() > FILE_BYTES_MAX) {
                return Optional.empty();
            }
            long modifiedUsec = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
            var key = new Key(file, modifiedUsec, attributes.size());
            ManagerTexts.Text text = known.get(key);
            if (text == null) {
                text =
                        new ManagerTexts.Text(
                                file.toString(),
                                new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
            seen.put(key, text);
            return Optional.of(text);
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
