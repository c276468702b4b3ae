package hearth.nix.plan;

import hearth.nix.render.Directory;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.unit.UnitName;
import hearth.unit.syntax.UnitFile;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What files say about units.
 *
 * @param units by name
 * @param linksByTarget what a target's directories ({@code .wants}, {@code .requires}, {@code
 *     .upholds}) link to, by the name of the target, or other unit, that pulls it in
 */
record UnitVersions(
        SortedMap<String, UnitVersion> units, SortedMap<String, SortedSet<String>> linksByTarget) {
    private static final String DROP_IN_DIRECTORY = ".d";

    UnitVersions {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
        linksByTarget = Collections.unmodifiableSortedMap(new TreeMap<>(linksByTarget));
    }

    /** Returns what these files say. */
    static UnitVersions of(SortedMap<FileName, FileContent> files) {
        SortedMap<String, UnitVersion> units = new TreeMap<>();
        SortedMap<String, SortedSet<String>> links = new TreeMap<>();
        files.forEach((name, content) -> {
            if (name.directory() == Directory.UNITS) {
                add(name.path(), content, units, links);
            }
        });
        return new UnitVersions(units, links);
    }

    private static void add(
            String path,
            FileContent content,
            SortedMap<String, UnitVersion> units,
            SortedMap<String, SortedSet<String>> links) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            UnitVersion before = units.getOrDefault(path, UnitVersion.NONE);
            switch (content) {
                case FileContent.Regular(String text, boolean isExecutable) ->
                        units.put(path, before.withFragment(UnitFile.parse(text)));
                case FileContent.Link link -> {
                    if (content.isMask()) {
                        units.put(path, before.masked());
                    }
                }
            }
            return;
        }
        String directory = path.substring(0, slash);
        int dot = directory.lastIndexOf('.');
        String unit = directory.substring(0, Math.max(0, dot));
        if (directory.endsWith(DROP_IN_DIRECTORY)) {
            if (content instanceof FileContent.Regular(String text, boolean isExecutable)) {
                units.put(
                        unit,
                        units.getOrDefault(unit, UnitVersion.NONE)
                                .plusDropIn(UnitFile.parse(text)));
            }
        } else {
            links.computeIfAbsent(unit, key -> new TreeSet<>()).add(path.substring(slash + 1));
        }
    }

    /** Returns what is said about a unit; for an instance of which nothing is, its template's. */
    UnitVersion of(String unit) {
        UnitVersion own = units.get(unit);
        if (own != null) {
            return own;
        }
        return UnitName.parse(unit)
                .filter(UnitName::isInstance)
                .flatMap(UnitName::template)
                .map(template -> units.getOrDefault(template.text(), UnitVersion.NONE))
                .orElse(UnitVersion.NONE);
    }

    /** Returns what a unit pulls in by our links. */
    SortedSet<String> pulledInBy(String unit) {
        return linksByTarget.getOrDefault(unit, Collections.emptySortedSet());
    }
}
