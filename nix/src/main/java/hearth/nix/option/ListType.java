package hearth.nix.option;

import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code types.listOf}: lists that are joined.
 *
 * @param element what the elements are
 * @param isNeverEmpty whether there must be one
 */
public record ListType(OptionType element, boolean isNeverEmpty) implements OptionType {
    /** Returns the type of lists of something. */
    public static ListType of(OptionType element) {
        return new ListType(element, false);
    }

    @Override
    public String described() {
        return isNeverEmpty ? "a list that is not empty" : "a list";
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof ListValue list && !(isNeverEmpty && list.isEmpty());
    }

    @Override
    public Optional<Value> empty() {
        return isNeverEmpty ? Optional.empty() : Optional.of(ListValue.EMPTY);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        List<Lazy> merged = new ArrayList<>();
        for (Definition each : elements(place, definitions)) {
            merged.add(each.value());
        }
        return ListValue.copyOf(merged);
    }

    /** Returns the elements, each with the place of the definition that has it. */
    public List<Definition> elements(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        List<Definition> elements = new ArrayList<>();
        for (Definition definition : definitions) {
            if (definition.value() instanceof ListValue list) {
                for (int i = 0; i < list.size(); i++) {
                    List<Definition> parts =
                            Candidate.effective(
                                    List.of(Candidate.of(list.get(i), definition.position())));
                    if (!parts.isEmpty()) {
                        OptionPlace at = place.child("[" + (i + 1) + "]");
                        elements.add(
                                new Definition(
                                        element.merge(at, parts), parts.getFirst().position()));
                    }
                }
            }
        }
        return elements;
    }
}
