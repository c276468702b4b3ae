package hearth.daemon.tree;

import hearth.daemon.configuration.GeneratorDirectories;
import hearth.daemon.configuration.GeneratorList;
import hearth.daemon.configuration.ManagerTexts;
import hearth.daemon.configuration.SystemManagerTexts;
import hearth.linux.Inotify;
import hearth.unit.install.PresetRules;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The directories of units that belong to root, read once and shared by the trees of all users.
 *
 * <p>A second reading keeps every file and directory that has not changed, so that a thousand users
 * who reload share one copy; a directory in which the kernel has seen nothing happen is not even
 * looked at. It touches a disk: it belongs to one worker thread, never to a mailbox.
 */
public final class SystemDirectories {
    /** Bytes of a unit file; systemd's own limit on what it reads. */
    static final int FILE_BYTES_MAX = 1 << 20;

    /** Entries of one directory: ten times what a full distribution has. */
    static final int ENTRIES_MAX = 20_000;

    private record Key(Path path, Object fileKey, long mtimeUsec, long size) {}

    /** Places remembered: the search paths of users and system, with room for odd ones. */
    private static final int PLACES_MAX = 256;

    private static final Path NULL_DEVICE = Path.of("/dev/null");

    /** Which directory a place is where it is none: the next look asks again. */
    private static final Object NOT_THERE = "";

    private final Presets presets = new Presets(Path.of("/"));
    private final SystemManagerTexts managerTexts = new SystemManagerTexts(Path.of("/"));
    private final GeneratorDirectories generators;
    private final Map<Place, Known> known = new HashMap<>();
    private final DirectoryWatches watches;

    /**
     * A directory as it was read.
     *
     * @param identity which directory it was
     * @param files what was seen in it
     * @param isCurrent whether the kernel would have told of any change since
     */
    private record Known(
            UnitDirectory directory, Object identity, Map<Key, Entry> files, boolean isCurrent) {
        Known outdated() {
            return new Known(directory, identity, files, false);
        }
    }

    /** Makes a reader that knows nothing yet. */
    public SystemDirectories(Inotify inotify) {
        this(inotify, new GeneratorDirectories(Path.of("/")));
    }

    /** Makes a reader that knows nothing yet, and finds generators elsewhere. */
    public SystemDirectories(Inotify inotify, GeneratorDirectories generators) {
        this.generators = generators;
        watches = new DirectoryWatches(inotify);
    }

    /** Returns what the distributor and the administrator want enabled for users. */
    public PresetRules presets() {
        return presets.read();
    }

    /** Returns what the machine tells all users' managers. */
    public ManagerTexts managerTexts() {
        return managerTexts.read();
    }

    /** Returns the generators that all users' managers run. */
    public GeneratorList generators() {
        return generators.read();
    }

    /** Returns what these places hold now; a place that is missing or unreadable is empty. */
    public List<UnitDirectory> read(List<Place> places) {
        Set<Path> changed = watches.takeChanged();
        if (!changed.isEmpty()) {
            known.replaceAll((place, before) ->
                    changed.contains(Path.of(place.path())) ? before.outdated() : before);
        }
        var directories = new ArrayList<UnitDirectory>();
        for (Place place : places) {
            directories.add(directory(place));
        }
        return directories;
    }

    private UnitDirectory directory(Place place) {
        Path path = Path.of(place.path());
        Object identity = identity(path);
        Known before = known.get(place);
        if (before != null && before.isCurrent() && before.identity().equals(identity)) {
            return before.directory();
        }
        watches.forget(path);
        var reading = new Reading(path, before == null ? Map.of() : before.files());
        Map<String, Entry> entries =
                identity.equals(NOT_THERE) ? Map.of() : reading.entries(path, true);
        UnitDirectory directory =
                before != null && before.directory().entries().equals(entries)
                        ? before.directory()
                        : UnitDirectory.of(place, entries);
        if (known.size() < PLACES_MAX || before != null) {
            known.put(
                    place, new Known(directory, identity, reading.seen, reading.isEveryChangeTold));
        }
        return directory;
    }

