package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Calls;
import hearth.nix.evaluation.Expect;
import hearth.nix.evaluation.Operators;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Functions of lists. */
enum ListBuiltin implements Builtin.Body {
    ALL("all", 2),
    ANY("any", 2),
    CONCAT_LISTS("concatLists", 1),
    CONCAT_MAP("concatMap", 2),
    ELEM("elem", 2),
    ELEM_AT("elemAt", 2),
    FILTER("filter", 2),
    FOLDL("foldl'", 3),
    GEN_LIST("genList", 2),
    GENERIC_CLOSURE("genericClosure", 1),
    HEAD("head", 1),
    LENGTH("length", 1),
    MAP("map", 2),
    PARTITION("partition", 2),
    SORT("sort", 2),
    TAIL("tail", 1);

    /** Elements that {@code genList} makes at most: each costs two objects. */
    private static final int MAX_GENERATED = 16 << 20;

    private final String nixName;
    private final int arity;

    ListBuiltin(String nixName, int arity) {
        this.nixName = nixName;
        this.arity = arity;
    }

    @Override
    public String nixName() {
        return nixName;
    }

    @Override
    public int arity() {
        return arity;
    }

    @Override
    public Value apply(Call call) {
        return switch (this) {
            case ALL -> BoolValue.of(!anyIs(call, false));
            case ANY -> BoolValue.of(anyIs(call, true));
            case CONCAT_LISTS -> concatLists(call);
            case CONCAT_MAP -> concatMap(call);
            case ELEM -> elem(call);
            case ELEM_AT -> elemAt(call);
            case FILTER -> filter(call);
            case FOLDL -> foldl(call);
            case GEN_LIST -> genList(call);
            case GENERIC_CLOSURE -> genericClosure(call);
            case HEAD -> head(call);
            case LENGTH -> new IntValue(call.list(0).size());
            case MAP -> map(call);
            case PARTITION -> partition(call);
            case SORT -> sort(call);
            case TAIL -> tail(call);
        };
    }

