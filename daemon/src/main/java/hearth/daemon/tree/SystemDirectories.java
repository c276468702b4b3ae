package hearth.daemon.tree;

import hearth.daemon.configuration.ManagerTexts;
import hearth.daemon.configuration.SystemManagerTexts;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The directories of units that belong to root, read once and shared by the trees of all users.
 *
 * <p>A second reading keeps every file and directory that has not changed, so that a thousand users
 * who reload share one copy. It touches a disk: it belongs to one worker thread, never to a
 * mailbox.
 */
public final class SystemDirectories {
    /** Bytes of a unit file; systemd's own limit on what it reads. */
    static final int FILE_BYTES_MAX = 1 << 20;

    /** Entries of one directory: ten times what a full distribution has. */
    static final int ENTRIES_MAX = 20_000;

    private record Key(Path path, Object fileKey, long mtimeUsec, long size) {}

    private final Presets presets = new Presets();
    private final SystemManagerTexts managerTexts = new SystemManagerTexts(Path.of("/"));
    private Map<Key, Entry> known = new HashMap<>();
    private Map<Key, Entry> seen = new HashMap<>();
    private Map<Place, UnitDirectory> unchanged = Map.of();

    /** Returns what the distributor and the administrator want enabled for users. */
    public PresetRules presets() {
        return presets.read();
    }

    /** Returns what the machine tells all users' managers. */
    public ManagerTexts managerTexts() {
        return managerTexts.read();
    }

    /** Returns what these places hold now; a place that is missing or unreadable is empty. */
    public List<UnitDirectory> read(List<Place> places) {
        seen = new HashMap<>();
        var directories = new ArrayList<UnitDirectory>();
        for (Place place : places) {
            directories.add(directory(place, entries(Path.of(place.path()), true)));
        }
        known = seen;
        unchanged =
                directories.stream()
                        .collect(
                                Collectors.toMap(
                                        UnitDirectory::place, Function.identity(), (a, _) -> a));
        return directories;
    }

    private UnitDirectory directory(Place place, Map<String, Entry> entries) {
        UnitDirectory before = unchanged.get(place);
        return before != null && before.entries().equals(entries)
                ? before
                : UnitDirectory.of(place, entries);
    }

    private Map<String, Entry> entries(Path directory, boolean goesDeeper) {
        var entries = new HashMap<String, Entry>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path path : listing) {
                if (entries.size() == ENTRIES_MAX) {
                    break;
                }
                entries.put(String.valueOf(path.getFileName()), entry(path, goesDeeper));
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            // most places of the search path are not there
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
            if (attributes.isSymbolicLink()) {
                return link(path, goesDeeper);
            }
            return whatIsAt(path, attributes, goesDeeper);
        } catch (IOException e) {
            return new Entry.Unreadable(reason(e), 0);
        }
    }

    private Entry link(Path path, boolean goesDeeper) throws IOException {
        String target = Files.readSymbolicLink(path).toString();
        Entry destination;
        try {
            destination =
                    whatIsAt(
                            path,
                            Files.readAttributes(path, BasicFileAttributes.class),
                            goesDeeper);
        } catch (NoSuchFileException _) {
            destination = new Entry.Missing();
        } catch (IOException e) {
            destination = new Entry.Unreadable(reason(e), 0);
        }
        return new Entry.Link(target, destination);
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
            Entry entry = known.get(key);
            if (entry == null) {
                entry = Entry.File.of(Files.readAllBytes(path), mtimeUsec);
            }
            seen.put(key, entry);
            return entry;
        }
        boolean isNull = path.toRealPath().equals(Path.of("/dev/null"));
        return isNull
                ? new Entry.NullDevice()
                : new Entry.Unreadable("is not a regular file", mtimeUsec);
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
