package hearth.unit;

import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Trees for tests: of text, or of a directory of this machine. */
public final class Trees {
    /** The specifiers of a user alice on a host hearth. */
    public static final Specifiers ALICE =
            new Specifiers(
                    new Specifiers.Host(
                            Optional.of("0123456789abcdef0123456789abcdef"),
                            Optional.of("fedcba9876543210fedcba9876543210"),
                            "hearth.example.org",
                            Optional.empty(),
                            "6.12.0",
                            "x86-64",
                            Map.of("ID", "debian", "VERSION_ID", "13")),
                    new Specifiers.User(
                            true, "alice", 1000, "users", 100, "/home/alice", "/bin/sh"),
                    new Specifiers.Directories(
                            "/run/user/1000",
                            "/home/alice/.config",
                            "/home/alice/.cache",
                            "/home/alice/.config/log",
                            "/home/alice/.config",
                            "/tmp",
                            "/var/tmp",
                            "/user.slice/user-1000.slice/user@1000.service"));

    private Trees() {}

    /** Returns a file with this text. */
    public static Entry.File file(String text) {
        return Entry.File.of(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** Returns a link to something that is not there. */
    public static Entry.Link link(String target) {
        return new Entry.Link(
                target, target.equals("/dev/null") ? new Entry.NullDevice() : new Entry.Missing());
    }

    /** Returns a link to a file with this text. */
    public static Entry.Link link(String target, String text) {
        return new Entry.Link(target, file(text));
    }

    /** Returns a directory of units. */
    public static UnitDirectory directory(
            String path, Place.Role role, Map<String, Entry> entries) {
        return UnitDirectory.of(new Place(path, role), entries);
    }

    /** Returns a tree of one directory that packages install into. */
    public static UnitTree vendor(Map<String, Entry> entries) {
        return new UnitTree(
                List.of(directory("/usr/lib/systemd/user", Place.Role.VENDOR, entries)));
    }

    /** Returns the unit; fails where it is not loaded. */
    public static UnitDefinition loaded(UnitTree tree, String name) {
        LoadResult result = new UnitLoader(ALICE).load(new UnitName(name), tree);
        if (result instanceof LoadResult.Loaded(UnitDefinition unit)) {
            return unit;
        }
        throw new AssertionError(result.toString());
    }

    /** Returns the unit of one file. */
    public static UnitDefinition loaded(String name, String text) {
        return loaded(vendor(Map.of(name, file(text))), name);
    }

    /** Reads a directory of this machine. */
    public static UnitDirectory read(Path directory, Place.Role role) {
        return UnitDirectory.of(new Place(directory.toString(), role), entries(directory));
    }

    private static Map<String, Entry> entries(Path directory) {
        Map<String, Entry> entries = new HashMap<>();
        try (Stream<Path> list = Files.list(directory)) {
            list.forEach(path -> entries.put(path.getFileName().toString(), entry(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static Entry entry(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                String target = Files.readSymbolicLink(path).toString();
                return new Entry.Link(
                        target,
                        target.equals("/dev/null")
                                ? new Entry.NullDevice()
                                : Files.exists(path)
                                        ? entry(path.toRealPath())
                                        : new Entry.Missing());
            }
            return Files.isDirectory(path)
                    ? new Entry.Directory(entries(path))
                    : new Entry.File(
                            UnitFile.parse(Files.readAllBytes(path)),
                            Files.getLastModifiedTime(path).toMillis() * 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
