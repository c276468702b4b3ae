package hearth.nix.option;

import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.ListValue;
import hearth.nix.value.Value;
import java.util.List;

/**
 * {@code types.anything}: sets are joined, all else must agree.
 *
 * @param joinsLists whether lists are joined, too, as most options that have some would do
 */
public record AnythingType(boolean joinsLists) implements OptionType {
    @Override
    public String described() {
        return "anything";
    }

    @Override
    public boolean accepts(Value value) {
        return true;
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        if (definitions.size() == 1 && !(definitions.getFirst().value() instanceof AttributeSet)) {
            return definitions.getFirst().value();
        }
        boolean areSets =
                definitions.stream()
                        .allMatch(each ->
                                each.value() instanceof AttributeSet
                                        && !ScalarType.isPackage(each.value()));
        if (areSets) {
            return new SetType(this, true).merge(place, definitions);
        }
        if (joinsLists
                && definitions.stream().allMatch(each -> each.value() instanceof ListValue)) {
            return ListType.of(this).merge(place, definitions);
        }
        boolean areFunctions =
                definitions.stream().allMatch(each -> each.value() instanceof Function);
        return areFunctions
                ? new FunctionType(this).merge(place, definitions)
                : ScalarType.same(place, definitions);
    }
}
