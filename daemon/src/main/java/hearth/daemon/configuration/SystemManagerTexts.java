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

/**
 * The machine's {@code user.conf} and {@code environment.d}, which are root's: read once for all
 * users, and a file again only where it has changed. Touches a disk: it belongs to one worker
 * thread, never to a mailbox.
 */
public final class SystemManagerTexts {
    /** The main file has one place; drop-ins have these, the first winning. */
    private static final String MAIN = "etc/systemd/user.conf";

    private static final List<String> DROP_INS =
            List.of(
                    "etc/systemd/user.conf.d",
                    "run/systemd/user.conf.d",
                    "usr/local/lib/systemd/user.conf.d",
                    "usr/lib/systemd/user.conf.d");

    private static final List<String> ENVIRONMENT =
            List.of(
                    "etc/environment.d",
                    "run/environment.d",
                    "usr/local/lib/environment.d",
                    "usr/lib/environment.d");

    /** Bytes of a file; systemd's own limit on what it reads. */
    private static final long FILE_BYTES_MAX = 1 << 20;

    /** Files of one kind: a hundred times what a distribution has. */
    private static final int FILES_MAX = 1_000;

    private final Path root;
    private Map<Key, ManagerTexts.Text> known = new HashMap<>();
    private Map<Key, ManagerTexts.Text> seen = new HashMap<>();

    private record Key(Path path, long modifiedUsec, long size) {}

    /**
     * Makes a reader.
     *
     * @param root {@code /}; another directory for tests
     */
    public SystemManagerTexts(Path root) {
        this.root = root;
    }

    /** Returns what is said now; what is missing or cannot be read says nothing. */
    public ManagerTexts read() {
        seen = new HashMap<>();
        var texts = new ManagerTexts(text(root.resolve(MAIN)), all(DROP_INS), all(ENVIRONMENT));
        known = seen;
        return texts;
    }

    private SortedMap<String, ManagerTexts.Text> all(List<String> directories) {
        var texts = new TreeMap<String, ManagerTexts.Text>();
        for (String directory : directories) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(root.resolve(directory), "*.conf")) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    if (texts.size() < FILES_MAX && !texts.containsKey(name)) {
                        text(file).ifPresent(text -> texts.put(name, text));
                    }
                }
            } catch (IOException _) {
                // most of the directories are not there
            }
        }
        return texts;
    }

    /** Returns a file's text; an empty one where it is a device: that hides others of its name. */
    private Optional<ManagerTexts.Text> text(Path file) {
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
            var key =
                    new Key(
                            file,
                            attributes
                                    .lastModifiedTime()
                                    .to(java.util.concurrent.TimeUnit.MICROSECONDS),
                            attributes.size());
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
