package hearth.unit.tree;

import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One directory of units, read: immutable, so that one which belongs to root serves all users. */
public final class UnitDirectory {
    /** The most entries that a reader should take up: more is no directory of units. */
    public static final int MAX_ENTRIES = 65_536;

    /** How the directories are called in which links are dependencies. */
    public static final List<String> LINK_DIRECTORIES = List.of(".wants", ".requires", ".upholds");

    private final Place place;
    private final Map<String, Entry> entries;
    private final Map<String, List<String>> links;
    private final Map<String, List<String>> dependencyLinks;
    private final boolean hasDirectories;

    /**
     * Makes a directory of its entries.
     *
     * @param place where it is and what for
     * @param entries by name
     */
    public UnitDirectory(Place place, Map<String, Entry> entries) {
        this.place = place;
        this.entries = Map.copyOf(entries);
        Map<String, List<String>> byTarget = new HashMap<>();
        entries.forEach((name, entry) -> {
            if (entry instanceof Entry.Link(String target, Entry destination)) {
                byTarget.computeIfAbsent(lastPart(target), key -> new ArrayList<>()).add(name);
            }
        });
        byTarget.replaceAll((target, names) -> names.stream().sorted().toList());
        links = Map.copyOf(byTarget);
        dependencyLinks = dependencyLinks(entries);
        hasDirectories = entries.values().stream().anyMatch(UnitDirectory::isDirectory);
    }

    private static Map<String, List<String>> dependencyLinks(Map<String, Entry> entries) {
        Map<String, List<String>> byUnit = new HashMap<>();
        entries.forEach((directory, entry) -> {
            if (entry instanceof Entry.Directory(Map<String, Entry> links)
                    && LINK_DIRECTORIES.stream().anyMatch(directory::endsWith)) {
                for (String link : links.keySet()) {
                    byUnit.computeIfAbsent(link, key -> new ArrayList<>()).add(link);
                    UnitName.parse(link)
                            .filter(UnitName::isInstance)
                            .flatMap(UnitName::template)
                            .ifPresent(template ->
                                    byUnit.computeIfAbsent(
                                                    template.text(), key -> new ArrayList<>())
                                            .add(link));
                }
            }
        });
        return Map.copyOf(byUnit);
    }

    /** Returns a directory of its entries. */
    public static UnitDirectory of(Place place, Map<String, Entry> entries) {
        return new UnitDirectory(place, entries);
    }

    private static boolean isDirectory(Entry entry) {
        return entry instanceof Entry.Directory
                || (entry instanceof Entry.Link(String target, Entry destination)
                        && destination instanceof Entry.Directory);
    }

    /** Returns where it is and what for. */
    public Place place() {
        return place;
    }

    /** Returns what it has, by name. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /** Returns the names of its links by the last part of their targets. */
    public Map<String, List<String>> links() {
        return links;
    }

    /**
     * Returns the names of the links by which units depend on one: its own name, and of a template
     * its instances' too.
     */
    public List<String> dependencyLinks(UnitName unit) {
        return dependencyLinks.getOrDefault(unit.text(), List.of());
    }

    /** Returns whether any entry is, or leads to, a directory. */
    boolean hasDirectories() {
        return hasDirectories;
    }

    /** Returns what it has under a name. */
    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** Returns the path of an entry of this name. */
    public String pathOf(String name) {
        return place.path() + "/" + name;
    }

    /** Returns the absolute path that a link of this directory leads to, dots resolved. */
    String resolved(String target) {
        List<String> parts = new ArrayList<>();
        String path = target.startsWith("/") ? target : pathOf(target);
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** Returns what stands behind the last slash. */
    static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
