package hearth.daemon.configuration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the generators that users' managers run. All directories are root's, so it is done once for
 * all users. Touches a disk: it belongs to one worker thread, never to a mailbox.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.generator.7.html">
 *     systemd.generator(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.environment-generator.7.html">
 *     systemd.environment-generator(7)</a>
 */
public final class GeneratorDirectories {
    /** Generators of one kind; a full desktop has ten. What is beyond is not looked at. */
    private static final int GENERATORS_MAX = 256;

    /** The first that has a program of a name wins; the order is not that of units. */
    private static final List<String> DIRECTORIES =
            List.of("run/systemd", "etc/systemd", "usr/local/lib/systemd");

    /** The last one, where systemd's own are. */
    private static final String VENDOR = "usr/lib/systemd";

    private static final String UNITS = "user-generators";
    private static final String ENVIRONMENT = "user-environment-generators";

    /** Systemd's program that reads environment.d; its name is the place of those files. */
    private static final String ENVIRONMENT_FILES = "30-systemd-environment-d-generator";

    /** Ends of names that package managers and editors give to what they put aside. */
    private static final Set<String> PUT_ASIDE =
            Set.of(
                    "rpmnew",
                    "rpmsave",
                    "rpmorig",
                    "dpkg-old",
                    "dpkg-new",
                    "dpkg-tmp",
                    "dpkg-dist",
                    "dpkg-bak",
                    "dpkg-backup",
                    "dpkg-remove",
                    "ucf-new",
                    "ucf-old",
                    "ucf-dist",
                    "swp",
                    "bak",
                    "old",
                    "new");

    private static final int TYPE_MASK = 0170000;
    private static final int REGULAR = 0100000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int EXECUTABLE = 0111;

    private final Path root;

    /**
     * Makes a reader.
     *
     * @param root {@code /}; another directory for tests
     */
    public GeneratorDirectories(Path root) {
        this.root = root;
    }

    /** Returns what there is now. */
    public GeneratorList read() {
        return new GeneratorList(environment(), programs(find(UNITS)));
    }

    private List<EnvironmentStep> environment() {
        Path own = root.resolve(VENDOR).resolve(ENVIRONMENT).resolve(ENVIRONMENT_FILES);
        Map<String, Optional<Path>> found = find(ENVIRONMENT);
        found.putIfAbsent(ENVIRONMENT_FILES, Optional.of(own)); // it need not be there
        var steps = new ArrayList<EnvironmentStep>();
        for (Optional<Path> program : found.values()) {
            program.ifPresent(path ->
                    steps.add(
                            path.equals(own)
                                    ? new EnvironmentStep.Files()
                                    : new EnvironmentStep.Program(path.toString())));
        }
        return steps;
    }

    private static List<String> programs(Map<String, Optional<Path>> found) {
        return found.values().stream()
                .flatMap(program -> program.map(Path::toString).stream())
                .toList();
    }

    /** Returns the programs by name, and so in their order; nothing for one that is masked. */
    private Map<String, Optional<Path>> find(String kind) {
        var found = new TreeMap<String, Optional<Path>>();
        for (String directory : DIRECTORIES) {
            find(root.resolve(directory).resolve(kind), found);
        }
        find(root.resolve(VENDOR).resolve(kind), found);
        return found;
    }

    private static void find(Path directory, Map<String, Optional<Path>> found) {
        if (!Files.isDirectory(directory)) {
            return; // as nearly everywhere: an exception would cost more than the look
        }
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path path : listing) {
                String name = String.valueOf(path.getFileName());
                if (found.size() < GENERATORS_MAX
                        && !isPutAside(name)
                        && !found.containsKey(name)) {
                    look(path, name, found);
                }
            }
        } catch (IOException _) {
            // what cannot be read has none for us
        }
    }

    private static void look(Path path, String name, Map<String, Optional<Path>> found)
            throws IOException {
        Map<String, Object> status;
        try {
            status = Files.readAttributes(path, "unix:mode,size");
        } catch (IOException _) {
            return; // a link that leads nowhere
        }
        int mode = (int) status.getOrDefault("mode", 0);
        int type = mode & TYPE_MASK;
        boolean isEmpty = type == REGULAR && Long.valueOf(0).equals(status.get("size"));
        if (isEmpty || type == CHARACTER_DEVICE || type == BLOCK_DEVICE) {
            found.put(name, Optional.empty());
        } else if (type == REGULAR && (mode & EXECUTABLE) != 0) {
            found.put(name, Optional.of(path));
        }
    }

    private static boolean isPutAside(String name) {
        int dot = name.lastIndexOf('.');
        return name.startsWith(".")
                || name.endsWith("~")
                || name.equals("lost+found")
                || name.equals("aquota.user")
                || name.equals("aquota.group")
                || (dot >= 0 && PUT_ASIDE.contains(name.substring(dot + 1)));
    }
}
