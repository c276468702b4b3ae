package hearth.nix.plan;

import hearth.unit.syntax.UnitFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What our files say about one unit.
 *
 * @param fragment its main file, where that is ours
 * @param isMasked whether ours masks it
 * @param dropIns ours, in the order of their names
 */
record UnitVersion(Optional<UnitFile> fragment, boolean isMasked, List<UnitFile> dropIns) {
    /** Our files say nothing about it. */
    static final UnitVersion NONE = new UnitVersion(Optional.empty(), false, List.of());

    UnitVersion {
        dropIns = List.copyOf(dropIns);
    }

    UnitVersion withFragment(UnitFile file) {
        return new UnitVersion(Optional.of(file), false, dropIns);
    }

    UnitVersion masked() {
        return new UnitVersion(Optional.empty(), true, dropIns);
    }

    UnitVersion plusDropIn(UnitFile file) {
        List<UnitFile> more = new ArrayList<>(dropIns);
        more.add(file);
        return new UnitVersion(fragment, isMasked, more);
    }

    /** Returns whether our files say anything. */
    boolean isPresent() {
        return !equals(NONE);
    }

    /** Returns whether they only add to somebody else's unit. */
    boolean isExtension() {
        return fragment.isEmpty() && !isMasked && !dropIns.isEmpty();
    }

    /** Returns all values, by directive, in the order written. */
    SortedMap<DirectiveName, List<String>> values() {
        SortedMap<DirectiveName, List<String>> values = new TreeMap<>();
        fragment.ifPresent(file -> collect(file, values));
        dropIns.forEach(file -> collect(file, values));
        return Collections.unmodifiableSortedMap(values);
    }

    private static void collect(UnitFile file, SortedMap<DirectiveName, List<String>> values) {
        for (UnitFile.Directive directive : file.directives()) {
            values.computeIfAbsent(
                            new DirectiveName(directive.section(), directive.name()),
                            key -> new ArrayList<>())
                    .add(directive.value());
        }
    }

    /** Returns the last value of a directive. */
    Optional<String> value(String section, String name) {
        List<String> values = values().get(new DirectiveName(section, name));
        return values == null ? Optional.empty() : Optional.of(values.getLast());
    }

    /** Returns what a directive says, as systemd reads a boolean. */
    boolean flag(String section, String name, boolean fallback) {
        return value(section, name)
                .map(text ->
                        switch (text) {
                            case "1", "yes", "y", "true", "t", "on" -> true;
                            case "0", "no", "n", "false", "f", "off" -> false;
                            default -> fallback;
                        })
                .orElse(fallback);
    }
}
