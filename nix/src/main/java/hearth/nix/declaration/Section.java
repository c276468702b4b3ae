package hearth.nix.declaration;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The directives of one section of a file, by key.
 *
 * @param settings in the order in which they are written: sorted
 */
public record Section(SortedMap<String, Located<Value>> settings) {
    /** A section that says nothing. */
    public static final Section EMPTY = new Section(new TreeMap<>());

    public Section {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Returns a section of these directives. */
    public static Section of(Map<String, Located<Value>> settings) {
        return new Section(new TreeMap<>(settings));
    }

    /** Returns whether it says nothing. */
    public boolean isEmpty() {
        return settings.isEmpty();
    }
}
