package hearth.nix.option;

import hearth.nix.evaluation.Calls;
import hearth.nix.evaluation.Expect;
import hearth.nix.source.Position;
import hearth.nix.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * {@code types.addCheck}, and types that a program makes with {@code mkOptionType}.
 *
 * @param described what it is, with an article
 * @param check a function that tells whether a value is one
 * @param base what merges definitions
 */
public record CheckedType(String described, Value check, OptionType base) implements OptionType {
    @Override
    public boolean accepts(Value value) {
        return base.accepts(value)
                && Expect.bool(Calls.call(check, value, Position.NONE), Position.NONE);
    }

    @Override
    public Optional<Value> empty() {
        return base.empty();
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        return base.merge(place, definitions);
    }
}
