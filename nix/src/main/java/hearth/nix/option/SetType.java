package hearth.nix.option;

import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code types.attrsOf} and {@code types.lazyAttrsOf}: sets that are joined, name by name.
 *
 * @param element what the values are
 * @param isLazy whether names are there whose conditions were not looked at
 */
public record SetType(OptionType element, boolean isLazy) implements OptionType {
    /** Returns the type of sets of something. */
    public static SetType of(OptionType element) {
        return new SetType(element, false);
    }

    @Override
    public String described() {
        return "a set";
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof AttributeSet;
    }

    @Override
    public Optional<Value> empty() {
        return Optional.of(AttributeSet.EMPTY);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        List<Attribute> attributes = new ArrayList<>();
        for (Map.Entry<String, List<Candidate>> entry : below(place, definitions).entrySet()) {
            OptionPlace at = place.child(entry.getKey());
            if (isLazy) {
                Lazy value = Later.of(() -> merge(at, entry));
                attributes.add(new Attribute(entry.getKey(), value, position(entry)));
                continue;
            }
            List<Definition> parts = Candidate.effective(entry.getValue());
            if (!parts.isEmpty()) {
                Lazy value = Later.of(() -> element.merge(at, parts));
                attributes.add(new Attribute(entry.getKey(), value, parts.getFirst().position()));
            }
        }
        return AttributeSet.of(attributes);
    }

    private Value merge(OptionPlace at, Map.Entry<String, List<Candidate>> entry) {
        List<Definition> parts = Candidate.effective(entry.getValue());
        if (parts.isEmpty()) {
            return element.empty()
                    .orElseThrow(() -> at.error(position(entry), "is used but not defined"));
        }
        return element.merge(at, parts);
    }

    private static Position position(Map.Entry<String, List<Candidate>> entry) {
        return entry.getValue().getFirst().position();
    }

    /** Returns what defines each name, not looked at. */
    public Map<String, List<Candidate>> candidates(
            OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        return below(place, definitions);
    }

    /** Returns the definitions of each name that count; names that none defines are not there. */
    public SortedMap<String, List<Definition>> entries(
            OptionPlace place, List<Definition> definitions) {
        SortedMap<String, List<Definition>> entries = new TreeMap<>();
        candidates(place, definitions)
                .forEach((name, candidates) -> {
                    List<Definition> parts = Candidate.effective(candidates);
                    if (!parts.isEmpty()) {
                        entries.put(name, parts);
                    }
                });
        return entries;
    }

    private static Map<String, List<Candidate>> below(
            OptionPlace place, List<Definition> definitions) {
        List<Candidate> candidates = new ArrayList<>();
        for (Definition definition : definitions) {
            candidates.add(Candidate.of(definition.value(), definition.position()));
        }
        return Candidate.below(place, candidates);
    }
}
