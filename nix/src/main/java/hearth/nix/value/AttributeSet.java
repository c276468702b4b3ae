package hearth.nix.value;

import hearth.nix.source.Position;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attribute set: names, sorted bytewise, with lazy values and the places where they were
 * written. Names are byte strings, which for ASCII are ordinary strings.
 *
 * @see hearth.nix.source.ByteStrings
 */
public final class AttributeSet implements Value, Iterable<Attribute> {
    /** The set without attributes. */
    public static final AttributeSet EMPTY =
            new AttributeSet(new String[0], new Lazy[0], new Position[0], null);

    private final String[] names;
    private final Lazy[] values;
    private final Position[] positions;
    private final @Nullable Rest rest;

    private AttributeSet(String[] names, Lazy[] values, Position[] positions, @Nullable Rest rest) {
        this.names = names;
        this.values = values;
        this.positions = positions;
        this.rest = rest;
    }

    /**
     * What a set has besides its own attributes, such as a package for any name. Only selecting
     * finds it: nothing that lists names, or compares sets, knows of it.
     */
    @FunctionalInterface
    public interface Rest {
        /**
         * Returns an attribute's value, or null where there is none.
         *
         * @param site where it is asked for
         * @throws hearth.nix.source.NixException where more is known than that there is none
         */
        @Nullable Lazy select(String name, Position site);
    }

    /**
     * Returns a set over these arrays, which belong to it from now on.
     *
     * @param names distinct and sorted
     * @param values one for each name
     * @param positions one for each name
     */
    public static AttributeSet ofSorted(String[] names, Lazy[] values, Position[] positions) {
        return names.length == 0 ? EMPTY : new AttributeSet(names, values, positions, null);
    }

    /** Returns a set of these attributes; of two with one name the first counts. */
    public static AttributeSet of(Collection<Attribute> attributes) {
        Attribute[] sorted = attributes.toArray(new Attribute[0]);
        Arrays.sort(sorted, Comparator.comparing(Attribute::name));
        int count = 0;
        for (Attribute attribute : sorted) {
            if (count == 0 || !sorted[count - 1].name().equals(attribute.name())) {
                sorted[count++] = attribute;
            }
        }
        String[] names = new String[count];
        Lazy[] values = new Lazy[count];
        Position[] positions = new Position[count];
        for (int i = 0; i < count; i++) {
            names[i] = sorted[i].name();
            values[i] = sorted[i].value();
            positions[i] = sorted[i].position();
        }
        return ofSorted(names, values, positions);
    }

    /** Returns a set of these attributes; of two with one name the first counts. */
    public static AttributeSet of(Attribute... attributes) {
        return of(List.of(attributes));
    }

    /** Returns a set of one attribute that was written nowhere. */
    public static AttributeSet of(String name, Lazy value) {
        return ofSorted(new String[] {name}, new Lazy[] {value}, new Position[] {Position.NONE});
    }

    /** Returns a set of two attributes that were written nowhere. */
    public static AttributeSet of(String name, Lazy value, String otherName, Lazy otherValue) {
        return of(new Attribute(name, value), new Attribute(otherName, otherValue));
    }

    /** Returns the number of attributes. */
    public int size() {
        return names.length;
    }

    /** Returns whether there is no attribute. */
    public boolean isEmpty() {
        return names.length == 0;
    }

