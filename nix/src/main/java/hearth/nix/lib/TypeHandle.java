package hearth.nix.lib;

import hearth.nix.option.OptionType;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import hearth.nix.value.Value;

/**
 * A type as a value of the language carries it.
 *
 * @param meaning what it means
 */
record TypeHandle(OptionType meaning) implements Function {
    private static final String NAME = "__hearth";

    /** Returns the value that stands for a type. */
    static AttributeSet value(String name, OptionType type) {
        return AttributeSet.of(
                new Attribute("_type", Text.of("option-type")),
                new Attribute("name", Text.of(name)),
                new Attribute("description", Text.of(type.described())),
                new Attribute(NAME, new TypeHandle(type)));
    }

    /**
     * Returns the type that a value stands for.
     *
     * @throws NixException where it stands for none
     */
    static OptionType read(Value value, Position site) {
        if (value instanceof AttributeSet set
                && set.get(NAME) instanceof TypeHandle(OptionType meaning)) {
            return meaning;
        }
        throw new NixException(
                NixException.Kind.FAILED,
                "expected a type, such as lib.types.str, but found " + Printer.described(value),
                site);
    }

    @Override
    public Value call(Lazy argument, Position site) {
        throw new NixException(NixException.Kind.FAILED, "a type cannot be called", site);
    }

    @Override
    public String printed() {
        return "«type»";
    }
}
