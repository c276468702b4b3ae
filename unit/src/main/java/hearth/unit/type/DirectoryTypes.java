package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.Words;
import hearth.unit.value.exec.ManagedDirectory;
import hearth.unit.value.exec.WorkingDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The types of the directories that a process of systemd.exec(5) has, or works in. */
public final class DirectoryTypes {
    /** {@code WorkingDirectory=}. */
    public static final ValueType<WorkingDirectory> WORKING_DIRECTORY =
            new ValueType<>(
                    "path",
                    DirectoryTypes::parseWorkingDirectory,
                    Merge.assignOrReset(),
                    Wire.scalar(
                            "s",
                            directory ->
                                    (directory.mayBeMissing() ? "!" : "")
                                            + (directory.isHome() ? "~" : directory.path()),
                            Wire::literal));

    /** {@code RuntimeDirectory=} and its like. */
    public static final ValueType<List<ManagedDirectory>> DIRECTORIES =
            BasicTypes.listOf(
                    "directories",
                    DirectoryTypes::parseDirectory,
                    new Merge<>(Merge.Empty.RESETS, DistinctDirectories::new),
                    Wire.list(
                            "as",
                            directories ->
                                    directories.stream().map(ManagedDirectory::path).toList(),
                            word -> Words.quote(Wire.literal(word))));

    private DirectoryTypes() {}

    /** Returns the property of directories, and the one that sets links to them. */
    public static List<Property<List<ManagedDirectory>>> directoryProperties(String name) {
        return List.of(
                new Property<>(name, DIRECTORIES.wire(), Property.Access.LISTED),
                new Property<>(
                        name + "Symlink",
                        Wire.list("a(sst)", DirectoryTypes::links, DirectoryTypes::linkText),
                        Property.Access.TRANSIENT_ONLY));
    }

    /** Each link as the directory, the link below the same base, and flags, of which none exist. */
    private static List<List<Object>> links(List<ManagedDirectory> directories) {
        List<List<Object>> links = new ArrayList<>();
        for (ManagedDirectory directory : directories) {
            directory.links().forEach(link -> links.add(List.of(directory.path(), link, 0L)));
        }
        return links;
    }

    private static String linkText(Object member) {
        List<?> fields = (List<?>) member;
        if (BasicTypes.number(fields.get(2)) != 0) {
            throw new IllegalArgumentException("a link has no flags");
        }
        return Words.quote(Wire.literal(fields.get(0)) + ":" + Wire.literal(fields.get(1)));
    }

    /** A directory that is named again has the links of both. */
    private static final class DistinctDirectories implements Merge.Sum<List<ManagedDirectory>> {
        private final Map<String, SequencedSet<String>> linksByPath = new LinkedHashMap<>();

        @Override
        public void add(List<ManagedDirectory> directories) {
            for (ManagedDirectory directory : directories) {
                linksByPath
                        .computeIfAbsent(directory.path(), path -> new LinkedHashSet<>())
                        .addAll(directory.links());
            }
        }

        @Override
        public List<ManagedDirectory> total() {
            return linksByPath.entrySet().stream()
                    .map(one -> new ManagedDirectory(one.getKey(), List.copyOf(one.getValue())))
                    .toList();
        }
    }

    private static Optional<WorkingDirectory> parseWorkingDirectory(String text, Reading reading) {
        boolean mayBeMissing = text.startsWith("-") || text.startsWith("!");
        String path = mayBeMissing ? text.substring(1) : text;
        if (path.equals("~")) {
            return Optional.of(new WorkingDirectory(reading.home(), mayBeMissing, true));
        }
        Optional<String> resolved =
                mayBeMissing ? reading.resolve(path) : reading.resolveOrRefuse(path);
        return resolved.flatMap(plain ->
                        mayBeMissing
                                ? BasicTypes.absolute(plain, reading)
                                : BasicTypes.absoluteOrRefuse(plain, reading))
                .map(plain -> new WorkingDirectory(plain, mayBeMissing, false));
    }

    private static Optional<ManagedDirectory> parseDirectory(String word, Reading reading) {
        int colon = word.indexOf(':');
        String source = colon < 0 ? word : word.substring(0, colon);
        Optional<String> path = reading.resolve(source).flatMap(text -> relative(text, reading));
        if (path.isEmpty() || colon < 0) {
            return path.map(plain -> new ManagedDirectory(plain, List.of()));
        }
        return reading.resolve(word.substring(colon + 1))
                .flatMap(text -> relative(text, reading))
                .map(link -> new ManagedDirectory(path.get(), List.of(link)));
    }

    private static Optional<String> relative(String path, Reading reading) {
        String plain = BasicTypes.simplified(path);
        boolean isBad =
                plain.isEmpty()
                        || plain.startsWith("/")
                        || plain.equals("private")
                        || plain.startsWith("private/")
                        || plain.equals(".") // all that others keep there would go with it
                        || BasicTypes.isClimbing(plain);
        if (isBad) {
            reading.warn("'" + path + "' is not a plain relative path, ignored");
        }
        return isBad ? Optional.empty() : Optional.of(plain);
    }
}
