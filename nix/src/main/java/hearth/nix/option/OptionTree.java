package hearth.nix.option;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The options that there are, by name. */
public sealed interface OptionTree {

    /** One option. */
    record Leaf(OptionDeclaration declaration) implements OptionTree {}

    /**
     * Another name of an option in the same group: what is defined by it is defined there.
     *
     * @param target a name of the group
     * @param keys names below that one
     */
    record Alias(String target, List<String> keys) implements OptionTree {
        public Alias {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Options below a name.
     *
     * @param children by name
     * @param others what other names are
     */
    record Group(SortedMap<String, OptionTree> children, Others others) implements OptionTree {
        public Group {
            children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
        }

        /** Returns a group. */
        public static Group of(Others others, Map<String, OptionTree> children) {
            return new Group(new TreeMap<>(children), others);
        }
    }

    /** What names are that a group does not have. */
    sealed interface Others {}

    /** Mistakes. */
    record Mistaken() implements Others {}

    /** Options of something else, which mean nothing here. */
    record Foreign() implements Others {}

    /** Options of one type ({@code freeformType}). */
    record Free(OptionType type) implements Others {}

    /** Returns an option without a default. */
    static OptionTree leaf(OptionType type) {
        return new Leaf(OptionDeclaration.of(type));
    }
}
