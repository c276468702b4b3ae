package hearth.nix.option;

import hearth.nix.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * {@code types.either}: one of two types; {@code oneOf} nests them.
 *
 * @param first what is tried first
 * @param second what it is otherwise
 */
public record AlternativeType(OptionType first, OptionType second) implements OptionType {
    @Override
    public String described() {
        return first.described() + " or " + second.described();
    }

    @Override
    public boolean accepts(Value value) {
        return first.accepts(value) || second.accepts(value);
    }

    @Override
    public Optional<Value> empty() {
        return first.empty().or(second::empty);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        if (definitions.stream().allMatch(each -> first.accepts(each.value()))) {
            return first.merge(place, definitions);
        }
        if (definitions.stream().allMatch(each -> second.accepts(each.value()))) {
            return second.merge(place, definitions);
        }
        check(place, definitions);
        return ScalarType.same(place, definitions);
    }
}
