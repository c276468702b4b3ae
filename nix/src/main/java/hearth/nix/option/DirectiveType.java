package hearth.nix.option;

import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What a directive of a unit may be: NixOS' {@code unitOption}. Where one definition is a list, all
 * are joined; else they must agree.
 */
public record DirectiveType() implements OptionType {
    private static final ListType LIST =
            ListType.of(
                    new ScalarType(
                            "a Boolean, a number, a string, a path or a package",
                            DirectiveType::isScalar));

    @Override
    public String described() {
        return "a Boolean, a number, a string, a path or a package, or a list of them";
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof ListValue || isScalar(value);
    }

    private static boolean isScalar(Value value) {
        return value instanceof Text
                || value instanceof BoolValue
                || value instanceof IntValue
                || value instanceof FloatValue
                || value instanceof PathValue
                || value instanceof NullValue
                || ScalarType.isPackage(value);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        boolean hasList = definitions.stream().anyMatch(each -> each.value() instanceof ListValue);
        if (!hasList) {
            return ScalarType.same(place, definitions);
        }
        List<Definition> lists = new ArrayList<>();
        for (Definition definition : definitions) {
            Lazy value = definition.value();
            lists.add(
                    value instanceof ListValue
                            ? definition
                            : new Definition(ListValue.of(value), definition.position()));
        }
        return LIST.merge(place, lists);
    }
}
