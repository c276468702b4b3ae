package hearth.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages of a module, by what their sources import of one another. A package's name here is
 * what it has beyond the module's own: {@code type.service} of {@code hearth.manager}; the module's
 * own package is the empty one.
 */
public final class Packages {
    /** More files than that nobody overlooks. */
    public static final int FILES_MAX = 25;

    private final Map<String, List<Path>> files;
    private final Map<String, Set<String>> uses = new TreeMap<>();

    private Packages(Map<String, List<Path>> files) {
        this.files = files;
    }

    /**
     * Reads the sources of the module whose directory is the current one, as in a test.
     *
     * @param module {@code hearth.manager}
     */
    public static Packages of(String module) throws IOException {
        return of(Path.of("src/main/java"), module);
    }

    static Packages of(Path sources, String module) throws IOException {
        Path root = sources.resolve(module.replace('.', '/'));
        Pattern imported =
                Pattern.compile(
                        "^import (?:static )?"
                                + Pattern.quote(module)
                                + "((?:\\.[a-z]\\w*)*)\\.[A-Z]");
        try (Stream<Path> all = Files.walk(root)) {
            Packages packages =
                    new Packages(
                            all.filter(file -> file.toString().endsWith(".java"))
                                    .collect(
                                            Collectors.groupingBy(
                                                    file -> name(root, file),
                                                    TreeMap::new,
                                                    Collectors.toList())));
            for (var one : packages.files.entrySet()) {
                packages.uses.put(one.getKey(), used(imported, one.getKey(), one.getValue()));
            }
            return packages;
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).getNameCount() == 1
                ? ""
                : root.relativize(file.getParent()).toString().replace('/', '.');
    }

    private static Set<String> used(Pattern imported, String self, List<Path> files)
            throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                Matcher found = imported.matcher(line);
                if (found.find()) {
                    String name = found.group(1).isEmpty() ? "" : found.group(1).substring(1);
                    used.add(name);
                }
            }
        }
        used.remove(self);
        return used;
    }

    /** Returns the source files by package. */
    public Map<String, List<Path>> files() {
        return files;
    }

    /** Returns the packages that a package uses. */
    public Set<String> usedBy(String name) {
        return uses.getOrDefault(name, Set.of());
    }

    /** Returns the packages that have more than {@link #FILES_MAX} files. */
    public List<String> tooLarge() {
        return files.entrySet().stream()
                .filter(one -> one.getValue().size() > FILES_MAX)
                .map(one -> one.getKey() + ": " + one.getValue().size() + " files")
                .toList();
    }

    /**
     * Compares with a list of layers, one a line, the lowest first, names apart by blanks. A
     * package may use those of the layers below its own; {@code "-"} stands for the module's own
     * package, {@code NAME.*} for all below NAME.
     *
     * @return what is otherwise, for people; empty where all is as the layers say
     */
    public List<String> against(String layers) {
        List<List<String>> rows =
                layers.lines().map(line -> Arrays.asList(line.strip().split(" +"))).toList();
        List<String> faults = new ArrayList<>();
        for (String name : files.keySet()) {
            int own = layerOf(rows, name);
            if (own < 0) {
                faults.add(shown(name) + " has no layer");
                continue;
            }
            for (String used : usedBy(name)) {
                if (layerOf(rows, used) >= own) {
                    faults.add(shown(name) + " uses " + shown(used));
                }
            }
        }
        rows.stream()
                .flatMap(List::stream)
                .filter(pattern -> files.keySet().stream().noneMatch(name -> fits(pattern, name)))
                .map(pattern -> pattern + " is in the layers and nowhere else")
                .forEach(faults::add);
        return faults;
    }

    /** The most particular pattern counts. */
    private static int layerOf(List<List<String>> rows, String name) {
        return rows.stream()
                .flatMap(List::stream)
                .filter(pattern -> fits(pattern, name))
                .max(Comparator.comparingInt(pattern -> pattern.endsWith(".*") ? 0 : 1))
                .map(pattern -> rowOf(rows, pattern))
                .orElse(-1);
    }

    private static int rowOf(List<List<String>> rows, String pattern) {
        int row = 0;
        while (!rows.get(row).contains(pattern)) {
            row++;
        }
        return row;
    }

    private static boolean fits(String pattern, String name) {
        return pattern.endsWith(".*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(shown(name));
    }

    private static String shown(String name) {
        return name.isEmpty() ? "-" : name;
    }
}
