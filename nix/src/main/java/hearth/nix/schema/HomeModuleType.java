package hearth.nix.schema;

import hearth.nix.option.Definition;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.OptionType;
import hearth.nix.source.ByteStrings;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.PathValue;
import hearth.nix.value.Value;
import java.util.List;

/**
 * {@code home-manager.users.NAME}: a module of home-manager.
 *
 * @param schema which options those have
 */
record HomeModuleType(Schema schema) implements OptionType {
    @Override
    public String described() {
        return "a module of home-manager";
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof AttributeSet
                || value instanceof Function
                || value instanceof PathValue;
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        return group(place, definitions).config().force();
    }

    /** Returns the user's options with what defines them. */
    OptionGroup group(OptionPlace place, List<Definition> definitions) {
        return schema.home(ByteStrings.decode(place.path().name())).group(place, definitions);
    }
}
