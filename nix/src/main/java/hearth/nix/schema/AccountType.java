package hearth.nix.schema;

import hearth.nix.module.SubmoduleType;
import hearth.nix.module.Surroundings;
import hearth.nix.option.AnythingType;
import hearth.nix.option.Definition;
import hearth.nix.option.OptionDeclaration;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.OptionTree;
import hearth.nix.option.OptionType;
import hearth.nix.source.ByteStrings;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code users.users.NAME}. Accounts are not made: what is asked for of them, and not declared, is
 * as the machine has it.
 *
 * @param surroundings what modules share
 * @param accounts finds accounts
 */
record AccountType(Surroundings surroundings, Accounts accounts) implements OptionType {
    @Override
    public String described() {
        return "a set of options of an account";
    }

    @Override
    public boolean accepts(Value value) {
        return submodule("").accepts(value);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        return group(place, definitions).config().force();
    }

    /** Returns the account's options with what defines them. */
    OptionGroup group(OptionPlace place, List<Definition> definitions) {
        return submodule(place.path().name()).group(place, definitions);
    }

    private SubmoduleType submodule(String attribute) {
        String name = ByteStrings.decode(attribute);
        Map<String, OptionTree> options = new TreeMap<>(Schema.account());
        options.put("name", leaf(Text.of(name)));
        options.put("uid", leaf(accounts.property(name, account -> new IntValue(account.uid()))));
        options.put("group", leaf(accounts.property(name, account -> Text.of(account.group()))));
        options.put(
                "home", leaf(accounts.property(name, account -> Accounts.path(account.home()))));
        return UnitOptionType.submodule(
                OptionTree.Group.of(new OptionTree.Foreign(), options), surroundings);
    }

    private static OptionTree leaf(Lazy fallback) {
        return new OptionTree.Leaf(OptionDeclaration.of(new AnythingType(false), fallback));
    }
}
