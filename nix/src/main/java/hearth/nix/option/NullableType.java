package hearth.nix.option;

import hearth.nix.value.NullValue;
import hearth.nix.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * {@code types.nullOr}.
 *
 * @param other what it is where it is not null
 */
public record NullableType(OptionType other) implements OptionType {
    @Override
    public String described() {
        return "null or " + other.described();
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof NullValue || other.accepts(value);
    }

    @Override
    public Optional<Value> empty() {
        return Optional.of(NullValue.NULL);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        long nulls = definitions.stream().filter(each -> each.value() instanceof NullValue).count();
        return nulls == 0 ? other.merge(place, definitions) : ScalarType.same(place, definitions);
    }
}