    private static Object identity(Path path) {
        try {
            return fileKey(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (IOException _) {
            return NOT_THERE;
        }
    }

    /** One look at all that is below a place; what it looks at is watched first. */
    private final class Reading {
        private final Path tree;
        private final Map<Key, Entry> before;
        private final Map<Key, Entry> seen = new HashMap<>();
        private boolean isEveryChangeTold = true;

        Reading(Path tree, Map<Key, Entry> before) {
            this.tree = tree;
            this.before = before;
        }

        private void watch(Path directory) {
            isEveryChangeTold &= watches.watch(tree, directory);
        }

        Map<String, Entry> entries(Path directory, boolean goesDeeper) {
            watch(directory);
            var entries = new HashMap<String, Entry>();
            try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
                for (Path path : listing) {
                    if (entries.size() == ENTRIES_MAX) {
                        break;
                    }
                    entries.put(String.valueOf(path.getFileName()), entry(path, goesDeeper));
                }
            } catch (NoSuchFileException | NotDirectoryException _) {
                isEveryChangeTold = false; // gone while it was looked at
            } catch (IOException e) {
                entries.put(".", new Entry.Unreadable(reason(e), 0));
            }
            return entries;
        }

        private Entry entry(Path path, boolean goesDeeper) {
            try {
                var attributes =
                        Files.readAttributes(
                                path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return attributes.isSymbolicLink()
                        ? link(path, goesDeeper)
                        : whatIsAt(path, attributes, goesDeeper);
            } catch (IOException e) {
                return new Entry.Unreadable(reason(e), 0);
            }
        }

        private Entry link(Path path, boolean goesDeeper) throws IOException {
            Path target = Files.readSymbolicLink(path);
            Entry destination;
            try {
                watchTarget(path, target);
                destination =
                        whatIsAt(
                                path,
                                Files.readAttributes(path, BasicFileAttributes.class),
                                goesDeeper);
            } catch (NoSuchFileException _) {
                isEveryChangeTold = false; // it may come wherever that is
                destination = new Entry.Missing();
            } catch (IOException e) {
                isEveryChangeTold = false;
                destination = new Entry.Unreadable(reason(e), 0);
            }
            return new Entry.Link(target.toString(), destination);
        }

        /** A file that one link leads to is told of by its directory; longer ways are not told. */
        private void watchTarget(Path path, Path target) throws IOException {
            Path end = path.toRealPath();
            if (end.equals(NULL_DEVICE)) {
                return;
            }
            Path first = path.resolveSibling(target).normalize();
            Path directory = first.resolveSibling("").toRealPath();
            boolean isOneStep =
                    directory.resolve(first.getFileName()).equals(end) && Files.isRegularFile(end);
            if (isOneStep) {
                watch(directory);
            } else {
                isEveryChangeTold = false;
            }
        }

        private Entry whatIsAt(Path path, BasicFileAttributes attributes, boolean goesDeeper)
                throws IOException {
            long mtimeUsec = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
            if (attributes.isDirectory()) {
                return new Entry.Directory(goesDeeper ? entries(path, false) : Map.of());
            }
            if (attributes.isRegularFile()) {
                if (attributes.size() > FILE_BYTES_MAX) {
                    return new Entry.Unreadable("larger than 1 MiB", mtimeUsec);
                }
                var key = new Key(path, fileKey(attributes), mtimeUsec, attributes.size());
                Entry entry = before.get(key);
                if (entry == null) {
                    entry = Entry.File.of(Files.readAllBytes(path), mtimeUsec);
                }
                seen.put(key, entry);
                return entry;
            }
            return path.toRealPath().equals(NULL_DEVICE)
                    ? new Entry.NullDevice()
                    : new Entry.Unreadable("is not a regular file", mtimeUsec);
        }
    }

    private static Object fileKey(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? "" : key;
    }

    private static String reason(IOException e) {
        return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : word(e);
    }

    private static String word(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case java.nio.file.FileSystemLoopException _ -> "too many symbolic links";
            default -> String.valueOf(e.getMessage());
        };
    }
}
