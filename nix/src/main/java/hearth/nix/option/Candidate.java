package hearth.nix.option;

import hearth.nix.evaluation.Expect;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A definition as it is written: whether it counts is not known before its conditions, and those of
 * its rivals, have been looked at.
 *
 * @param value what it is defined as, with wrappers
 * @param position where
 * @param conditions all must be true
 * @param priority of several definitions those with the lowest number count; {@link #UNSET} where
 *     none has been said
 * @param order of those that count, the lower number comes first; {@link #UNSET} likewise
 */
public record Candidate(
        Lazy value, Position position, List<Lazy> conditions, long priority, long order) {
    /** No number was given. */
    public static final long UNSET = Long.MAX_VALUE;

    /** What an option's own default counts. */
    public static final long OPTION_DEFAULT = 1500;

    /** What counts that says nothing: {@code mkOverride 100}. */
    private static final long PLAIN = 100;

    /** Where what says nothing stands: {@code mkOrder 1000}. */
    private static final long MIDDLE = 1000;

    /** Returns a definition without any wrapper. */
    public static Candidate of(Lazy value, Position position) {
        return new Candidate(value, position, List.of(), UNSET, UNSET);
    }

    /** Returns the definition that an option's default is. */
    public static Candidate ofDefault(Lazy value, Position position) {
        return new Candidate(value, position, List.of(), OPTION_DEFAULT, UNSET);
    }

    /**
     * Returns the definitions that count: those whose conditions are true, of them those of the
     * highest priority, in their order.
     */
    public static List<Definition> effective(List<Candidate> candidates) {
        List<Candidate> parts = new ArrayList<>();
        for (Candidate candidate : candidates) {
            candidate.split(true, parts);
        }
        long best = UNSET;
        for (Candidate part : parts) {
            best = Math.min(best, part.effectivePriority());
        }
        List<Candidate> counting = new ArrayList<>();
        for (Candidate part : parts) {
            if (part.effectivePriority() == best) {
                counting.add(part);
            }
        }
        counting.sort(Comparator.comparingLong(Candidate::effectiveOrder));
        List<Definition> definitions = new ArrayList<>();
        for (Candidate part : counting) {
            definitions.add(new Definition(part.value.force(), part.position));
        }
        return definitions;
    }

    /**
     * Returns what these definitions define below each name. Conditions go along and are not looked
     * at.
     *
     * @param place the group of options whose definitions these are
     */
    public static Map<String, List<Candidate>> below(OptionPlace place, List<Candidate> group) {
        List<Candidate> parts = new ArrayList<>();
        for (Candidate candidate : group) {
            candidate.split(false, parts);
        }
        Map<String, List<Candidate>> byName = new TreeMap<>();
        for (Candidate part : parts) {
            if (!(part.value.force() instanceof AttributeSet set)) {
                throw place.unexpected("a set", new Definition(part.value.force(), part.position));
            }
            for (int i = 0; i < set.size(); i++) {
                byName.computeIfAbsent(set.nameAt(i), name -> new ArrayList<>())
                        .add(part.with(set.valueAt(i), known(set.positionAt(i), part.position)));
            }
        }
        return byName;
    }

    /** Returns the first position, or the other where the first is none. */
    public static Position known(Position position, Position fallback) {
        return position.isKnown() ? position : fallback;
    }

    private Candidate with(Lazy other, Position place) {
        return new Candidate(other, place, conditions, priority, order);
    }

    /** Returns the definition of the set that has this one's value below some names. */
    Candidate below(List<String> keys) {
        Lazy nested = value;
        for (String key : keys.reversed()) {
            nested = AttributeSet.of(new Attribute(key, nested, position));
        }
        return with(nested, position);
    }

    private long effectivePriority() {
        return priority == UNSET ? PLAIN : priority;
    }

    private long effectiveOrder() {
        return order == UNSET ? MIDDLE : order;
    }

    /** Takes the wrappers off; where that takes looking at conditions, drops what does not hold. */
    private void split(boolean looksAtConditions, List<Candidate> out) {
        if (looksAtConditions) {
            for (Lazy condition : conditions) {
                if (!holds(condition)) {
                    return;
                }
            }
        }
        Value known = forced(value);
        String wrapper = known instanceof AttributeSet set ? type(set) : "";
        if (!(known instanceof AttributeSet set)) {
            out.add(with(known, position));
            return;
        }
        switch (wrapper) {
            case "if" -> {
                List<Lazy> both = new ArrayList<>(looksAtConditions ? List.of() : conditions);
                both.add(part(set, "condition"));
                new Candidate(part(set, "content"), position, both, priority, order)
                        .split(looksAtConditions, out);
            }
            case "merge" -> {
                ListValue contents = Expect.list(forced(part(set, "contents")), position);
                for (Lazy content : contents) {
                    with(content, position).split(looksAtConditions, out);
                }
            }
            case "override" ->
                    new Candidate(
                                    part(set, "content"),
                                    position,
                                    conditions,
                                    priority == UNSET ? number(set) : priority,
                                    order)
                            .split(looksAtConditions, out);
            case "order" ->
                    new Candidate(
                                    part(set, "content"),
                                    position,
                                    conditions,
                                    priority,
                                    order == UNSET ? number(set) : order)
                            .split(looksAtConditions, out);
            default -> out.add(with(set, position));
        }
    }

    private boolean holds(Lazy condition) {
        return Expect.bool(forced(condition), position);
    }

    private long number(AttributeSet set) {
        return Expect.integer(forced(part(set, "priority")), position);
    }

    private Value forced(Lazy lazy) {
        try {
            return lazy.force();
        } catch (NixException e) {
            throw e.at(position);
        }
    }

    private Lazy part(AttributeSet set, String name) {
        Lazy part = set.get(name);
        if (part == null) {
            throw new NixException(
                    NixException.Kind.FAILED,
                    "a set with _type must come from lib.mkIf or its kin; this one has no " + name,
                    position);
        }
        return part;
    }

    /** Returns the attribute {@code _type}, or nothing. */
    static String type(AttributeSet set) {
        return set.value("_type") instanceof Text(String word) ? word : "";
    }
}
