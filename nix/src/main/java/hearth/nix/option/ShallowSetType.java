package hearth.nix.option;

import hearth.nix.value.AttributeSet;
import hearth.nix.value.Value;
import java.util.List;
import java.util.Optional;

/** {@code types.attrs}: sets that are joined by {@code //}. */
public record ShallowSetType() implements OptionType {
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
        AttributeSet merged = AttributeSet.EMPTY;
        for (Definition definition : definitions) {
            if (definition.value() instanceof AttributeSet set) {
                merged = merged.update(set);
            }
        }
        return merged;
    }
}