    private static boolean anyIs(Call call, boolean wanted) {
        Value predicate = call.function(0);
        for (Lazy element : call.list(1)) {
            if (call.test(predicate, element) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Value concatLists(Call call) {
        return joined(call, call.list(0));
    }

    private static Value concatMap(Call call) {
        Value function = call.function(0);
        ListValue list = call.list(1);
        Lazy[] results = new Lazy[list.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = call.call(function, list.get(i));
        }
        return joined(call, ListValue.of(results));
    }

    private static Value joined(Call call, ListValue lists) {
        long size = 0;
        for (Lazy list : lists) {
            size += Expect.list(list.force(), call.site()).size();
        }
        call.charge(4 * size);
        Lazy[] all = new Lazy[Math.toIntExact(size)];
        int next = 0;
        for (Lazy lazy : lists) {
            ListValue list = Expect.list(lazy.force(), call.site());
            list.copyTo(all, next);
            next += list.size();
        }
        return ListValue.of(all);
    }

    private static Value elem(Call call) {
        for (Lazy element : call.list(1)) {
            if (Operators.equal(call.evaluation(), call.lazy(0), element, call.site())) {
                return BoolValue.TRUE;
            }
        }
        return BoolValue.FALSE;
    }

    private static Value elemAt(Call call) {
        ListValue list = call.list(0);
        long index = call.integer(1);
        if (index < 0 || index >= list.size()) {
            throw call.error(
                    "'builtins.elemAt' called with index "
                            + index
                            + " on a list of size "
                            + list.size());
        }
        return list.get((int) index).force();
    }

    private static Value filter(Call call) {
        Value predicate = call.function(0);
        ListValue list = call.list(1);
        List<Lazy> kept = new ArrayList<>();
        for (Lazy element : list) {
            if (call.test(predicate, element)) {
                kept.add(element);
            }
        }
        return kept.size() == list.size() ? list : ListValue.copyOf(kept);
    }

    private static Value foldl(Call call) {
        Value operator = call.function(0);
        Lazy accumulator = call.lazy(1);
        for (Lazy element : call.list(2)) {
            accumulator = Calls.call(operator, accumulator, element, call.site());
        }
        return accumulator.force();
    }

    private static Value genList(Call call) {
        long size = call.integer(1);
        if (size < 0 || size > MAX_GENERATED) {
            throw call.error("cannot create list of size " + size);
        }
        Value generator = size == 0 ? call.value(1) : call.function(0);
        call.charge(40 * size);
        Lazy[] elements = new Lazy[(int) size];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Calls.later(generator, new IntValue(i), call.site());
        }
        return ListValue.of(elements);
    }

    private static Value genericClosure(Call call) {
        AttributeSet set = call.set(0);
        ListValue start = Expect.list(call.required(set, "startSet").force(), call.site());
        if (start.isEmpty()) {
            return start;
        }
        Value operator = Expect.function(call.required(set, "operator").force(), call.site());
        Deque<Lazy> work = new ArrayDeque<>(start.elements());
        Set<Value> done = new TreeSet<>((a, b) -> order(call, a, b));
        List<Lazy> result = new ArrayList<>();
        while (!work.isEmpty()) {
            Lazy element = work.poll();
            AttributeSet attributes = Expect.set(element.force(), call.site());
            if (done.add(call.required(attributes, "key").force())) {
                result.add(element);
                work.addAll(Expect.list(call.call(operator, element), call.site()).elements());
            }
        }
        return ListValue.copyOf(result);
    }

    private static int order(Call call, Value a, Value b) {
        if (Operators.less(call.evaluation(), a, b, call.site())) {
            return -1;
        }
        return Operators.less(call.evaluation(), b, a, call.site()) ? 1 : 0;
    }

    private static Value head(Call call) {
        ListValue list = call.list(0);
        if (list.isEmpty()) {
            throw call.error("'builtins.head' called on an empty list");
        }
        return list.get(0).force();
    }

    private static Value tail(Call call) {
        ListValue list = call.list(0);
        if (list.isEmpty()) {
            throw call.error("'builtins.tail' called on an empty list");
        }
        call.charge(4L * list.size());
        return list.slice(1, list.size());
    }

    private static Value map(Call call) {
        ListValue list = call.list(1);
        if (list.isEmpty()) {
            return list;
        }
        Value function = call.function(0);
        call.charge(24L * list.size());
        Lazy[] results = new Lazy[list.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = Calls.later(function, list.get(i), call.site());
        }
        return ListValue.of(results);
    }

    private static Value partition(Call call) {
        Value predicate = call.function(0);
        List<Lazy> right = new ArrayList<>();
        List<Lazy> wrong = new ArrayList<>();
        for (Lazy element : call.list(1)) {
            (call.test(predicate, element) ? right : wrong).add(element);
        }
        return AttributeSet.of("right", ListValue.copyOf(right), "wrong", ListValue.copyOf(wrong));
    }

    private static Value sort(Call call) {
        ListValue list = call.list(1);
        if (list.isEmpty()) {
            return list;
        }
        Value comparator = call.function(0);
        List<Lazy> elements = new ArrayList<>(list.elements());
        sort(
                call,
                comparator,
                elements,
                new ArrayList<>(Collections.nCopies(list.size(), list.get(0))),
                0,
                list.size());
        return ListValue.copyOf(elements);
    }

    /**
     * A merge sort: stable, and done after as many comparisons, whatever an odd comparator says.
     */
    private static void sort(
            Call call,
            Value comparator,
            List<Lazy> elements,
            List<Lazy> scratch,
            int from,
            int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(call, comparator, elements, scratch, from, middle);
        sort(call, comparator, elements, scratch, middle, to);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takesRight =
                    left == middle
                            || (right < to
                                    && isLess(
                                            call,
                                            comparator,
                                            elements.get(right),
                                            elements.get(left)));
            scratch.set(i, takesRight ? elements.get(right++) : elements.get(left++));
        }
        for (int i = from; i < to; i++) {
            elements.set(i, scratch.get(i));
        }
    }

    private static boolean isLess(Call call, Value comparator, Lazy a, Lazy b) {
        return Expect.bool(Calls.call(comparator, a, b, call.site()), call.site());
    }
}
