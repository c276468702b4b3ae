package hearth.nix.option;

import hearth.nix.evaluation.Calls;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code types.functionTo}: functions whose results are merged.
 *
 * @param result what they return
 */
public record FunctionType(OptionType result) implements OptionType {
    @Override
    public String described() {
        return "a function that returns " + result.described();
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof Function
                || (value instanceof AttributeSet set && set.has("__functor"));
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        return new Merged(place, definitions, result);
    }

    private record Merged(OptionPlace place, List<Definition> functions, OptionType result)
            implements Function {
        @Override
        public Value call(Lazy argument, Position site) {
            List<Candidate> results = new ArrayList<>();
            for (Definition function : functions) {
                results.add(
                        Candidate.of(
                                Calls.later(function.value(), argument, site),
                                function.position()));
            }
            return result.merge(place, Candidate.effective(results));
        }

        @Override
        public String printed() {
            return "«lambda»";
        }
    }
}
