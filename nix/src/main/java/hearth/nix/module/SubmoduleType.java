package hearth.nix.module;

import hearth.nix.option.Definition;
import hearth.nix.option.OptionGroup;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.OptionTree;
import hearth.nix.option.OptionType;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code types.submodule}: options of their own, which each definition defines as a module would.
 *
 * @param surroundings what its modules share with all others
 * @param options those that there are before modules declare others
 * @param modules what belongs to each of its values
 * @param arguments for its modules
 * @param isPlain whether a definition that is a set has definitions only
 */
public record SubmoduleType(
        Surroundings surroundings,
        OptionTree.Group options,
        List<ModuleSource> modules,
        Map<String, Lazy> arguments,
        boolean isPlain)
        implements OptionType {
    public SubmoduleType {
        modules = List.copyOf(modules);
        arguments = Map.copyOf(arguments);
    }

    @Override
    public String described() {
        return "a set of options";
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof AttributeSet
                || value instanceof Function
                || value instanceof PathValue;
    }

    @Override
    public Optional<Value> empty() {
        return Optional.of(AttributeSet.EMPTY);
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        OptionGroup group = group(place, definitions);
        group.checkNames();
        return group.config().force();
    }

    /** Returns the options with what defines them. */
    public OptionGroup group(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        List<ModuleSource> sources = new ArrayList<>(modules);
        for (Definition definition : definitions) {
            sources.add(new ModuleSource(definition.value(), definition.position(), isPlain));
        }
        Map<String, Lazy> all = new HashMap<>(arguments);
        all.put("name", new Text(place.path().name()));
        return new Configuration(surroundings, place, options, sources, all).root();
    }
}
