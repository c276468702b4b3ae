package hearth.nix.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A list of lazy elements. */
public final class ListValue implements Value, Iterable<Lazy> {
    /** The list without elements. */
    public static final ListValue EMPTY = new ListValue(new Lazy[0]);

    private final Lazy[] elements;

    private ListValue(Lazy[] elements) {
        this.elements = elements;
    }

    /** Returns a list of these elements, whose array belongs to the list from now on. */
    public static ListValue of(Lazy... elements) {
        return elements.length == 0 ? EMPTY : new ListValue(elements);
    }

    /** Returns a list of these elements. */
    public static ListValue copyOf(Collection<? extends Lazy> elements) {
        return of(elements.toArray(new Lazy[0]));
    }

    /** Returns the number of elements. */
    public int size() {
        return elements.length;
    }

    /** Returns whether there is no element. */
    public boolean isEmpty() {
        return elements.length == 0;
    }

    /** Returns an element, from 0. */
    public Lazy get(int index) {
        return elements[index];
    }

    /** Returns the elements. */
    public List<Lazy> elements() {
        return List.of(elements);
    }

    /** Returns the elements from one index up to another. */
    public ListValue slice(int from, int to) {
        return of(Arrays.copyOfRange(elements, from, to));
    }

    /** Returns this list's elements followed by another's. */
    public ListValue concat(ListValue other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        Lazy[] all = Arrays.copyOf(elements, elements.length + other.elements.length);
        System.arraycopy(other.elements, 0, all, elements.length, other.elements.length);
        return new ListValue(all);
    }

    /** Copies the elements to an array, beginning at an index of it. */
    public void copyTo(Lazy[] target, int start) {
        System.arraycopy(elements, 0, target, start, elements.length);
    }

    @Override
    public Iterator<Lazy> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < elements.length;
            }

            @Override
            public Lazy next() {
                if (next >= elements.length) {
                    throw new NoSuchElementException();
                }
                return elements[next++];
            }
        };
    }

    @Override
    public ValueType type() {
        return ValueType.LIST;
    }
}