    /** Returns whether there is an attribute of that name. */
    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /** Returns an attribute's value, or null where there is none of that name. */
    public @Nullable Lazy get(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    /** Returns this set with a rest in the place of its own. */
    public AttributeSet withRest(Rest other) {
        return new AttributeSet(names, values, positions, other);
    }

    /**
     * Returns an attribute's value, the rest included, or null where there is none of that name.
     *
     * @param site where it is asked for
     */
    public @Nullable Lazy select(String name, Position site) {
        int index = indexOf(name);
        if (index >= 0) {
            return values[index];
        }
        return rest == null ? null : rest.select(name, site);
    }

    /** Returns an attribute's value, evaluated, or null where there is none of that name. */
    public @Nullable Value value(String name) {
        Lazy lazy = get(name);
        return lazy == null ? null : lazy.force();
    }

    /** Returns an attribute's value where there is one of that name. */
    public Optional<Lazy> find(String name) {
        return Optional.ofNullable(get(name));
    }

    /**
     * Returns where an attribute was written; {@link Position#NONE} where that is nowhere, or there
     * is no such one.
     */
    public Position position(String name) {
        int index = indexOf(name);
        return index < 0 ? Position.NONE : positions[index];
    }

    /** Returns the names, sorted bytewise. */
    public List<String> names() {
        return List.of(names);
    }

    /** Returns the name at an index of the sorted order, from 0. */
    public String nameAt(int index) {
        return names[index];
    }

    /** Returns the value at an index of the sorted order, from 0. */
    public Lazy valueAt(int index) {
        return values[index];
    }

    /** Returns the position at an index of the sorted order, from 0. */
    public Position positionAt(int index) {
        return positions[index];
    }

    /** Returns this set with one attribute added or replaced. */
    public AttributeSet with(Attribute attribute) {
        return update(
                ofSorted(
                        new String[] {attribute.name()},
                        new Lazy[] {attribute.value()},
                        new Position[] {attribute.position()}));
    }

    /** Returns this set with one attribute added or replaced that was written nowhere. */
    public AttributeSet with(String name, Lazy value) {
        return with(new Attribute(name, value));
    }

    /** Returns this set without the attributes of these names. */
    public AttributeSet without(Collection<String> removed) {
        Draft draft = new Draft(names.length);
        for (int i = 0; i < names.length; i++) {
            if (!removed.contains(names[i])) {
                draft.add(this, i);
            }
        }
        return draft.count == names.length ? this : draft.toSet();
    }

    /** Returns the attributes of both sets, the other's winning: the operator {@code //}. */
    public AttributeSet update(AttributeSet other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty() && rest == null) {
            return other;
        }
        Draft draft = new Draft(names.length + other.names.length);
        int mine = 0;
        int theirs = 0;
        while (mine < names.length && theirs < other.names.length) {
            int order = names[mine].compareTo(other.names[theirs]);
            if (order < 0) {
                draft.add(this, mine++);
            } else {
                draft.add(other, theirs++);
                mine += order == 0 ? 1 : 0;
            }
        }
        while (mine < names.length) {
            draft.add(this, mine++);
        }
        while (theirs < other.names.length) {
            draft.add(other, theirs++);
        }
        AttributeSet both = draft.toSet();
        return rest == null ? both : both.withRest(rest);
    }

    /** Returns the attributes of this set whose names another has, too. */
    public AttributeSet restrictedTo(AttributeSet other) {
        Draft draft = new Draft(Math.min(names.length, other.names.length));
        for (int i = 0; i < names.length; i++) {
            if (other.has(names[i])) {
                draft.add(this, i);
            }
        }
        return draft.toSet();
    }

    /**
     * Returns a set of the same names and positions with other values, which belong to it from now
     * on.
     */
    public AttributeSet withValues(Lazy[] others) {
        return ofSorted(names, others, positions);
    }

    @Override
    public Iterator<Attribute> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < names.length;
            }

            @Override
            public Attribute next() {
                if (next >= names.length) {
                    throw new NoSuchElementException();
                }
                int index = next++;
                return new Attribute(names[index], values[index], positions[index]);
            }
        };
    }

    @Override
    public ValueType type() {
        return ValueType.SET;
    }

    /**
     * Names of one program are interned by its parser, so looking for the same object first saves
     * comparing most.
     */
    @SuppressWarnings("ReferenceEquality") // the same object is the common case, and found at once
    private int indexOf(String name) {
        int low = 0;
        int high = names.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            String candidate = names[middle];
            int order = candidate == name ? 0 : candidate.compareTo(name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Collects attributes in sorted order. */
    private static final class Draft {
        private final String[] names;
        private final Lazy[] values;
        private final Position[] positions;
        private int count;

        Draft(int capacity) {
            names = new String[capacity];
            values = new Lazy[capacity];
            positions = new Position[capacity];
        }

        void add(AttributeSet from, int index) {
            names[count] = from.names[index];
            values[count] = from.values[index];
            positions[count++] = from.positions[index];
        }

        AttributeSet toSet() {
            return count == names.length
                    ? ofSorted(names, values, positions)
                    : ofSorted(
                            Arrays.copyOf(names, count),
                            Arrays.copyOf(values, count),
                            Arrays.copyOf(positions, count));
        }
    }
}
