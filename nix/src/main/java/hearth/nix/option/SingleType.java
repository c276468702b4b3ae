package hearth.nix.option;

import hearth.nix.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * {@code types.uniq} and {@code types.raw}: exactly one definition.
 *
 * @param other what it is
 */
public record SingleType(OptionType other) implements OptionType {
    @Override
    public String described() {
        return other.described();
    }

    @Override
    public boolean accepts(Value value) {
        return other.accepts(value);
    }

    @Override
    public Optional<Value> empty() {
        return other.empty();
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        if (definitions.size() > 1) {
            throw place.conflict(definitions.get(0), definitions.get(1));
        }
        return other.merge(place, definitions);
    }
}
