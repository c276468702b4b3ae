package hearth.nix.option;

import hearth.nix.evaluation.Calls;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code types.coercedTo}.
 *
 * @param source what is converted
 * @param conversion the function that does
 * @param target what it must be then, or without
 */
public record ConvertedType(OptionType source, Value conversion, OptionType target)
        implements OptionType {
    @Override
    public String described() {
        return target.described() + ", or " + source.described() + " that becomes one";
    }

    @Override
    public boolean accepts(Value value) {
        return source.accepts(value) || target.accepts(value);
    }

    @Override
    public Optional<Value> empty() {
        return target.empty();
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        List<Definition> converted = new ArrayList<>();
        for (Definition definition : definitions) {
            converted.add(
                    source.accepts(definition.value())
                            ? new Definition(
                                    Calls.call(
                                            conversion, definition.value(), definition.position()),
                                    definition.position())
                            : definition);
        }
        return target.merge(place, converted);
    }
}
