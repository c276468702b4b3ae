package hearth.unit.tree;

import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The directories of one manager's search path, first wins. It holds references only: directories
 * of root are read once and shared by the trees of all users.
 *
 * @param directories in order of priority
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public record UnitTree(List<UnitDirectory> directories) {
    /** A tree without any unit. */
    public static final UnitTree EMPTY = new UnitTree(List.of());

    /** The longest chain of aliases, as long as the kernel's of links. */
    private static final int MAX_ALIASES_IN_A_ROW = 40;

    /** The most drop-ins of one unit: all of them are read for each unit they match. */
    public static final int MAX_DROP_INS = 1024;

    public UnitTree {
        directories = List.copyOf(directories);
    }

    /**
     * A drop-in.
     *
     * @param place the directory of units that has it
     * @param path where
     * @param entry what is there; a file, or why there is none
     */
    public record DropIn(Place place, String path, Entry entry) {}

    /** Returns this tree with more directories behind its own. */
    public UnitTree plus(List<UnitDirectory> more) {
        List<UnitDirectory> all = new ArrayList<>(directories);
        all.addAll(more);
        return new UnitTree(all);
    }

    /** Returns what is there under a name, aliases followed, for instances the template's. */
    public Found find(UnitName name) {
        UnitName current = name;
        for (int i = 0; i < MAX_ALIASES_IN_A_ROW; i++) {
            Optional<UnitDirectory> directory = first(current.text());
            Optional<UnitName> template =
                    directory.isEmpty() && current.isInstance()
                            ? current.template()
                            : Optional.empty();
            if (template.isPresent()) {
                directory = first(template.get().text());
            }
            if (directory.isEmpty()) {
                return new Found.Nothing(current);
            }
            String entryName = template.orElse(current).text();
            Entry entry = directory.get().entry(entryName).orElseGet(Entry.Missing::new);
            Optional<UnitName> alias =
                    entry instanceof Entry.Link(String target, Entry destination)
                            ? aliasTarget(current, entryName, directory.get(), target)
                            : Optional.empty();
            if (alias.isEmpty()) {
                return found(current, entryName, entry, directory.get());
            }
            current = alias.get();
        }
        return new Found.Broken(name, "", "aliases lead round in a circle");
    }

    private static Found found(
            UnitName id, String entryName, Entry entry, UnitDirectory directory) {
        String path = directory.pathOf(entryName);
        return switch (entry) {
            case Entry.File file ->
                    file.content().isEmpty()
                            ? new Found.Masked(id, path)
                            : new Found.Fragment(id, path, file, directory.place());
            case Entry.Link(String target, Entry destination) ->
                    linked(id, path, directory.resolved(target), destination, directory);
            case Entry.NullDevice none -> new Found.Masked(id, path);
            case Entry.Unreadable(String reason, long mtime) -> new Found.Broken(id, path, reason);
            case Entry.Directory other -> new Found.Nothing(id);
            case Entry.Missing none -> new Found.Nothing(id);
        };
    }

    /** A link out of the tree, or to the same name in another directory, is the unit itself. */
    private static Found linked(
            UnitName id, String path, String target, Entry destination, UnitDirectory directory) {
        return switch (destination) {
            case Entry.File file ->
                    file.content().isEmpty()
                            ? new Found.Masked(id, path)
                            : new Found.Fragment(id, target, file, directory.place());
            case Entry.NullDevice none -> new Found.Masked(id, path);
            // As for systemd: what such a link leads to is no unit of this name.
            case Entry.Unreadable unreadable -> new Found.Nothing(id);
            case Entry.Link link -> new Found.Nothing(id);
            case Entry.Directory other -> new Found.Nothing(id);
            case Entry.Missing none ->
                    target.equals("/dev/null") ? new Found.Masked(id, path) : new Found.Nothing(id);
        };
    }

    /** Returns the unit that a link makes a name an alias of; nothing where it is no alias. */
    private Optional<UnitName> aliasTarget(
            UnitName name, String entryName, UnitDirectory directory, String target) {
        String path = directory.resolved(target);
        String last = UnitDirectory.lastPart(path);
        if (last.equals(entryName) || !isInTree(path)) {
            return Optional.empty();
        }
        Optional<UnitName> other = UnitName.parse(last);
        if (other.isPresent() && other.get().isTemplate() && !name.isTemplate()) {
            other = name.instance().flatMap(other.get()::withInstance);
        }
        return other.filter(id -> id.type() == name.type());
    }

    private boolean isInTree(String path) {
        String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        for (UnitDirectory directory : directories) {
            if (directory.place().path().equals(parent)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the first directory with an entry of this name that can be a unit. */
    private Optional<UnitDirectory> first(String name) {
        for (UnitDirectory directory : directories) {
            Entry entry = directory.entries().get(name);
            if (entry != null && !(entry instanceof Entry.Directory)) {
                return Optional.of(directory);
            }
        }
        return Optional.empty();
    }

    /** Returns all names of a unit: its own first, then its aliases. */
    public SequencedSet<UnitName> namesOf(UnitName id) {
        SequencedSet<UnitName> names = new LinkedHashSet<>();
        names.add(id);
        collectAliases(id.text(), id, names);
        id.template()
                .filter(template -> id.isInstance())
                .ifPresent(template -> collectAliases(template.text(), id, names));
        return names;
    }

    private void collectAliases(String target, UnitName id, SequencedSet<UnitName> names) {
        for (UnitDirectory directory : directories) {
            for (String link : directory.links().getOrDefault(target, List.of())) {
                UnitName.parse(link)
                        .flatMap(name ->
                                name.isTemplate()
                                        ? id.instance().flatMap(name::withInstance)
                                        : Optional.of(name))
                        .filter(name -> !names.contains(name) && leadsTo(name, id))
                        .ifPresent(name -> {
                            names.add(name);
                            collectAliases(name.text(), id, names);
                        });
            }
        }
    }

    private boolean leadsTo(UnitName alias, UnitName id) {
        return switch (find(alias)) {
            case Found.Fragment fragment -> fragment.id().equals(id);
            case Found.Nothing nothing -> nothing.id().equals(id);
            case Found.Masked masked -> false;
            case Found.Broken broken -> false;
        };
    }

    /**
     * Returns the drop-ins of a unit in the order in which they are applied: by file name; of two
     * with the same name the one of the more important directory.
     *
     * @param names the unit's own name and its aliases
     */
    public List<DropIn> dropIns(SequencedSet<UnitName> names) {
        Map<String, DropIn> byName = new TreeMap<>();
        collect(names, ".d", byName);
        String type = names.getFirst().type().wireName() + ".d";
        for (UnitDirectory directory : directories) {
            collectFrom(directory, type, byName);
        }
        return configurations(byName);
    }

    /**
     * Returns the drop-ins of a unit's own name and its template's, the only ones to install it.
     */
    public List<DropIn> ownDropIns(UnitName name) {
        Map<String, DropIn> byName = new TreeMap<>();
        List<UnitName> names = new ArrayList<>(List.of(name));
        name.template().filter(_ -> name.isInstance()).ifPresent(names::add);
        for (UnitName own : names) {
            for (UnitDirectory directory : directories) {
                collectFrom(directory, own + ".d", byName);
            }
        }
        return configurations(byName);
    }

    /** A file that begins with a point is hidden: an editor's, or put aside. */
    private static List<DropIn> configurations(Map<String, DropIn> byName) {
        return byName.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".conf") && !file.getKey().startsWith("."))
                .limit(MAX_DROP_INS)
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * Returns the entries of the directories {@code NAME.wants} and its like.
     *
     * @param suffix {@code .wants}, {@code .requires} or {@code .upholds}
     */
    public List<DropIn> links(SequencedSet<UnitName> names, String suffix) {
        Map<String, DropIn> byName = new TreeMap<>();
        collect(names, suffix, byName);
        return List.copyOf(byName.values());
    }

    private void collect(SequencedSet<UnitName> names, String suffix, Map<String, DropIn> byName) {
        for (UnitName name : names) {
            List<String> directoryNames = stems(name, suffix);
            for (UnitDirectory directory : directories) {
                for (String directoryName : directoryNames) {
                    collectFrom(directory, directoryName, byName);
                }
            }
        }
    }

    private static void collectFrom(
            UnitDirectory directory, String name, Map<String, DropIn> byName) {
        if (!directory.hasDirectories()) {
            return; // true of most, and asked a hundred times for each unit
        }
        directory
                .entry(name)
                .map(entry ->
                        entry instanceof Entry.Link(String to, Entry destination)
                                ? destination
                                : entry)
                .ifPresent(entry -> {
                    if (entry instanceof Entry.Directory(Map<String, Entry> entries)) {
                        String path = directory.pathOf(name) + "/";
                        entries.forEach((file, content) ->
                                byName.putIfAbsent(
                                        file, new DropIn(directory.place(), path + file, content)));
                    }
                });
    }

    /**
     * Returns a suffix behind the name, its template, and the prefixes that end in a dash: for
     * {@code a-b@c.service} that is itself, {@code a-b@.service} and {@code a-.service}.
     */
    private static List<String> stems(UnitName name, String suffix) {
        List<String> stems = new ArrayList<>(4);
        stems.add(name + suffix);
        if (name.isInstance()) {
            name.template().ifPresent(template -> stems.add(template + suffix));
        }
        String prefix = name.prefix();
        String type = "." + name.type().wireName() + suffix;
        for (int dash = prefix.lastIndexOf('-');
                dash > 0;
                dash = prefix.lastIndexOf('-', dash - 1)) {
            if (dash + 1 < prefix.length()) {
                stems.add(prefix.substring(0, dash + 1) + type);
            }
        }
        return stems;
    }
}
